"""Days as people and their programs write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime


def written_day(text: str, forms: Iterable[str]) -> date | None:
    """The day in a text, in the first form that fits; None when none does."""
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
