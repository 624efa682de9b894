"""The words of filling gaps."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="vul in",
    on_paper="",
    reasons={Reason.NOTHING_WRITTEN: "Vul eerst elk gat in."},
)
