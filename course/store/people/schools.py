"""What happens to a school itself, with all that hangs on it.

As in `deeds.py`: whoever calls one has looked whether the actor may, and commits afterwards.
"""

from __future__ import annotations

from sqlalchemy import select

from course.kinds.item import Sector
from course.models import Membership, School, db
from course.store.dated import DeedMoment, holds_on
from course.store.learning import recounting
from course.store.people.naming import describe


def change_sector(school_id: int, sector: Sector, moment: DeedMoment) -> None:
    """A school is of another kind from now on, and other lessons count for who works there.

    What was done stays done, and reports of earlier days stay as they were.
    """
    describe(School, school_id, {"sector": sector.value}, moment)
    follow(school_id, moment)


def follow(school_id: int, moment: DeedMoment) -> None:
    """Bring the progress of who works at a school up to date after the school changed."""
    works = select(Membership.person_id).where(
        Membership.school_id == school_id, holds_on(Membership, moment.today)
    )
    people = db.session.scalars(works.order_by(Membership.person_id)).all()
    recounting.follow(recounting.enrolments_of(people), moment.now)
