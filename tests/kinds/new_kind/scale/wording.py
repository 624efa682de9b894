"""The words of a scale."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="kies een stand",
    on_paper="Kruis één stand aan.",
    reasons={(Reason.NOTHING_CHOSEN, "stand"): "Kies eerst een stand."},
)
