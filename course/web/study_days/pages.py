"""What each page of a study day shows, already worded."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from course.text.plain import NO_TEXT, Html
from course.web.learn.items import ItemView
from course.web.page.parts import FormOption, FormPage, Paging, Task, VoteRow


@dataclass(frozen=True)
class OpenPage(FormPage):
    """Where a trainer chooses a question, and sees the study days of the schools."""

    schools: tuple[FormOption, ...]
    schools_hint: str  # that there are more; empty when there are not
    modules: tuple[FormOption, ...]
    chosen: str  # the question
    days: tuple[Task, ...]
    paging: Paging
    school: str = ""  # empty: there is none
    module: str = ""
    questions: tuple[FormOption, ...] = ()
    before: str = ""  # the question that this one follows, under the same code; empty for a first


@dataclass(frozen=True)
class Lettered:
    """An option and the letter that it has on the screen and on every phone."""

    letter: str
    text: Html


@dataclass(frozen=True)
class ToldOption:
    """What is said about one option in the result."""

    letter: str
    about: Html
    text: Html
    note: str


@dataclass(frozen=True)
class Group:
    """The bars of one group of options."""

    caption: str
    rows: tuple[VoteRow, ...]


@dataclass(frozen=True)
class VoteBoard:
    """What the room sees of the question and its votes.

    `counts` are sentences; `groups` only what may be shown.
    """

    question: Markup
    options: tuple[Lettered, ...]
    counts: tuple[str, ...]
    groups: tuple[Group, ...]
    told: tuple[ToldOption, ...] = ()  # once both votes are over
    expert: Html = NO_TEXT


@dataclass(frozen=True)
class ScreenPage:
    """The big screen. `next_label` is empty when the study day is closed."""

    url: str
    phase: str
    title: str
    lead: str
    news: str
    code: str  # empty: nobody can come in any more
    site: str
    school: str
    board: VoteBoard
    following: str  # empty: the last phase
    next_label: str
    next_url: str = ""  # where a next question is chosen; empty before the outcome
    picture: str = ""  # safe SVG: the QR code of the address with the code in it


@dataclass(frozen=True)
class JoinPage(FormPage):
    """Where somebody types the code, and finds the study days where they were."""

    code: str
    days: tuple[Task, ...]


@dataclass(frozen=True)
class PhonePage:
    """A study day on somebody's own phone. `view` is the vote that is open; `round` which one."""

    url: str
    phase: str
    title: str
    lead: str
    news: str
    board: VoteBoard
    view: ItemView | None = None
    round: str = ""
    may_sign_off: bool = False
    signed_off_on: str = ""  # empty: not yet
    error: bool = False
