"""The list of people over schools for a file: all of it, a page at a time, however many schools.

A page begins after the last row of the one before it, so nothing is read twice, nothing stays open
between two pages, and no more is in memory than one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select, tuple_

from course.domain.people.roles import Actor
from course.models import School, db
from course.store import rows
from course.store.dated import batches
from course.store.duties.overview import (
    MOST,
    BesideFilter,
    PersonBeside,
    in_order,
    listed,
    people_of,
    schools_asked,
    state_of,
)
from course.store.duties.reach import DAY, DAY_END, IN_REACH, AsOf, Reach, reach_then, values_of
from course.store.duties.schools_then import SCHOOL_THEN
from course.store.duties.seeing import rank_seen

SCHOOLS_AT_ONCE = 25
ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class ListedPerson(PersonBeside):
    """A row with its place in the order of the list."""

    sorted_school: str
    school_id: int
    sort_name: str
    person_id: int

    @property
    def place(self) -> tuple[str, int, str, int]:
        """Where the next page begins."""
        return self.sorted_school, self.school_id, self.sort_name, self.person_id


def page_after(
    actor: Actor,
    moment: AsOf,
    chosen: BesideFilter,
    schools: Sequence[int],
    last: ListedPerson | None,
) -> list[ListedPerson]:
    """The next rows of these schools, as far as the actor sees them; empty after the last."""
    people = people_of(chosen, moment.until)
    order = in_order(people)
    query = (
        listed(people, chosen)
        .add_columns(
            SCHOOL_THEN.label("sorted_school"),
            School.id.label("school_id"),
            people.c.sort_name,
            people.c.person_id,
        )
        .order_by(*order)
        .limit(ROWS_AT_ONCE)
    )
    if last is not None:
        query = query.where(tuple_(*order) > tuple_(*last.place))
    found = db.session.execute(query, values_of(reach_then(actor, schools, moment), moment))
    return rows.read(ListedPerson, found, state=state_of)


def pages(
    actor: Actor, moment: AsOf, chosen: BesideFilter, schools: Sequence[int]
) -> Iterator[list[ListedPerson]]:
    """All rows of these schools, page by page."""
    page = page_after(actor, moment, chosen, schools, None)
    while page:
        yield page
        full = len(page) == ROWS_AT_ONCE
        page = page_after(actor, moment, chosen, schools, page[-1]) if full else []


def school_batches(schools: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many schools as are read at once, in their order."""
    for start in range(0, len(schools), SCHOOLS_AT_ONCE):
        yield schools[start : start + SCHOOLS_AT_ONCE]


def is_over_many(actor: Actor, moment: AsOf, chosen: BesideFilter) -> bool:
    """Whether the list is about more schools than a page reads."""
    return len(schools_asked(actor, chosen, moment.day, MOST + 1)) > MOST


def is_longer(actor: Actor, moment: AsOf, chosen: BesideFilter, most: int) -> bool:
    """Whether the list has more rows than this, or is about more schools than a page reads."""
    if is_over_many(actor, moment, chosen):
        return True
    schools = schools_asked(actor, chosen, moment.day)
    people = people_of(chosen, moment.until)
    counted = select(func.count()).select_from(listed(people, chosen).subquery())
    total = db.session.scalar(counted, values_of(reach_then(actor, schools, moment), moment))
    return (total or 0) > most


def ranks(actor: Actor, moment: AsOf, schools: Collection[int]) -> dict[int, int]:
    """By school how much of what people did the actor sees of that day now; a school that they do
    not see is not in it.
    """
    return ranks_of(reach_then(actor, schools, moment), moment)


def ranks_of(reach: Reach, moment: AsOf) -> dict[int, int]:
    """The same of these schools, for whom they are asked."""
    seen = rank_seen(School.id, DAY, DAY_END)
    found: dict[int, int] = {}
    for batch in batches(sorted(reach.asked)):
        query: Any = select(School.id, seen).where(School.id.in_(IN_REACH))
        asked = values_of(replace(reach, asked=list(batch)), moment)
        found.update(db.session.execute(query, asked).all())
    return found
