"""The words of the time line."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="voorspel en grijp in",
    on_paper="",
    reasons={
        Reason.OUT_OF_STEP: "Deze stappen horen niet bij deze oefening. Begin opnieuw.",
        (Reason.NOTHING_CHOSEN, "kies"): "Kies wat u nu doet.",
        (Reason.NOTHING_CHOSEN, "voorspel"): "Kies een aantal plekken.",
    },
)
