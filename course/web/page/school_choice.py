"""Schools to choose from in a form, a list with an end, which says how many there are; and the one
that was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort

from course.domain.people.roles import Actor, Permission
from course.store.people import directory
from course.store.people.directory import SchoolRow
from course.web.http.access import current_person
from course.web.page.formats import counted, whole
from course.web.page.parts import FormOption

MOST_SCHOOLS = 200  # in a list to choose from


@dataclass(frozen=True)
class SchoolChoice:
    """The first schools by name, and how many there are in all."""

    schools: list[SchoolRow]
    total: int

    @property
    def options(self) -> tuple[FormOption, ...]:
        """The schools by code."""
        return tuple(FormOption(school.code, school.name) for school in self.schools)

    @property
    def hint(self) -> str:
        """That there are more; empty when there are not."""
        if self.total <= len(self.schools):
            return ""
        total = counted(self.total, "school", "scholen")
        return f"U ziet de eerste {whole(len(self.schools))} van {total}."


def school_of(permission: Permission, code: str) -> SchoolRow:
    """The school of an address or a form. Out of reach and not there look the same: 404."""
    school = directory.school_in_scope(current_person(), permission, code)
    if school is None:
        abort(404)
    return school


def schools_to_choose(
    actor: Actor, permission: Permission, most: int = MOST_SCHOOLS
) -> SchoolChoice:
    """The schools where the actor holds a permission. They are counted when the list is full."""
    schools = directory.schools_in_scope(actor, permission, most)
    if len(schools) < most:
        return SchoolChoice(schools, len(schools))
    return SchoolChoice(schools, directory.school_count(actor, permission))
