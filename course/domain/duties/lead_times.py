"""How long a school needs before a lesson can start, read from what it wrote down itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import filterfalse

from course.domain.duties.calendars import MOST_DAYS
from course.kinds.consent.item import Lead

WEEK = 5  # school days
_AMOUNT = re.compile(
    r"(\d+) *(werkdag(?:en)?|schooldag(?:en)?|dag(?:en)?|week|weken)?\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")
_DAYS = {"week": WEEK, "weken": WEEK}
_TOTAL = re.compile(r"^(samen|totaal)\b", re.IGNORECASE)
_CHECK = re.compile(r"\b(check|fg|bestuur|dpia)\b", re.IGNORECASE)


@dataclass(frozen=True)
class LeadTimes:
    """The steps for asking consent, and those of a check by the school that sometimes comes
    before.
    """

    letter: tuple[Lead, ...]
    check: tuple[Lead, ...]

    def steps(self, *, with_check: bool) -> tuple[Lead, ...]:
        """Every step, in order."""
        return (*self.check, *self.letter) if with_check else self.letter


def total(steps: Iterable[Lead]) -> int:
    """School days together."""
    return sum(step.days for step in steps)


def read_lead_times(text: str) -> LeadTimes | None:
    """One step per line, as `Brief maken: 2 werkdagen` or `Reactietijd 2 weken`. None when a line
    says something else.

    Units:  whole school days; a week is five. A line that adds up (`Samen: 20`) counts only when it
            stands alone. A line about the check, the FG, the board or a DPIA is the check
            beforehand. A step of which only the number was written has no text.
    Errors: None for an empty text, and for more than 400 school days: nothing is guessed.
    """
    lines = [*filter(None, (line.strip(" \t-*•") for line in text.splitlines()))]
    steps = [*filter(None, map(_step, lines))]
    if len(steps) < len(lines):
        return None
    parts = [*filterfalse(_adds_up, steps)] or steps[:1]
    letter = tuple(filterfalse(_is_check, parts))
    if not letter or not 0 < total(parts) <= MOST_DAYS:
        return None
    return LeadTimes(letter, tuple(filter(_is_check, parts)))


def _adds_up(step: Lead) -> bool:
    return _TOTAL.match(step.text) is not None


def _is_check(step: Lead) -> bool:
    return _CHECK.search(step.text) is not None


def _step(line: str) -> Lead | None:
    amount = _AMOUNT.search(line)
    if amount is None or len(_NUMBER.findall(line)) != 1 or "maand" in line.lower():
        return None
    number = int(amount[1].lstrip("0")[:4] or 0)
    days = number * _DAYS.get((amount[2] or "").lower(), 1)
    label = f"{line[: amount.start()]} {line[amount.end() :]}".strip(" :=,.;()–-")
    return Lead(" ".join(label.split()), days)
