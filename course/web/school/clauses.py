"""The code of conduct as people read it: each clause in the words of their own school, their board,
or an example.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from course.content.types import Clause
from course.store.courses import releases
from course.store.people.conduct import Conduct
from course.text.plain import Html, text_as_html
from course.web.page.formats import long_date

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
    return tuple({clause.key: clause for clause in known}.values())


def version_words(conduct: Conduct) -> str:
    """Which version it is, in words."""
    return f"{conduct.label}, geldt vanaf {long_date(conduct.in_force_on)}"


def consent_words(conduct: Conduct) -> str:
    """When the staff council agreed, in words; empty when nobody said so."""
    if conduct.consent_on is None:
        return ""
    where = f" ({conduct.consent_reference})" if conduct.consent_reference else ""
    return f"Het personeelsdeel van de (G)MR stemde in op {long_date(conduct.consent_on)}{where}."


def _view(clause: Clause, conduct: Conduct | None) -> ClauseView:
    words = conduct.clauses.get(clause.key, "") if conduct else ""
    if not words or conduct is None:
        return ClauseView(clause.key, clause.title, _paragraphs(clause.example), Whose.EXAMPLE)
    return ClauseView(
        clause.key,
        clause.title,
        _paragraphs(words),
        Whose.BOARD if conduct.by_board else Whose.SCHOOL,
    )


def _paragraphs(text: str) -> Html:
    return Html(
        "".join(f"<p>{text_as_html(line)}</p>" for line in text.splitlines() if line.strip())
    )
