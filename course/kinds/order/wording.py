"""The words of putting steps in order."""

from __future__ import annotations

from course.kinds.wording import Wording

WORDING = Wording(
    kicker="zet op volgorde",
    on_paper="Zet in elk vakje een nummer.",
    keys={"key": "De goede volgorde"},
)
