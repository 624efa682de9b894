"""Schools to choose from in a form: a list with an end, which says how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from course.domain.people.roles import Actor, Permission
from course.store.people import directory
from course.store.people.directory import SchoolRow
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


def schools_to_choose(actor: Actor, permission: Permission) -> SchoolChoice:
    """The schools where the actor holds a permission. They are counted when the list is full."""
    schools = directory.schools_in_scope(actor, permission, MOST_SCHOOLS)
    if len(schools) < MOST_SCHOOLS:
        return SchoolChoice(schools, len(schools))
    return SchoolChoice(schools, directory.school_count(actor, permission))
