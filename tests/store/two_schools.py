"""Two schools whose people, teams and courses look alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from course.domain.people.roles import Actor
from course.models import (
    Assignment,
    Duty,
    DutyReason,
    Person,
    School,
    Team,
)
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from tests.staff import COURSE, World, at_noon

TODAY = date(2026, 3, 12)


YESTERDAY = TODAY - timedelta(days=1)


NOW = datetime(2026, 3, 12, 10, tzinfo=UTC)


DUE = TODAY + timedelta(days=60)


OTHER_COURSE = "proef"  # published in the town


AT_NOON = DeedMoment(at_noon(TODAY))


def at(days: int) -> DeedMoment:
    """Noon, so many days from today."""
    return DeedMoment(at_noon(TODAY + timedelta(days=days)))


@dataclass
class TwoSchools:
    """Two schools of two boards with a trainer each; Ada and Bob work at both, in a team at the
    first.
    """

    world: World
    here: School
    there: School
    team: Team
    trainer: Actor
    other_trainer: Actor
    ada: Person
    bob: Person

    def draft(self, school: School, token: str, **changes: Any) -> NewAssignment:
        return replace(NewAssignment(COURSE, school.id, None, None, DUE, token), **changes)

    def give(self, token: str, **changes: Any) -> str:
        """An assignment at the first school; returns its ref."""
        made = giving.assign(self.trainer, self.draft(self.here, token, **changes), NOW, TODAY)
        assert made is not None
        return made.ref

    def give_there(self, token: str, **changes: Any) -> str:
        made = giving.assign(
            self.other_trainer, self.draft(self.there, token, **changes), NOW, TODAY
        )
        assert made is not None
        return made.ref

    def reasons(
        self, person: Person, school: School, course: str = COURSE
    ) -> list[tuple[str, date | None]]:
        """Token of the assignment and end of each reason why somebody owes this school the
        course.
        """
        self.world.session.expire_all()
        rows = self.world.session.query(Assignment.submission, DutyReason.ends_on)
        rows = rows.filter(DutyReason.replaced_at.is_(None))
        rows = rows.join(DutyReason, DutyReason.assignment_id == Assignment.id)
        rows = rows.join(Duty, Duty.id == DutyReason.duty_id)
        found = rows.filter(
            Duty.person_id == person.id, Duty.school_id == school.id, Duty.course == course
        )
        return sorted(found, key=lambda row: (row[0], row[1] or date.max))
