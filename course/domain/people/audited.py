"""What the audit trail keeps of deeds, in codes, and what it may say about one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Audited(StrEnum):
    """What was done. A code lasts: rows of years ago hold it."""

    ACCOUNT_OPENED = "account-opened"
    NAME_CHANGED = "name-changed"
    FUNCTION_CHANGED = "function-changed"
    ADDRESS_ASKED = "address-asked"  # a new address waits for a yes by mail
    ADDRESS_CHANGED = "address-changed"
    ADDRESS_DROPPED = "address-dropped"  # the old one stays
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    INVITED = "invited"
    PASSWORD_CHANGED = "password-changed"
    SIGNED_OUT = "signed-out"

    JOINED = "joined"
    JOIN_ASKED = "join-asked"  # somebody from elsewhere was asked by mail
    JOIN_REFUSED = "join-refused"
    MOVED = "moved"
    LEFT = "left"
    END_SET = "end-set"  # a last day, also a later one or none

    ROLE_GRANTED = "role-granted"
    ROLE_ENDED = "role-ended"

    SCHOOL_CHANGED = "school-changed"
    SCHOOL_MOVED = "school-moved"  # to another board
    BOARD_RENAMED = "board-renamed"
    TEAM_RENAMED = "team-renamed"
    TEAMS_MERGED = "teams-merged"
    SCHOOLS_MERGED = "schools-merged"  # of the school that went up in another

    NORM_CHANGED = "norm-changed"  # a line of the table of the Normenkader, for every school
    NORM_REMOVED = "norm-removed"

    SIGHT_CHANGED = "sight-changed"  # what managers of a school see
    MEASURING_CHANGED = "measuring-changed"  # whether a school measures what people gain

    DUTY_DAY = "duty-day"  # of one person, or of an assignment as a whole
    DUTY_PAUSED = "duty-paused"
    DUTY_EXEMPT = "duty-exempt"
    DUTY_RESUMED = "duty-resumed"
    DUTY_RESTORED = "duty-restored"  # a withdrawal was undone

    EXPORTED = "exported"
    IMPORTED = "imported"
    MERGED = "merged"
    MERGE_UNDONE = "merge-undone"
    REGRADED = "regraded"


class ListTold(StrEnum):
    """Which list went out or came in. A code lasts."""

    PEOPLE = "people"  # of a school, by import
    REPORT = "report"  # who owes a course, with state and days
    EVIDENCE = "evidence"  # that list with all that belongs to it, of a day that is over
    GAINS = "gains"  # what the people of a school learned, as figures of many
    SIGNATURES = "signatures"  # who answered the code of conduct
    ATTENDANCE = "attendance"  # who came to a training on a day
    OWN_RECORD = "own-record"  # of who took it
    SCHOOLS = "schools"  # the open list of schools
    HOLIDAYS = "holidays"


ROLES_TOLD = (Audited.ROLE_GRANTED, Audited.ROLE_ENDED)
_CODE = re.compile(r"[\w.:+-]{0,100}")


def unfit(detail: Mapping[str, str | int]) -> str:
    """The first name in a detail whose value is more than a code; empty when all are.

    Names of people, addresses and sentences have spaces or signs that no code has.
    """
    return next((name for name, value in detail.items() if not _CODE.fullmatch(str(value))), "")
