"""What is said of a code of conduct: which version, since when, and who agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from course.domain.people.conduct_signing import Asks, ConductChange, SignAnswer
from course.store.people.conduct import Conduct
from course.web.page.formats import long_date
from course.web.page.parts import FormOption

ANSWERS = {
    SignAnswer.SIGNED: "ondertekend",
    SignAnswer.REFUSED: "niet ondertekend",
}
ANSWERS_IN_A_LIST: dict[SignAnswer | None, str] = {
    SignAnswer.SIGNED: "Ondertekend",
    SignAnswer.REFUSED: "Niet ondertekend",
    None: "Nog geen antwoord",
}
CHANGES = (
    FormOption(
        ConductChange.MEANING.value,
        "Er is iets anders afgesproken",
        "Wie eerder antwoordde, krijgt de vraag opnieuw en ziet wat er anders is.",
    ),
    FormOption(
        ConductChange.DUTY.value,
        "Er komt een verplichting bij",
        "Wie eerder antwoordde, krijgt de vraag opnieuw en ziet wat er anders is.",
    ),
    FormOption(
        ConductChange.WORDING.value,
        "Alleen de woorden zijn anders",
        "Een eerder antwoord blijft gelden.",
    ),
)
CHANGED = {
    ConductChange.WORDING: "Alleen de woorden waren anders.",
    ConductChange.DUTY: "Er kwam een verplichting bij.",
}
ASKS = (
    FormOption(Asks.NOTHING.value, "Nee"),
    FormOption(Asks.SIGNATURE.value, "Ja", "Niet ondertekenen is ook een antwoord."),
    FormOption(Asks.PASSWORD.value, "Ja, met hun wachtwoord", "Zo weet u dat zij het zelf waren."),
)
OTHER = (
    "Met deze pagina bewaarde u al een versie, met andere tekst. Kijk uw tekst na en bewaar haar "
    "opnieuw."
)


def version_words(conduct: Conduct) -> str:
    """Which version it is, in words."""
    return f"{conduct.label}, geldt vanaf {long_date(conduct.in_force_on)}"


def consent_words(conduct: Conduct) -> str:
    """When the staff council agreed, in words; empty when nobody said so."""
    if conduct.consent_on is None:
        return ""
    when = long_date(conduct.consent_on)
    if conduct.consent_reference:
        when = f"{when} ({conduct.consent_reference})"
    return f"Het personeelsdeel van de (G)MR stemde in op {when}."


def facts(version: Conduct, today: date) -> Iterator[str]:
    """Sentences about a version: whose it is, when it begins, and who agreed."""
    if version.by_board:
        yield "Van het bestuur."
    else:
        yield "Van de school."
    if version.in_force_on > today:
        yield "Begint later."
    if version.change in CHANGED:
        yield CHANGED[version.change]
    yield consent_words(version)
