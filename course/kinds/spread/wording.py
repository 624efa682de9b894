"""The words of the share simulator."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="voorspel en kijk wat er gebeurt",
    on_paper="",
    reasons={
        Reason.OUT_OF_STEP: "Deze stappen horen niet bij deze oefening. Begin opnieuw.",
        Reason.NOTHING_CHOSEN: "Kies bij elke vraag een antwoord.",
    },
)
