"""The words of the if-then plan."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.plan.item import MAX_CLAUSE
from course.kinds.wording import Wording
from course.text.plain import Html

SAMPLE = ("ik twijfel", "stel ik eerst een vraag")
WORDING = Wording(
    kicker="uw als-dan-plan",
    on_paper="",
    reasons={
        Reason.UNKNOWN: "Dit voorbeeld is er niet. Kies een ander voorbeeld.",
        (Reason.NOTHING_WRITTEN, "als"): "Vul in wanneer u iets gaat doen: ‘Als …’.",
        (Reason.NOTHING_WRITTEN, "dan"): "Vul in wat u dan doet: ‘dan …’.",
        Reason.TOO_LONG: f"Uw zin is te lang. Gebruik per deel hooguit {MAX_CLAUSE} tekens.",
    },
    check="Bewaar mijn tekst",
    again="Bewaar mijn nieuwe tekst",
    told=Html("<p>Uw tekst is bewaard. Alleen u kunt hem lezen.</p>"),
    lines=("Als", "dan"),
)
