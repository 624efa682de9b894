"""The form that assigns a course: school, course, who, and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from course.content.slugs import by_slug
from course.store.duties.totals import OfferedCourse
from course.store.people.directory import TeamRow
from course.web.page.fields import Fields
from course.web.page.parts import FieldError
from course.web.page.query import filled

TEAM_PREFIX = "team:"
KEPT = ("cursus", "doel", "team", "mail", "datum")  # fields that are shown again


class Target(StrEnum):
    """Who gets the course, as the value of a radio button; a team in the list is `team:` and its
    ref.
    """

    SCHOOL = "school"
    TEAM = "team"  # by its name, at a school with more teams than a list can show
    PERSON = "persoon"


@dataclass(frozen=True)
class AssignForm:
    """What was chosen. Empty or None where something is wrong, which `errors` then says."""

    sent: dict[str, str]  # as typed, to show again
    course: OfferedCourse | None
    target: str
    team: TeamRow | None
    email: str | None
    due_on: date | None
    errors: tuple[FieldError, ...]
    forged: bool = False  # a team that this school does not have: no choice on our page leads there

    @property
    def hidden(self) -> dict[str, str]:
        """The fields as they travel through the page that asks to confirm."""
        return filled(self.sent)


def read_assign(
    sent: Mapping[str, str], courses: Sequence[OfferedCourse], team: TeamRow | None, today: date
) -> AssignForm:
    """Every field, with everything that is wrong. `team` is the one that was chosen, if any."""
    fields = Fields(sent)
    course = fields.choice("cursus", by_slug(courses), "Kies een cursus.")
    target = fields.text("doel")
    email = None
    if target == Target.PERSON:
        email = fields.email("mail", "Vul het e-mailadres van de medewerker in.")
    elif target == Target.TEAM and team is None:
        fields.wrong("team", "Vul de naam van een team in, precies zoals het op deze school heet.")
    elif target != Target.SCHOOL and team is None:
        fields.wrong("doel", "Kies wie de cursus krijgt.")
    due_on = fields.day("datum", today, "Kies vandaag of een dag daarna.")
    kept = fields.texts(("school", *KEPT))
    forged = target.startswith(TEAM_PREFIX) and team is None
    return AssignForm(kept, course, target, team, email, due_on, tuple(fields.errors), forged)
