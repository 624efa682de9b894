"""The words of a story."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WHAT_NOW = "Wat doet u?"  # under the first scene, when a group votes on it
WORDING = Wording(
    kicker="dilemma, de eerste keuze",
    on_paper="",
    reasons={
        Reason.OUT_OF_STEP: "Deze keuze hoort niet bij dit moment. Kies hieronder wat u doet."
    },
)
