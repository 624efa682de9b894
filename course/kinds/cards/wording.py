"""The words of cards with several questions."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="beoordeel elke kaart",
    on_paper="",
    reasons={Reason.NOTHING_CHOSEN: "Maak bij elke vraag een keuze."},
)
