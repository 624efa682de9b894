"""The words of a reflection."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.reflection.item import MAX_REFLECTION
from course.kinds.wording import Wording
from course.text.plain import Html

SAMPLE = "Ik had eerst kunnen vragen."
WORDING = Wording(
    kicker="voor uzelf",
    on_paper="",
    reasons={
        Reason.NOTHING_WRITTEN: "Schrijf eerst iets op. Eén zin is genoeg.",
        Reason.TOO_LONG: f"Uw tekst is te lang. Gebruik hooguit {MAX_REFLECTION} tekens.",
    },
    check="Bewaar mijn tekst",
    again="Bewaar mijn nieuwe tekst",
    told=Html("<p>Uw tekst is bewaard. Alleen u kunt hem lezen.</p>"),
)
