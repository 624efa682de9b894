"""The words of the mock browser."""

from __future__ import annotations

from course.kinds.browse.item import LONGEST
from course.kinds.marking import Reason
from course.kinds.wording import Wording

SAMPLE = "Ik weet het nog niet."
WORDING = Wording(
    kicker="zoek het uit",
    on_paper="",
    reasons={
        Reason.OUT_OF_STEP: "Deze stappen horen niet bij deze oefening. Ga hieronder verder.",
        Reason.NOTHING_WRITTEN: "Schrijf eerst in één zin wat u denkt. Het wordt niet beoordeeld.",
        Reason.TOO_LONG: f"Houd het kort: hooguit {LONGEST} tekens.",
        (Reason.NOTHING_CHOSEN, "keuze"): "Kies wat u met het bericht doet.",
        (Reason.NOTHING_CHOSEN, "bewijs"): "Wijs één bewijs aan.",
    },
)
