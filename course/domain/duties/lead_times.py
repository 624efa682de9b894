"""How long a school needs before a lesson can start, read from what it wrote down itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from course.domain.duties.calendars import MOST_DAYS
from course.kinds.consent.item import Lead

WEEK = 5  # school days
_AMOUNT = re.compile(
    r"(\d+) *(werkdag(?:en)?|schooldag(?:en)?|dag(?:en)?|week|weken)?\b", re.IGNORECASE
)
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
            beforehand.
    Errors: None for an empty text, and for more than 400 school days: nothing is guessed.
    """
    lines = [line.strip(" \t-*•") for line in text.splitlines() if line.strip(" \t-*•")]
    read = [_line(line) for line in lines]
    steps = [step for step in read if step is not None]
    if not steps or len(steps) < len(read):
        return None
    parts = [step for step in steps if not _TOTAL.match(step.text)] or steps[:1]
    found = LeadTimes(
        letter=tuple(step for step in parts if not _CHECK.search(step.text)),
        check=tuple(step for step in parts if _CHECK.search(step.text)),
    )
    return found if found.letter and 0 < total(parts) <= MOST_DAYS else None


def _line(line: str) -> Lead | None:
    amounts = list(_AMOUNT.finditer(line))
    if len(amounts) != 1 or len(re.findall(r"\d+", line)) != 1 or "maand" in line.lower():
        return None
    amount = amounts[0]
    unit = (amount[2] or "").lower()
    label = f"{line[: amount.start()]} {line[amount.end() :]}".strip(" :=,.;()–-")
    days = int(amount[1].lstrip("0")[:4] or 0) * (WEEK if unit in ("week", "weken") else 1)
    return Lead(" ".join(label.split()) or "Doorlooptijd", days)
