"""Points for looking a message up outside its own page, in few clicks.

Source: curriculum, module 6, exercise ‘Kritisch kijken’.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.kinds.browse.item import PAGE, Deed, Finding, Message
from course.kinds.marking import keys_of

CHOICE, EVIDENCE, FEW_CLICKS = 2, 2, 1
POINTS = CHOICE + EVIDENCE + FEW_CLICKS  # a case, at most


@dataclass(frozen=True)
class Decision:
    """What somebody did with one message: the tabs in the order of clicking, the deed and one piece
    of evidence.
    """

    opened: tuple[str, ...]
    deed: Deed
    evidence: str


@dataclass(frozen=True)
class Marks:
    """Whole points for one case."""

    choice: int
    evidence: int
    clicks: int

    @property
    def total(self) -> int:
        """All three together."""
        return self.choice + self.evidence + self.clicks


def offered(case: Message, opened: Sequence[str]) -> tuple[Finding, ...]:
    """What can be pointed at: what stands on the page, and in the tabs that were opened."""
    seen = {PAGE, *opened}
    return tuple(finding for finding in case.findings if finding.tab in seen)


def marks(case: Message, decision: Decision, few: int) -> Marks:
    """2 for the right choice, 2 for evidence from outside the page that bears it, 1 for at most
    `few` clicks.

    Units:  whole points; a click is every opening of a tab, also of one that was open before.
    Errors: ValueError for evidence that was not found.
    """
    if decision.evidence not in keys_of(offered(case, decision.opened)):
        raise ValueError(f"case {case.key}: {decision.evidence} was not found")
    evidence = case.finding(decision.evidence)
    return Marks(
        choice=CHOICE * (decision.deed is case.right),
        evidence=EVIDENCE * (evidence.is_outside and evidence.carries),
        clicks=FEW_CLICKS * (len(decision.opened) <= few),
    )
