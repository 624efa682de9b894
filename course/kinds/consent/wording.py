"""The words of judging what may be shared."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="wat mag, en wie beslist?",
    on_paper="",
    reasons={
        Reason.OUT_OF_STEP: "Deze stappen horen niet bij deze oefening. Ga hieronder verder.",
        (Reason.NOTHING_CHOSEN, "oordeel"): "Kies ook een oordeel.",
        (Reason.NOTHING_CHOSEN, "beslist"): "Kies ook wie er beslist.",
    },
)
