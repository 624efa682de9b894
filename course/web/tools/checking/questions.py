"""What ‘Mag dit?’ asks: the words of each question, and what an answer to it may be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from course.kinds.consent.item import ConsentItem, Named, Purpose, Service, exists
from course.kinds.marking import with_key
from course.text.numbers import whole_number
from course.text.plain import Html, plain
from course.web.page.formats import long_date
from course.web.page.options import table_options
from course.web.page.parts import FormOption
from course.web.page.query import parse_day

UNKNOWN, LATER = "onbekend", "later"
YOUNGEST, OLDEST = 3, 30  # years
HIGHEST_APP_AGE = 21  # years
YEARS_AHEAD = 3
NOT_KNOWN = "Weet ik niet"
KNOWN = {"ja": "Ja", "nee": "Nee", UNKNOWN: NOT_KNOWN}
# what every school has: channels of its own, for which it made its own agreements
OWN_CHANNELS = {"site": "De site van uw school", "nieuwsbrief": "De nieuwsbrief van uw school"}
OWN_PURPOSES = (Purpose.PUBLISH, Purpose.INFORM)
# names that people know, so that nobody has to know what a kind is called
EXAMPLES: Mapping[str, str] = {
    Service.SOCIAL: "Zoals Instagram, Facebook, TikTok, Snapchat of YouTube.",
    Service.MESSAGING: "Zoals WhatsApp, Signal of Telegram.",
    Service.AGREED: "Zoals Parro, Social Schools of Magister, als uw school die overeenkomst "
    "heeft. Daarin staat wat de leverancier met gegevens mag.",
    Service.UNAGREED: "Zoals een gratis app die u zelf vond.",
    Service.CHATBOT: "Zoals de gratis versie van ChatGPT of Gemini.",
    Service.VIEWING: "Zoals een filmpje op het bord.",
}
Values = Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """An answer as it was sent, with the answers before it."""

    text: str
    values: Values
    today: date


def _capitalised(_item: ConsentItem, value: str) -> str:
    return value.capitalize()


def _typed_in(_item: ConsentItem, _values: Values) -> tuple[FormOption, ...]:
    return ()


@dataclass(frozen=True)
class CheckQuestion:
    """One question: its words, what an answer to it may be, and how an answer is said."""

    term: str
    error: str
    read: Callable[[Sent], str | None]  # the answer as it travels along; None when it does not hold
    hint: str = ""
    options: Callable[[ConsentItem, Values], tuple[FormOption, ...]] = _typed_in
    say: Callable[[ConsentItem, str], str] = _capitalised
    unknown: str = NOT_KNOWN  # what is said of an answer that is not known
    to_find_out: str = ""  # what is left to find out then; empty: the term says it


def words_of(item: ConsentItem, name: str, value: str) -> str:
    """An answer as people read it.

    The item brings the words for services and purposes, as HTML without tags.
    """
    question = QUESTIONS[name]
    if value == UNKNOWN:
        return question.unknown
    return question.say(item, value)


def _one_of(values: Collection[str]) -> Callable[[Sent], str | None]:
    kept = {str(value): str(value) for value in values}
    return lambda sent: kept.get(sent.text)


def _purposes_for(service: str) -> tuple[Purpose, ...]:
    """What a service can be for; one that is not known, for anything."""
    if service == UNKNOWN:
        return tuple(Purpose)
    if service in OWN_CHANNELS:
        return OWN_PURPOSES
    return tuple(purpose for purpose in Purpose if exists(Service(service), purpose))


def _read_purpose(sent: Sent) -> str | None:
    return _one_of(_purposes_for(sent.values["dienst"]))(sent)


def _read_age(sent: Sent) -> str | None:
    return _whole(sent.text, range(YOUNGEST, OLDEST + 1))


def _read_app_age(sent: Sent) -> str | None:
    if sent.text in ("", UNKNOWN):
        return UNKNOWN
    return _whole(sent.text, range(HIGHEST_APP_AGE + 1))


def _read_day(sent: Sent) -> str | None:
    if sent.text in ("", LATER):
        return LATER
    day, last_year = parse_day(sent.text), sent.today.year + YEARS_AHEAD
    if day is None or day < sent.today or day.year > last_year:
        return None
    return day.isoformat()


def _whole(text: str, allowed: range) -> str | None:
    number = whole_number(text, ("jaar",))
    if number not in allowed:
        return None
    return str(number)


def _service_options(item: ConsentItem, _values: Values) -> tuple[FormOption, ...]:
    own = table_options(OWN_CHANNELS)
    others = (
        replace(option, hint=EXAMPLES.get(option.value, "")) for option in _named(item.services)
    )
    return (*own, *others, FormOption(UNKNOWN, QUESTIONS["dienst"].unknown))


def _purpose_options(item: ConsentItem, values: Values) -> tuple[FormOption, ...]:
    fitting = _purposes_for(values["dienst"])
    return _named(one for one in item.purposes if one.key in fitting)


def _known_options(_item: ConsentItem, _values: Values) -> tuple[FormOption, ...]:
    return table_options(KNOWN)


def _named(choices: Iterable[Named]) -> tuple[FormOption, ...]:
    return tuple(FormOption(one.key, plain(one.text)) for one in choices)


def _say_service(item: ConsentItem, value: str) -> str:
    if value in OWN_CHANNELS:
        return OWN_CHANNELS[value]
    return with_key(item.services, value).text


def _say_purpose(item: ConsentItem, value: str) -> Html:
    return with_key(item.purposes, value).text


def _say_age(_item: ConsentItem, value: str) -> str:
    return f"{value} jaar"


def _say_app_age(item: ConsentItem, value: str) -> str:
    if value == "0":
        return "Geen minimumleeftijd"
    return _say_age(item, value)


def _say_day(_item: ConsentItem, value: str) -> str:
    day = parse_day(value)
    if day is None:
        return "Nog niet bekend"
    return long_date(day)


QUESTIONS = {
    "dienst": CheckQuestion(
        "Om welke dienst gaat het?",
        "Kies een dienst.",
        _one_of((*Service, *OWN_CHANNELS, UNKNOWN)),
        hint="Kies waar het beeld of de gegevens terechtkomen.",
        options=_service_options,
        say=_say_service,
        # only a part of it is unknown
        unknown="Een leermiddel of schoolapp; ik weet niet of er een overeenkomst is",
        to_find_out="Is er een verwerkersovereenkomst met de leverancier?",
    ),
    "doel": CheckQuestion(
        "Waarvoor wilt u het gebruiken?",
        "Kies waarvoor u het wilt gebruiken.",
        _read_purpose,
        options=_purpose_options,
        say=_say_purpose,
    ),
    "leeftijd": CheckQuestion(
        "Hoe oud is de jongste leerling om wie het gaat?",
        f"Vul een leeftijd in hele jaren in, van {YOUNGEST} tot en met {OLDEST}.",
        _read_age,
        hint="In hele jaren.",
        say=_say_age,
    ),
    "app": CheckQuestion(
        "Wat is de minimumleeftijd van de app?",
        f"Vul een leeftijd in hele jaren in, van 0 tot en met {HIGHEST_APP_AGE}, of laat het veld "
        "leeg.",
        _read_app_age,
        hint="De leeftijd die de app zelf vraagt voor een account. Laat het veld leeg als u het "
        "niet weet. Vul 0 in als de app geen minimumleeftijd heeft.",
        say=_say_app_age,
    ),
    "weigering": CheckQuestion(
        "Heeft iemand nee gezegd, of een ja ingetrokken?",
        "Kies ja, nee of weet ik niet.",
        _one_of(KNOWN),
        hint="Een ouder, of een leerling vanaf 16 jaar.",
        options=_known_options,
    ),
    "eens": CheckQuestion(
        "Zijn de ouders met gezag het eens?",
        "Kies ja, nee of weet ik niet.",
        _one_of(KNOWN),
        hint="Gezag hebben zij die volgens de wet over het kind beslissen. Hebt u het nog niet "
        "gevraagd? Kies dan ‘weet ik niet’.",
        options=_known_options,
    ),
    "datum": CheckQuestion(
        "Wanneer is de les, of wanneer wilt u plaatsen?",
        "Vul een datum vanaf vandaag in, bijvoorbeeld 12-3-2027, of laat het veld leeg.",
        _read_day,
        hint="Bijvoorbeeld 12-3-2027. Laat het veld leeg als u het nog niet weet.",
        say=_say_day,
    ),
}
