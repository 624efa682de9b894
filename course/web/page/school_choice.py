"""Schools to choose from in a form, a list with an end, which says how many there are; and the one
that was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, request, url_for

from course import clock
from course.domain.people.roles import Actor, Permission
from course.store.people import directory, merged
from course.store.people.directory import SchoolRow
from course.web.http.access import current_person
from course.web.page.formats import counted, whole
from course.web.page.frame import explain
from course.web.page.options import place_options
from course.web.page.parts import FormOption
from course.web.page.query import address

MOST_SCHOOLS = 200  # in a list to choose from


@dataclass(frozen=True)
class SchoolChoice:
    """The first schools by name, and how many there are in all."""

    schools: list[SchoolRow]
    total: int

    @property
    def options(self) -> tuple[FormOption, ...]:
        """The schools by code."""
        return place_options(self.schools)

    @property
    def hint(self) -> str:
        """That there are more; empty when there are not."""
        if self.total <= len(self.schools):
            return ""
        total = counted(self.total, "school", "scholen")
        return f"U ziet de eerste {whole(len(self.schools))} van {total}."


def school_of(permission: Permission, code: str) -> SchoolRow:
    """The school of an address or a form. Out of reach and not there look the same: 404. An old
    address of a page leads on from a school that went up in another, for who is there now.
    """
    actor = current_person()
    school = directory.school_in_scope(actor, permission, code)
    if school is None:
        if _is_page():
            _lead_on(actor, permission, merged.school_after(code, clock.today()))
        abort(404)
    return school


def _lead_on(actor: Actor, permission: Permission, after: str) -> None:
    """To the school that came after, when there is one in reach."""
    if not after:
        return
    into = directory.school_in_scope(actor, permission, after)
    if into is None:
        return
    explain(f"De school van dit adres ging op in {into.name}. U ziet nu {into.name}.")
    abort(redirect(_same_page(into.code), 303))


def _is_page() -> bool:
    """Whether a page of the school as a whole was asked for: a file of another school is not what
    somebody meant, and a person of the old one may not be in the new one.
    """
    whole = set(request.view_args or ()) == {"code"}
    return whole and request.method == "GET" and "." not in request.path.rpartition("/")[2]


def _same_page(code: str) -> str:
    """This address for another school; what narrows it, such as a team, is left out."""
    asked = {"cursus": request.args.get("cursus", "")}
    return address(url_for(request.endpoint or "", code=code), asked)


def schools_to_choose(
    actor: Actor, permission: Permission, most: int = MOST_SCHOOLS
) -> SchoolChoice:
    """The schools where the actor holds a permission. They are counted when the list is full."""
    today = clock.today()
    schools = directory.schools_in_scope(actor, permission, today, most)
    if len(schools) < most:
        return SchoolChoice(schools, len(schools))
    return SchoolChoice(schools, directory.school_count(actor, permission, today))
