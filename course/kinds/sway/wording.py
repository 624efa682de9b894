"""The words of the exercise in which one misleads for once."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="wissel van rol",
    on_paper="",
    reasons={
        Reason.OUT_OF_STEP: "Deze stappen horen niet bij deze oefening. Begin opnieuw.",
        Reason.NOTHING_CHOSEN: "Kies eerst een van de mogelijkheden.",
    },
)
