"""The questions of ‘Mag dit?’, read from the address: nothing is stored.

Which are asked follows from the answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from course.domain.duties.calendars import Region
from course.kinds.consent.item import ConsentItem, Purpose, Service, Verdict, exists
from course.kinds.consent.law import OWN_CONSENT_AGE, Case, Outcome, outcome
from course.web.page.formats import long_date
from course.web.page.query import parse_day

UNKNOWN, LATER = "onbekend", "later"
YOUNGEST, OLDEST = 3, 30
HIGHEST_APP_AGE = 21
YEARS_AHEAD = 3
_TOO_YOUNG = OLDEST + 1  # an app age that nobody reaches: what an unknown one may turn out to be
_ANSWERS = {"ja": (True,), "nee": (False,), UNKNOWN: (True, False)}
TERMS = {
    "dienst": "Om welke dienst gaat het?",
    "doel": "Waarvoor wilt u het gebruiken?",
    "leeftijd": "Hoe oud is de jongste leerling om wie het gaat?",
    "app": "Wat is de minimumleeftijd van de app?",
    "weigering": "Heeft iemand nee gezegd, of een ja ingetrokken?",
    "eens": "Zijn de ouders met gezag het eens?",
    "datum": "Wanneer is de les, of wanneer wilt u plaatsen?",
}
UNKNOWN_TERMS = {
    "dienst": "Is er een verwerkersovereenkomst met de leverancier?"
}  # what is left to find out
UNKNOWN_WORDS = {
    "dienst": "Een leermiddel of schoolapp; ik weet niet of er een overeenkomst is"
}  # for what only a part is unknown
ERRORS = {
    "dienst": "Kies een dienst.",
    "doel": "Kies waarvoor u het wilt gebruiken.",
    "leeftijd": f"Vul een leeftijd in hele jaren in, van {YOUNGEST} tot en met {OLDEST}.",
    "app": f"Vul een leeftijd in hele jaren in, van 0 tot en met {HIGHEST_APP_AGE}, of laat het "
    "veld leeg.",
    "weigering": "Kies ja, nee of weet ik niet.",
    "eens": "Kies ja, nee of weet ik niet.",
    "datum": "Vul een datum vanaf vandaag in, bijvoorbeeld 12-3-2027, of laat het veld leeg.",
}


@dataclass(frozen=True)
class Answers:
    """What is known so far. `values` are the answers that hold, in the order of the questions."""

    values: Mapping[str, str]
    region: str
    asked: tuple[
        str, ...
    ]  # the questions that matter for these answers; those after an open one are not known yet

    @property
    def open(self) -> str | None:
        """The first question without an answer."""
        return next((name for name in self.asked if name not in self.values), None)

    @property
    def is_complete(self) -> bool:
        """Whether there is an outcome; a date is not needed for it."""
        return self.open in (None, "datum")

    @property
    def query(self) -> dict[str, str]:
        """What other addresses take along."""
        kept = {name: self.values[name] for name in self.asked if name in self.values}
        return {**kept, "regio": self.region}

    @property
    def age(self) -> int:
        """In years; of a grown-up when it does not matter and so is not asked."""
        return int(self.values.get("leeftijd", str(OWN_CONSENT_AGE)))

    @property
    def services(self) -> tuple[Service, ...]:
        """One; two when it is not known whether there is an agreement."""
        value = self.values["dienst"]
        return (Service.AGREED, Service.UNAGREED) if value == UNKNOWN else (Service(value),)

    @property
    def purpose(self) -> Purpose:
        """What for."""
        return Purpose(self.values["doel"])

    @property
    def lesson_day(self) -> date | None:
        """The day of the lesson, when it is known."""
        return parse_day(self.values.get("datum", ""))

    def unknown(self) -> list[str]:
        """The questions that were answered with ‘weet ik niet’."""
        return [name for name in self.asked if self.values.get(name) == UNKNOWN]

    def cases(self) -> list[Case]:
        """Every case that these answers leave possible."""
        app = self.values.get("app", "0")
        app_ages = (None, _TOO_YOUNG) if app == UNKNOWN else (int(app) or None,)
        return [
            Case(service, self.purpose, self.age, app_age, refused=refused, agreed=agreed)
            for service, app_age, refused, agreed in product(
                self.services,
                app_ages,
                _ANSWERS[self.values.get("weigering", "nee")],
                _ANSWERS[self.values.get("eens", "ja")],
            )
        ]

    def outcome(self) -> Outcome:
        """What it comes to. Only for answers that are complete."""
        return outcome(self.cases())


def read_answers(args: Mapping[str, str], today: date) -> Answers:
    """The answers in an address, as far as they hold; each question may decide whether a later one
    is asked.
    """
    values: dict[str, str] = {}
    asked: list[str] = []
    region = args.get("regio", "")
    while (name := _next(values, asked)) is not None:
        asked.append(name)
        value = _READ[name](args[name].strip(), values, today) if name in args else None
        if value is None:
            break
        values[name] = value
    return Answers(values, region if region in set(Region) else "", tuple(asked))


def _next(values: Mapping[str, str], asked: list[str]) -> str | None:
    """The question that comes after those asked, all of which have an answer."""
    names = ["dienst", "doel"]
    if len(asked) >= len(names):
        now = Answers(values, "", tuple(asked))
        cases = [Case(service, now.purpose, now.age) for service in now.services]
        if any(case.needs_consent for case in cases):
            names.append("leeftijd")
            if now.purpose is Purpose.LESSON:
                names.append("app")
            names.append("weigering")
            if "leeftijd" in values and now.age < OWN_CONSENT_AGE:
                names.append("eens")
        if all(name in values for name in names) and now.outcome().verdict is Verdict.ARRANGE:
            names.append("datum")
    return next((name for name in names if name not in asked), None)


def _service(text: str, values: Mapping[str, str], today: date) -> str | None:  # noqa: ARG001
    return text if text == UNKNOWN or text in set(Service) else None


def _purpose(text: str, values: Mapping[str, str], today: date) -> str | None:  # noqa: ARG001
    service = values["dienst"]
    if text not in set(Purpose) or (
        service != UNKNOWN and not exists(Service(service), Purpose(text))
    ):
        return None
    return text


def _age(text: str, values: Mapping[str, str], today: date) -> str | None:  # noqa: ARG001
    return _number(text, YOUNGEST, OLDEST)


def _app(text: str, values: Mapping[str, str], today: date) -> str | None:  # noqa: ARG001
    return UNKNOWN if text in ("", UNKNOWN) else _number(text, 0, HIGHEST_APP_AGE)


def _known(text: str, values: Mapping[str, str], today: date) -> str | None:  # noqa: ARG001
    return text if text in _ANSWERS else None


def _day(text: str, values: Mapping[str, str], today: date) -> str | None:  # noqa: ARG001
    if text in ("", LATER):
        return LATER
    day = parse_day(text)
    return (
        day.isoformat() if day and today <= day and day.year <= today.year + YEARS_AHEAD else None
    )


def _number(text: str, lowest: int, highest: int) -> str | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        return None
    return str(int(text)) if lowest <= int(text) <= highest else None


_READ: dict[str, Callable[[str, Mapping[str, str], date], str | None]] = {
    "dienst": _service,
    "doel": _purpose,
    "leeftijd": _age,
    "app": _app,
    "weigering": _known,
    "eens": _known,
    "datum": _day,
}


def words_of(item: ConsentItem, name: str, value: str) -> str:
    """An answer as people read it.

    The item brings the words for services and purposes, as HTML without tags.
    """
    if value == UNKNOWN:
        return UNKNOWN_WORDS.get(name, "Weet ik niet")
    if name in ("dienst", "doel"):
        named = item.services if name == "dienst" else item.purposes
        return next(one.text for one in named if one.key == value)
    if name == "leeftijd":
        return f"{value} jaar"
    if name == "app":
        return "Geen minimumleeftijd" if value == "0" else f"{value} jaar"
    if name == "datum":
        day = parse_day(value)
        return long_date(day) if day else "Nog niet bekend"
    return value.capitalize()
