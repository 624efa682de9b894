"""The words of a confirmation."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="gelezen?",
    on_paper="",
    reasons={Reason.NOTHING_CHOSEN: "Zet eerst een vinkje als u dit hebt gelezen."},
    check="Bewaar dat ik dit heb gelezen",
    again="",
)
