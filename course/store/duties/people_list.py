"""Who owes a course to a school, as of a day. Screen and file share one SELECT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    bindparam,
    func,
    select,
)

from course.domain.duties.states import DutyState
from course.domain.people.sight import ORDER, Sight
from course.models import (
    db,
)
from course.store import rows
from course.store.dated import Instant
from course.store.duties.reach import (
    AsOf,
    Reach,
    everybody,
    gone,
    values_of,
)
from course.store.duties.states import (
    state_order,
)
from course.store.duties.who import Who, whose
from course.store.people.searching import SelectT, holding_name

Order = Literal["name", "team", "state", "date"]

BATCH = 500  # rows of a file that are in memory at once


@dataclass(frozen=True)
class PeopleFilter:
    """Which people of a report, in which order."""

    team_ref: str = ""
    state: DutyState | None = None
    words: str = ""  # parts of a name
    order: Order = "name"
    descending: bool = False
    audience: str = ""  # a kind of work
    who: Who | None = None
    due_from: date | None = None  # the first and the last day by which they have to be done
    due_until: date | None = None

    @property
    def here(self) -> bool:
        """About who works there on the day; else about who does so no more."""
        return self.state is not DutyState.LEFT

    @property
    def asked(self) -> tuple[str, ...]:
        """What narrows the list, as the names of columns or of `Who`."""
        values = {
            "team_ref": self.team_ref,
            "state": self.state,
            "audience": self.audience,
            "due_from": self.due_from,
            "due_until": self.due_until,
        }
        named = tuple(name for name, value in values.items() if value)
        return named if self.who is None else (*named, self.who.value)


class ReportedPerson(NamedTuple):
    """One person who owes the course to a school: status and dates, nothing about answers.

    A list may have ten thousand of them, and a frozen dataclass takes six times as long to make.
    """

    ref: str
    name: str
    team: str | None
    staff_number: str | None  # at this school
    duty: str  # its ref
    state: DutyState
    due_on: date
    done: int | None  # None: not for this reader
    total: int | None  # None: not started by that day, or not for this reader
    started_on: date | None
    completed_on: date | None
    valid_until: date | None  # the last day of that completion
    rank: int  # how much of this the reader sees, as a place in the order of `Sight`

    @property
    def sight(self) -> Sight:
        """How much of what they did the reader sees."""
        return ORDER[self.rank]


def people_rows(
    reach: Reach, moment: AsOf, chosen: PeopleFilter, *, limit: int | None = None, offset: int = 0
) -> Iterator[ReportedPerson]:
    """Who owes the course to these schools, by the filter. The screen takes a page of it, the file
    takes all.

    All of it comes in batches, so that a long list does not fill the memory; read it within
    `transaction.batches`.
    """
    until = moment.until
    statement = _list_statement(
        chosen.order, chosen.descending, chosen.asked, limit is not None, chosen.here, until
    )
    statement = holding_name(statement, chosen.words, _people(chosen.here, until).c.sort_name)
    values = _values(reach, moment, chosen) | {"size": limit, "start": offset}
    options = {"yield_per": BATCH} if limit is None else {}
    found = db.session.connection().execute(statement, values, execution_options=options)
    return rows.each(ReportedPerson, found, state=DutyState)


def people_count(reach: Reach, moment: AsOf, chosen: PeopleFilter) -> int:
    """How many people the filter leaves."""
    people = _people(chosen.here, moment.until)
    found = _chosen(select(people.c.person_id), people, chosen.asked)
    found = holding_name(found, chosen.words, people.c.sort_name)
    counted = select(func.count()).select_from(found.subquery())
    return db.session.scalar(counted, _values(reach, moment, chosen)) or 0


def _values(reach: Reach, moment: AsOf, chosen: PeopleFilter) -> dict[str, Any]:
    state = chosen.state.value if chosen.state else ""
    return values_of(reach, moment) | {
        "team_ref": chosen.team_ref,
        "state": state,
        "audience": chosen.audience,
        "due_from": chosen.due_from,
        "due_until": chosen.due_until,
    }


@cache
def _list_statement(
    order: Order,
    descending: bool,
    asked: tuple[str, ...],
    limited: bool,
    here: bool,
    until: Instant | None,
) -> Select[*tuple[Any, ...]]:
    people = _people(here, until)
    columns: dict[Order, ColumnElement[Any]] = {
        "name": people.c.sort_name,
        "team": func.coalesce(people.c.team, ""),
        "state": state_order(people.c.state),
        "date": people.c.due_on,
    }
    key = columns[order]
    if descending:
        key = key.desc()
    query = _chosen(select(*shown_columns(people)), people, asked)
    query = query.order_by(key, people.c.sort_name, people.c.person_id)
    if not limited:
        return query
    return query.limit(bindparam("size", type_=Integer)).offset(bindparam("start", type_=Integer))


def _people(here: bool, until: Instant | None) -> Subquery:
    """Who works there on the day, or who does so no more."""
    return everybody(until) if here else gone(until)


def _chosen(query: SelectT, people: Subquery, asked: tuple[str, ...]) -> SelectT:
    """Those who owe the course, of whom all that is asked is so."""
    query = query.where(people.c.due_on.is_not(None))
    for name in asked:
        query = query.where(_is_so(name, people))
    return query


def _is_so(name: str, people: Subquery) -> ColumnElement[bool]:
    """One name of `PeopleFilter.asked` as a condition."""
    due_on: ColumnElement[Any] = people.c.due_on
    if name == "due_from":
        return due_on >= bindparam("due_from", type_=Date)
    if name == "due_until":
        return due_on <= bindparam("due_until", type_=Date)
    if name in people.c:
        same: ColumnElement[bool] = people.c[name] == bindparam(name)
        return same
    return whose(Who(name), people)


def shown_columns(people: Subquery) -> list[ColumnElement[Any]]:
    """The columns of `ReportedPerson`."""
    return [people.c[name] for name in ReportedPerson._fields]
