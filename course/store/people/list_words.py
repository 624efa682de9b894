"""What a school's lists call their columns and functions, remembered for the next list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select

from course.models import ListWord, db
from course.models.base import upsert
from course.store import rows

MOST_WORDS = 1000  # of one school
LONGEST_WORD = 200


class WordKind(StrEnum):
    """What a word names."""

    COLUMN = "column"
    FUNCTION = "function"


@dataclass(frozen=True)
class ListWordRow:
    """One word that a school's lists use. An empty meaning: not needed."""

    id: int
    about: WordKind
    word: str
    name: str
    meaning: str


def words_of(school_id: int) -> list[ListWordRow]:
    """All words of a school: columns first, each kind by word."""
    columns = (ListWord.id, ListWord.word, ListWord.name, ListWord.meaning)
    query = select(ListWord.kind.label("about"), *columns).where(ListWord.school_id == school_id)
    query = query.order_by(ListWord.kind, ListWord.word, ListWord.id).limit(MOST_WORDS)
    return rows.read(ListWordRow, db.session.execute(query), about=WordKind)


def meanings(school_id: int, kind: WordKind) -> dict[str, str]:
    """Meaning by word."""
    return {one.word: one.meaning for one in words_of(school_id) if one.about is kind}


@dataclass(frozen=True)
class NewListWord:
    """Something that lists call so, from now on."""

    kind: WordKind
    word: str
    name: str
    meaning: str


def remember(school_id: int, words: Iterable[NewListWord]) -> None:
    """These words mean this at the school; what they meant before is gone."""
    key = ("school_id", "kind", "word")
    for one in words:
        if one.word and len(one.word) <= LONGEST_WORD:
            row = {
                "school_id": school_id,
                "kind": one.kind.value,
                "word": one.word,
                "name": one.name[:LONGEST_WORD],
                "meaning": one.meaning,
            }
            db.session.execute(upsert(ListWord, row, key, ("name", "meaning")))


def forget(school_id: int, word_id: int) -> None:
    """This word means again what we think ourselves."""
    gone = delete(ListWord).where(ListWord.school_id == school_id, ListWord.id == word_id)
    db.session.execute(gone)
