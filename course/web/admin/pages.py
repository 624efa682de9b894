"""What each page for administrators shows, already worded."""

from __future__ import annotations

from dataclasses import dataclass

from course.web.page.parts import Cell, Column, FormOption, FormPage, Link, Paging, SummaryRow


@dataclass(frozen=True)
class PeoplePage:
    """People whose accounts this administrator keeps."""

    words: str
    school: str
    schools: tuple[FormOption, ...]
    schools_hint: str  # that there are more; empty when there are not
    action: str
    filtered: bool
    caption: str
    columns: tuple[Column, ...]
    people: tuple[tuple[Cell, ...], ...]
    paging: Paging
    school_texts: tuple[Link, ...]  # for each school: where its texts and contacts are filled in


@dataclass(frozen=True)
class ImportPage(FormPage):
    """The form with the file, and after a mistake: the problems in the file."""

    schools: tuple[FormOption, ...]
    schools_hint: str  # that there are more; empty when there are not
    school: str
    complete: bool
    problem_columns: tuple[Column, ...]
    problems: tuple[tuple[Cell, ...], ...]
    more: str  # how many problems are not in the list; empty when all of them are


@dataclass(frozen=True)
class PreviewPart:
    """One list of a preview: the people who are new, change or leave.

    Its caption says when it is not all of them.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class PreviewPage(FormPage):
    """What a file would change. Nothing has been written."""

    school: str
    summary: tuple[SummaryRow, ...]
    changed_meanwhile: bool
    parts: tuple[PreviewPart, ...]
    submit: str  # empty: there is nothing to do
    ask_leaving: str  # empty: no extra question
    ask_roles: str  # empty: nobody who leaves has a role here
    ask_same: tuple[FormOption, ...]  # rows that may be about somebody else
    ask_invite: str  # empty: nobody is new
    hidden: dict[str, str]
