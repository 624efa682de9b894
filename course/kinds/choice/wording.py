"""The words of a single choice."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="kies één antwoord",
    on_paper="",
    reasons={Reason.NOTHING_CHOSEN: "Kies eerst een antwoord."},
)
