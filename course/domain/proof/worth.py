"""What a certificate is worth on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Worth(StrEnum):
    """The state of a certificate."""

    VALID = "valid"
    REPLACED = "replaced"  # by a later one, with another name on it
    EXPIRED = "expired"  # the day until which it holds is over
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Fate:
    """What became of a certificate since it was issued."""

    valid_until: date | None  # the last day; None: for good
    is_replaced: bool
    is_withdrawn: bool


def worth_on(found: Fate, today: date) -> Worth:
    """What counts most comes first: withdrawn, replaced, expired."""
    if found.is_withdrawn:
        return Worth.WITHDRAWN
    if found.is_replaced:
        return Worth.REPLACED
    if found.valid_until is not None and found.valid_until < today:
        return Worth.EXPIRED
    return Worth.VALID
