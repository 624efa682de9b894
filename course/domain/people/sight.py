"""How much of what people did their managers see: a setting of a school, the least unless it says
more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sight(StrEnum):
    """Each shows what the one before it shows, and more."""

    DONE = "done"  # done or not, and by when it has to be
    DATES = "dates"  # and on which day, and until when it holds
    LESSONS = "lessons"  # and how many lessons, and who began


LEAST = Sight.DONE
ORDER = tuple(Sight)


def shows(sight: Sight, asked: Sight) -> bool:
    """Whether a setting shows what another one adds."""
    return ORDER.index(sight) >= ORDER.index(asked)


@dataclass(frozen=True)
class Consent:
    """That the staff council agreed: on which day, and who says so."""

    on: date
    by: str


def needs_consent(before: Sight, after: Sight) -> bool:
    """Whether a change shows managers more, so that the staff council has to agree first.

    Source: Wms article 12, first paragraph, m: a system that may be used to follow staff.
    """
    return ORDER.index(after) > ORDER.index(before)
