"""The code of conduct as people read it: each clause in the words of their own school, their board,
or an example.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from course.content.types import Clause
from course.kinds.marking import by_key
from course.store.courses import releases
from course.store.people.conduct import Conduct
from course.text.plain import Html, text_as_html

URL = "/gedragscode"


class Whose(StrEnum):
    """Who wrote the words of a clause."""

    SCHOOL = "school"
    BOARD = "board"
    EXAMPLE = "example"


@dataclass(frozen=True)
class ClauseView:
    """One clause with its words, as HTML, and whose words they are."""

    key: str
    title: str
    text: Html
    whose: Whose


def clause_views(clauses: Iterable[Clause], conduct: Conduct | None) -> list[ClauseView]:
    """These clauses as they hold under a code of conduct; what it says nothing about is shown as an
    example.
    """
    return [_view(clause, conduct) for clause in clauses]


def published_clauses() -> tuple[Clause, ...]:
    """Every clause that a published course knows, each once."""
    known = chain.from_iterable(course.clauses for course in releases.current_outlines())
    return tuple(by_key(known).values())


def _view(clause: Clause, conduct: Conduct | None) -> ClauseView:
    words, whose = clause.example, Whose.EXAMPLE
    if conduct and conduct.clauses.get(clause.key):
        words, whose = conduct.clauses[clause.key], Whose.SCHOOL
        if conduct.by_board:
            whose = Whose.BOARD
    return ClauseView(clause.key, clause.title, _paragraphs(words), whose)


def _paragraphs(text: str) -> Html:
    return Html(
        "".join(f"<p>{text_as_html(line)}</p>" for line in text.splitlines() if line.strip())
    )
