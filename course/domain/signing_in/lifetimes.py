"""How long a signed-in browser is believed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from course.domain.people.roles import Role
from course.domain.signing_in.instants import has_been


@dataclass(frozen=True)
class Lifetime:
    """`idle` without a request, `total` since signing in."""

    idle: timedelta
    total: timedelta


LEARNERS = Lifetime(idle=timedelta(minutes=60), total=timedelta(hours=12))
OTHERS = Lifetime(idle=timedelta(minutes=30), total=timedelta(hours=8))
JUST = timedelta(minutes=10)  # after signing in: to take people along, or to give rights
SEEN_EVERY = timedelta(minutes=1)  # how often the last sign of life is written


def is_proved(signed_in_at: datetime, now: datetime) -> bool:
    """Whether somebody has just shown who they are. Source: security.md section 3, "Step up"."""
    return has_been(signed_in_at, now) and now - signed_in_at <= JUST


def lifetime(roles: Collection[Role]) -> Lifetime:
    """Who may see other people's data is signed out sooner."""
    return LEARNERS if set(roles) <= {Role.LEARNER} else OTHERS


def is_alive(
    created_at: datetime, seen_at: datetime, roles: Collection[Role], now: datetime
) -> bool:
    """Whether a signed-in browser counts at an instant: not any more after its time, and not yet
    when a clock ran ahead.
    """
    if not (has_been(created_at, now) and has_been(seen_at, now)):
        return False
    limits = lifetime(roles)
    return now - seen_at <= limits.idle and now - created_at <= limits.total
