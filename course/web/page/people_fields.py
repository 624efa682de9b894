"""Columns about people and how far they are: the same in a report and at an assignment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from course.domain.duties.states import SET_APART, DutyState, StateCounts
from course.store.duties.people_list import Order
from course.web.page.formats import counted, whole
from course.web.page.labels import STATE_SLUGS, STATES
from course.web.page.lists import DASH, Field, day, status, words
from course.web.page.parts import Cell, FieldError, Tile
from course.web.page.query import choice_from_query

ORDERS: dict[str, Order] = {"naam": "name", "team": "team", "status": "state", "datum": "date"}
ORDINARY = "status"  # who is late stands first


@dataclass(frozen=True)
class AskedState:
    """The state that an address asks for, and `slug`, its word there; empty when it asks none."""

    state: DutyState | None
    slug: str
    errors: tuple[FieldError, ...]


def read_state(args: Mapping[str, str]) -> AskedState:
    """Only the people in one state. One that does not exist is an error, and asks nothing."""
    slug = args.get("status", "")
    message = "Deze status bestaat niet. Kies een status uit de lijst."
    state, errors = choice_from_query(slug, "status", STATE_SLUGS, message)
    if state is None:
        slug = ""
    return AskedState(state, slug, errors)


class OnTheWay(Protocol):
    """A row about one person and one course."""

    @property
    def name(self) -> str:
        """As others read it."""

    @property
    def team(self) -> str | None:
        """The team at this school."""

    @property
    def state(self) -> DutyState | None:
        """Of the duty; None without one."""

    @property
    def due_on(self) -> date | None:
        """The last day."""

    @property
    def done(self) -> int | None:
        """Lessons; None when the reader may not see how many."""

    @property
    def total(self) -> int | None:
        """Lessons; None when nothing was begun."""

    @property
    def started_on(self) -> date | None:
        """The first day."""

    @property
    def completed_on(self) -> date | None:
        """The day on which everything was done."""


class StaffNumbered(Protocol):
    """A row about one person at one school."""

    @property
    def staff_number(self) -> str | None:
        """The key of the school itself."""


class OwesDuty(Protocol):
    """A row about somebody's duty."""

    @property
    def duty(self) -> str:
        """Its ref."""


def duty_of(row: OwesDuty) -> str:
    """By which value somebody is chosen for a deed about their duty."""
    return row.duty


def lessons_words(done: int | None, total: int | None) -> str:
    """3 van 8; a dash for who did not begin."""
    if done is None or total is None:
        return DASH
    return f"{whole(done)} van {whole(total)}"


def state_tile(counts: StateCounts, state: DutyState, urls: Mapping[DutyState, str]) -> Tile:
    """How many people are in a state, of how many; one that is set apart says so.

    `urls` has the list of those people, where there is one.
    """
    of = f"van {counted(counts.counting, 'medewerker', 'medewerkers')}"
    if state in SET_APART:
        of = "telt niet mee"
    return Tile(whole(counts[state]), STATES[state], of, urls.get(state, ""))


def tiles_apart(counts: StateCounts, urls: Mapping[DutyState, str]) -> Iterator[Tile]:
    """Who is paused, exempt or gone: beside the figures, when there are any."""
    return (state_tile(counts, state, urls) for state in SET_APART if counts[state])


def _lessons(person: OnTheWay) -> Cell:
    return Cell(lessons_words(person.done, person.total))


def _lessons_done(person: OnTheWay) -> str:
    if person.done is None:
        return ""
    return str(person.done)


def _lessons_total(person: OnTheWay) -> str:
    if person.total is None:
        return ""
    return str(person.total)


NAME: Field[OnTheWay] = words("Naam", "name", "naam")
TEAM: Field[OnTheWay] = words("Team", "team", "team")
STATE: Field[OnTheWay] = status("Status", "state", "status")
DUE_ON: Field[OnTheWay] = day("Uiterste datum", "due_on", "datum")
LESSONS: Field[OnTheWay] = Field("Lessen", cell=_lessons, numeric=True)
LESSONS_DONE: Field[OnTheWay] = Field("Lessen klaar", file=_lessons_done, in_file="number")
LESSONS_TOTAL: Field[OnTheWay] = Field("Lessen in totaal", file=_lessons_total, in_file="number")
DUTY: tuple[Field[OnTheWay], ...] = (TEAM, STATE, DUE_ON)
HOW_FAR: tuple[Field[OnTheWay], ...] = (
    *DUTY,
    LESSONS,
    LESSONS_DONE,
    LESSONS_TOTAL,
)
STARTED_ON: Field[OnTheWay] = day("Begonnen op", "started_on")
_NUMBER: Field[StaffNumbered] = words("Personeelsnummer", "staff_number")
STAFF_NUMBER = _NUMBER.only_in_file()
COMPLETED_ON: Field[OnTheWay] = day("Klaar op", "completed_on")
