"""What a school's list says about somebody, and what of that is new."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from course.domain.people.roles import Role
from course.kinds.item import Audience
from course.text.names import fold, fold_email, tidy


class ChangedField(StrEnum):
    """What a row changes about somebody who has an account."""

    NAME = "name"
    LISTED = "listed"  # what the list says of who chose their own name
    ORDER = "order"  # the name is the same, and stands elsewhere in a list
    EMAIL = "email"
    STAFF_NUMBER = "staff-number"
    TEAM = "team"
    FUNCTION = "function"


@dataclass(frozen=True)
class Details:
    """All that a list may say about one person at a school, as it is stored."""

    name: str
    sort_name: str
    email: str
    audience: Audience
    staff_number: str | None = None
    team: str | None = None
    listed_name: str | None = None  # what a list says of who chose their own name


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who has an account already, at this school or elsewhere.

    `ours`: the account has no role and works nowhere but at schools of this administrator, who
    therefore may change its name and address. Otherwise a new address would be a way to take over
    somebody else's rights. `roles`: what they are at this school.
    """

    person_id: int
    details: Details
    at_school: bool = False
    ours: bool = False
    roles: tuple[Role, ...] = ()

    @property
    def email_key(self) -> str:
        """The address by which an account is found."""
        return fold_email(self.details.email)


@dataclass(frozen=True)
class PersonChange:
    """One person of the file who gets something new. `known` None: a new account.

    `after` is what will be stored, field by field.
    """

    row: int
    known: KnownPerson | None
    after: Details
    changed: tuple[ChangedField, ...] = ()


def team_key(name: str) -> str:
    """Two names of teams are the same when only capitals, accents or spaces differ."""
    return fold(tidy(name))
