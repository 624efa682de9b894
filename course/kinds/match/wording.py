"""The words of matching."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="koppel",
    on_paper="Kies steeds uit: {places}.",
    keys={"key": "Hoort bij"},
    reasons={Reason.NOTHING_CHOSEN: "Geef elke kaart een plaats."},
)
