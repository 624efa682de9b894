"""Where a role holds, and where somebody may give one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.domain.people.roles import Actor, Permission
from course.store.people import directory, organising
from course.store.people.person import GrantRow
from course.web.http.access import current_person
from course.web.page.parts import FormOption

EVERYWHERE = "overal"


@dataclass(frozen=True)
class RolePlace:
    """Where a role is to hold."""

    school_id: int | None
    board_id: int | None
    words: str


def place_of(value: str) -> RolePlace | None:
    """What was chosen, as far as the actor may give rights there; None for anything else."""
    actor = current_person()
    kind, _, code = value.partition(":")
    if kind == EVERYWHERE and actor.holds_everywhere(Permission.PEOPLE):
        return RolePlace(None, None, "overal")
    if kind == "bestuur":
        return _board_place(actor, code)
    if kind == "school":
        return _school_place(actor, code)
    return None


def _board_place(actor: Actor, code: str) -> RolePlace | None:
    for board in organising.boards_in_scope(actor):
        if board.code == code:
            return RolePlace(None, board.id, board.name)
    return None


def _school_place(actor: Actor, code: str) -> RolePlace | None:
    school = directory.school_in_scope(actor, Permission.PEOPLE, code)
    if school is None:
        return None
    return RolePlace(school.id, None, school.name)


def place_words(grant: GrantRow) -> str:
    """Where a role holds."""
    return grant.school or grant.board or "overal"


def place_choices(schools: tuple[FormOption, ...]) -> tuple[FormOption, ...]:
    """Where the actor may give a role: the widest first."""
    return tuple(_place_options(current_person(), schools))


def _place_options(actor: Actor, schools: tuple[FormOption, ...]) -> Iterator[FormOption]:
    if actor.holds_everywhere(Permission.PEOPLE):
        yield FormOption(EVERYWHERE, "Overal: alle scholen, ook die nog komen")
    for board in organising.boards_in_scope(actor):
        yield FormOption(f"bestuur:{board.code}", f"Bestuur: {board.name}")
    for one in schools:
        yield FormOption(f"school:{one.value}", one.label)
