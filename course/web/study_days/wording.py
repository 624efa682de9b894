"""What a study day says: each phase, the votes, and what is wrong in a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase

from course.domain.study_days import Phase, VoteRound

ROUNDS = {VoteRound.BEFORE: "Eerste stemming", VoteRound.AFTER: "Tweede stemming"}
TURNS = {VoteRound.BEFORE: 1, VoteRound.AFTER: 2}
CAPTIONS = {
    "antwoord": "Zo stemde de groep",
    "beste": "De beste reactie volgens de groep",
    "slechtste": "De slechtste reactie volgens de groep",
}
NOTES = {
    "antwoord": "Dit is een juist antwoord",
    "beste": "Dit is de beste reactie",
    "slechtste": "Dit is de slechtste reactie",
}
NO_CODE = "Vul de code van het grote scherm in: zes letters en cijfers."
UNKNOWN = (
    "Deze code werkt vandaag niet op uw school. Kijk op het grote scherm en typ de code opnieuw."
)
OVER = "De stemming van deze studiedag is voorbij. Vraag de trainer om een nieuwe code."
NO_QUESTION = "Kies een vraag voor op het grote scherm."
OTHER = "Met deze pagina opende u al een andere vraag. Kijk uw keuze na en ga verder."


def letters(keys: Iterable[str]) -> dict[str, str]:
    """The letter of each option, in the order in which everybody sees them."""
    return dict(zip(keys, ascii_uppercase, strict=False))


@dataclass(frozen=True)
class PhaseWords:
    """What one phase is called, what people do in it, and the sentence that is spoken when it
    begins.
    """

    title: str
    screen: str
    phone: str
    news: str
    next_label: str  # of the button that ends it


WORDS = {
    Phase.JOIN: PhaseWords(
        "Doe mee met deze studiedag",
        "Pak uw telefoon en log in. Ga dan naar dit adres en vul de code in.",
        "U doet mee. Kijk naar het grote scherm. De eerste stemming begint zo.",
        "U kunt meedoen.",
        "Start de eerste stemming",
    ),
    Phase.FIRST: PhaseWords(
        "Eerste stemming",
        "Kies eerst zelf. Overleg nog niet.",
        "Kies eerst zelf. Overleg nog niet.",
        "De eerste stemming is open.",
        "Sluit de stemming en start het gesprek",
    ),
    Phase.TALK: PhaseWords(
        "Praat met elkaar",
        "Wat koos u, en waarom? Luister ook naar wie iets anders koos.",
        "Wat koos u, en waarom? Luister ook naar wie iets anders koos.",
        "De stemming is gesloten. Praat nu met elkaar.",
        "Start de tweede stemming",
    ),
    Phase.SECOND: PhaseWords(
        "Tweede stemming",
        "Kies opnieuw. U mag hetzelfde kiezen of iets anders.",
        "Kies opnieuw. U mag hetzelfde kiezen of iets anders.",
        "De tweede stemming is open.",
        "Sluit de stemming en toon de uitkomst",
    ),
    Phase.RESULT: PhaseWords(
        "De uitkomst",
        "Wat veranderde er door het gesprek?",
        "Wat veranderde er door het gesprek?",
        "De uitkomst staat op het scherm.",
        "Sluit de studiedag",
    ),
    Phase.CLOSED: PhaseWords(
        "Deze studiedag is gesloten",
        "Niemand kan meer stemmen.",
        "Niemand kan meer stemmen.",
        "De studiedag is gesloten.",
        "",
    ),
}
