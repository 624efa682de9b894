"""Who may do what: roles, permissions, and the table between them.

Grants are per school or board, and dated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

SMALLEST_GROUP = 5  # no percentage over fewer people, also not as the difference of two others


class Role(StrEnum):
    """What somebody is at a school or board. Everybody with an account is a learner."""

    LEARNER = "learner"
    TRAINER = "trainer"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing a route may ask for."""

    LEARN = "learn"  # one's own lessons, answers and account
    SCHOOL_REPORT = "school-report"  # status and dates of the people of a school
    ASSIGN = "assign"  # give and withdraw duties
    NUDGE = "nudge"  # ask for a reminder by hand
    PUBLISH = "publish"  # say which text of a course is current; only with a grant for everywhere
    SCHOOL_TEXTS = "school-texts"  # the words and contacts that a school fills in
    PEOPLE = "people"  # accounts, memberships and import


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEARNER: frozenset({Permission.LEARN}),
    Role.TRAINER: frozenset(
        {
            Permission.LEARN,
            Permission.ASSIGN,
            Permission.NUDGE,
            Permission.PUBLISH,
            Permission.SCHOOL_REPORT,
        }
    ),
    Role.MANAGER: frozenset(
        {
            Permission.LEARN,
            Permission.NUDGE,
            Permission.SCHOOL_REPORT,
            Permission.SCHOOL_TEXTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.LEARN, Permission.PEOPLE, Permission.SCHOOL_TEXTS}),
}


@dataclass(frozen=True)
class Grant:
    """A role that holds today: at one school, at every school of one board, or everywhere."""

    role: Role
    school_id: int | None
    board_id: int | None

    @property
    def everywhere(self) -> bool:
        """At every school of the installation, also those that are still to come."""
        return self.school_id is None and self.board_id is None


@dataclass(frozen=True)
class Actor:
    """The signed-in person, with the grants that hold today.

    Made anew from the database on every request.
    """

    id: int
    ref: str
    name: str
    email: str
    audience: str
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """All roles, the learner's included."""
        return frozenset({Role.LEARNER, *(grant.role for grant in self.grants)})

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """What any of the roles carries, somewhere."""
        return frozenset[Permission]().union(*(PERMISSIONS[role] for role in self.roles))

    def may(self, permission: Permission) -> bool:
        """Whether any of the roles carries this permission, somewhere."""
        return permission in self.permissions

    def holds_everywhere(self, permission: Permission) -> bool:
        """Whether this permission holds at every school there is."""
        return any(grant.everywhere for grant in self.grants_for(permission))

    def holds_for_board(self, permission: Permission, board_id: int) -> bool:
        """Whether this permission holds at every school of a board."""
        grants = self.grants_for(permission)
        return any(grant.everywhere or grant.board_id == board_id for grant in grants)

    def holds_at(self, permission: Permission, school_id: int, board_id: int) -> bool:
        """Whether this permission holds at a school of that board."""
        grants = self.grants_for(permission)
        at_school = any(grant.school_id == school_id for grant in grants)
        return at_school or self.holds_for_board(permission, board_id)

    def grants_for(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants that carry this permission: where it holds."""
        return tuple(grant for grant in self.grants if permission in PERMISSIONS[grant.role])

    def boards_with(self, permission: Permission) -> list[int]:
        """The boards for whose every school it holds."""
        boards = [grant.board_id for grant in self.grants_for(permission)]
        return [board for board in boards if board is not None]
