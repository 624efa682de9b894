"""The form for several people at once: who was chosen in a list, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from course.content.slugs import by_slug
from course.domain.people.together import TogetherDeed
from course.store.duties.totals import OfferedCourse
from course.store.people.directory import TeamRow
from course.store.people.together import ChosenPlaces
from course.text.names import tidy
from course.web.page.chosen import EVERYBODY, is_just_opened
from course.web.page.fields import Fields
from course.web.page.parts import FieldError
from course.web.page.query import filled, picked_tidy

ASKED = ("wat", "team", "rollen", "cursus", "datum")
NO_TEAM = "geen"
MOST_YEARS = 3
DEEDS: Mapping[str, TogetherDeed] = {
    "team": TogetherDeed.TEAM,
    "vertrek": TogetherDeed.LEAVE,
    "uitnodiging": TogetherDeed.INVITE,
    "cursus": TogetherDeed.ASSIGN,
}


@dataclass(frozen=True)
class WhoTogether:
    """Who was chosen, and the fields that say so again."""

    chosen: ChosenPlaces | None  # None: nobody
    hidden: dict[str, str]


@dataclass(frozen=True)
class TogetherChoice:
    """What there is to choose from for these people."""

    deeds: frozenset[TogetherDeed]
    teams: Sequence[TeamRow]
    courses: Sequence[OfferedCourse]


@dataclass(frozen=True)
class TogetherAsk:
    """What is to be done for everybody who was chosen."""

    what: TogetherDeed
    team: TeamRow | None
    roles_too: bool
    course: OfferedCourse | None
    due_on: date | None

    @property
    def team_id(self) -> int | None:
        """The team to move to; None for no team."""
        if self.team is None:
            return None
        return self.team.id


@dataclass(frozen=True)
class TogetherForm:
    """What was filled in. `ask` is None while nothing was asked yet, or something is wrong."""

    sent: dict[str, str]
    ask: TogetherAsk | None
    errors: tuple[FieldError, ...]


def read_who(sent: MultiDict[str, str]) -> WhoTogether:
    """Those that were ticked, or everybody at work in the list."""
    if sent.get("wie") == EVERYBODY:
        words, school = tidy(sent.get("zoek", ""))[:100], tidy(sent.get("school", ""))
        told = {"wie": EVERYBODY, "zoek": words, "school": school}
        hidden = filled(told)
        return WhoTogether(ChosenPlaces(words=words, school=school), hidden)
    keys = tuple(dict.fromkeys(" ".join(sent.getlist("mens")).split()))
    if not keys:
        return WhoTogether(None, {})
    return WhoTogether(ChosenPlaces(keys), {"mens": " ".join(keys)})


def read_together(sent: Mapping[str, str], choice: TogetherChoice, today: date) -> TogetherForm:
    """What is to be done. A form that was only just opened has no errors."""
    kept = picked_tidy(sent, ASKED)
    if is_just_opened(sent, ASKED):
        return TogetherForm(kept, None, ())
    fields = Fields(sent)
    ask = _ask(fields, choice, today)
    if ask is None or fields.errors:
        return TogetherForm(kept, None, tuple(fields.errors))
    return TogetherForm(kept, ask, ())


def _ask(fields: Fields, choice: TogetherChoice, today: date) -> TogetherAsk | None:
    """What was chosen, with what that needs. None: nothing was."""
    may = {word: deed for word, deed in DEEDS.items() if deed in choice.deeds}
    what = fields.choice("wat", may, "Kies wat u wilt doen.")
    if what is None:
        return None
    team, course, due_on = None, None, None
    if what is TogetherDeed.TEAM:
        team = _team(fields, choice.teams)
    if what is TogetherDeed.ASSIGN:
        course = fields.choice("cursus", by_slug(choice.courses), "Kies een cursus.")
        due_on = _due_on(fields, today)
    return TogetherAsk(what, team, bool(fields.text("rollen")), course, due_on)


def _team(fields: Fields, teams: Sequence[TeamRow]) -> TeamRow | None:
    """The team that was chosen; None for no team."""
    if fields.text("team") == NO_TEAM:
        return None
    return fields.choice("team", {one.ref: one for one in teams}, "Kies een team.")


def _due_on(fields: Fields, today: date) -> date | None:
    """A day that is not further away than an assignment may be."""
    day = fields.day("datum", today, "Kies vandaag of een dag daarna.")
    if day is not None and day.year - today.year > MOST_YEARS:
        fields.wrong("datum", "Kies een dag binnen drie jaar.")
    return day
