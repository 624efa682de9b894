"""What the pages about one person show to administrators, already worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.web.page.parts import FormOption, FormPage, Paging, SummaryRow


@dataclass(frozen=True)
class PastLine:
    """One thing that happened to an account; `undo` is where it is taken back, empty when it
    cannot be.
    """

    when: str
    what: str
    who: str
    undo: str


@dataclass(frozen=True)
class WorkplaceForm:
    """One school where a person works, with what can be done there."""

    school: str
    code: str
    words: str
    until: str  # the last day, as it is typed; empty: none
    team: str  # its ref; empty: in none
    teams: tuple[FormOption, ...]
    leaves_roles: bool  # there are roles that may end too


@dataclass(frozen=True)
class GrantForm:
    """One role that somebody has, and whether it may end."""

    id: int
    words: str
    may_end: bool


@dataclass(frozen=True)
class DutyLine:
    """A course that somebody owes a school; `report` and `mend` are empty for who has no right to
    those.
    """

    course: str
    school: str
    words: str
    report: str
    mend: str


@dataclass(frozen=True)
class PersonQuestionPage:
    """What a deed for one person does. Nothing has been written."""

    name: str
    title: str
    told: tuple[str, ...]
    action: str
    hidden: dict[str, str]
    back: str
    submit: str
    danger: bool


@dataclass(frozen=True)
class PersonPage(FormPage):
    """Somebody with an account: what is known, where they work, what they may, and how they sign
    in.
    """

    ref: str
    name: str
    facts: tuple[SummaryRow, ...]
    workplaces: tuple[WorkplaceForm, ...]
    work_pages: Paging
    other_schools: tuple[FormOption, ...]  # where they may begin to work too
    schools_hint: str  # that there are more; empty when there are not
    grants: tuple[GrantForm, ...]
    works_beyond: bool  # at a school that this administrator does not keep
    role_beyond: bool
    away: bool  # left, and belongs elsewhere now
    signed_in: bool
    wrong_end: str  # whose last day is wrong: a school's code, `nieuw` or `rol`; empty: none
    roles: tuple[FormOption, ...]
    places: tuple[FormOption, ...]  # where a role may hold
    history: tuple[str, ...]
    history_pages: Paging
    duties: tuple[DutyLine, ...]
    duty_pages: Paging
    past: tuple[PastLine, ...]  # what happened to the account, the newest first
    more_past: str  # where the rest of it stands; empty when this is all
    blocked: bool
    own_account: bool
    not_ours: str  # why their details stay as they are; empty: they may change
    functions: tuple[FormOption, ...]
    sent: Mapping[str, str]
