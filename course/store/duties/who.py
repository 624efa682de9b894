"""Which people of a report, apart from those in one state: conditions on its list of people."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, Date, Subquery, bindparam, or_, select
from sqlalchemy.orm import aliased

from course.domain.duties.states import DutyState
from course.models import Person, Unreached
from course.store.duties.reach import DAY, DAY_END


class Who(StrEnum):
    """Which people of the schools, apart from those in one state."""

    WITHOUT_DUTY = "without-duty"
    NEVER_SIGNED_IN = "never-signed-in"
    UNREACHED = "unreached"  # mail to them came back; known of now only
    EXPIRING = "expiring"  # done, and that ends within the weeks in which it may be done again


SOON = bindparam("soon", type_=Date)


def whose(who: Who, people: Subquery) -> ColumnElement[bool]:
    """Whether this is so of somebody in the list."""
    if who is Who.WITHOUT_DUTY:
        return people.c.due_on.is_(None)
    if who is Who.EXPIRING:
        ends = people.c.valid_until.between(DAY, SOON)
        return (people.c.state == DutyState.DONE.value) & ends
    somebody = aliased(Person)  # the list around it may name people too
    which = never_signed_in(somebody) if who is Who.NEVER_SIGNED_IN else _unreached(somebody)
    of_them = select(somebody.id).where(somebody.id == people.c.person_id, which)
    return of_them.exists()


def never_signed_in(somebody: type[Person] = Person) -> ColumnElement[bool]:
    """Whether somebody had not signed in by the end of the day."""
    never: ColumnElement[bool] = somebody.first_signed_in_at.is_(None)
    later: ColumnElement[bool] = somebody.first_signed_in_at >= DAY_END
    return or_(never, later)


def _unreached(somebody: type[Person]) -> ColumnElement[bool]:
    mail = aliased(Unreached)
    return select(mail.since).where(mail.email_key == somebody.email_key).exists()
