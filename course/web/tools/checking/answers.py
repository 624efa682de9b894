"""The answers of ‘Mag dit?’, read from the address: nothing is stored.

Which questions are asked follows from the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from course.domain.duties.calendars import Region
from course.kinds.consent.item import Purpose, Service, Verdict
from course.kinds.consent.law import OWN_CONSENT_AGE, Case, Outcome, outcome
from course.web.page.query import parse_day
from course.web.tools.checking.questions import (
    OLDEST,
    OWN_CHANNELS,
    QUESTIONS,
    UNKNOWN,
    Sent,
    Values,
)

_TOO_YOUNG = OLDEST + 1  # an app age that nobody reaches: what an unknown one may turn out to be
_MAY_BE = {"ja": (True,), "nee": (False,), UNKNOWN: (True, False)}


@dataclass(frozen=True)
class Answers:
    """What is known so far. `values` are the answers that hold, in the order of the questions.

    `asked` are the questions that matter for these answers; those after an open one are not known
    yet.
    """

    values: Values
    region: str = ""
    asked: tuple[str, ...] = ()

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
        return {**self.values, "regio": self.region}

    @property
    def age(self) -> int:
        """In years; of a grown-up when it does not matter and so is not asked."""
        return int(self.values.get("leeftijd", str(OWN_CONSENT_AGE)))

    @property
    def app_ages(self) -> tuple[int | None, ...]:
        """The lowest age that the app asks, in years, None when it asks none; when it is not known,
        both none and one that nobody reaches.
        """
        value = self.values.get("app", "0")
        if value == UNKNOWN:
            return (None, _TOO_YOUNG)
        return (int(value) or None,)

    @property
    def services(self) -> tuple[Service, ...]:
        """One; two when it is not known whether there is an agreement."""
        value = self.values["dienst"]
        if value == UNKNOWN:
            return (Service.AGREED, Service.UNAGREED)
        if value in OWN_CHANNELS:
            return (Service.AGREED,)
        return (Service(value),)

    @property
    def purpose(self) -> Purpose:
        """What for."""
        return Purpose(self.values["doel"])

    @property
    def lesson_day(self) -> date | None:
        """The day of the lesson, when it is known."""
        return parse_day(self.values.get("datum", ""))

    @property
    def needs_consent(self) -> bool:
        """Whether consent may be the question, as far as the service and the purpose tell."""
        cases = (Case(service, self.purpose, self.age) for service in self.services)
        return any(case.needs_consent for case in cases)

    def unknown(self) -> list[str]:
        """The questions that were answered with ‘weet ik niet’."""
        return [name for name in self.asked if self.values.get(name) == UNKNOWN]

    def cases(self) -> list[Case]:
        """Every case that these answers leave possible."""
        refused = _MAY_BE[self.values.get("weigering", "nee")]
        agreed = _MAY_BE[self.values.get("eens", "ja")]
        return [
            Case(service, self.purpose, self.age, app_age, refused=no, agreed=together)
            for service, app_age, no, together in product(
                self.services, self.app_ages, refused, agreed
            )
        ]

    def outcome(self) -> Outcome:
        """What it comes to. Only for answers that are complete."""
        return outcome(self.cases())


def read_answers(args: Mapping[str, str], today: date) -> Answers:
    """The answers in an address, as far as they hold, up to the first question that is open."""
    values: dict[str, str] = {}
    asked: list[str] = []
    for name in _in_turn(values):
        asked.append(name)
        value = _read(name, args, values, today)
        if value is None:
            break
        values[name] = value
    region = next((str(one) for one in Region if one == args.get("regio")), "")
    return Answers(values, region, tuple(asked))


def _in_turn(values: Values) -> Iterator[str]:
    """The questions that matter, one at a time: by then `values` has the answer to those before."""
    yield "dienst"
    yield "doel"
    so_far = Answers(values)
    if so_far.needs_consent:
        yield "leeftijd"
        if so_far.purpose is Purpose.LESSON:
            yield "app"
        yield "weigering"
        if so_far.age < OWN_CONSENT_AGE:
            yield "eens"
    if so_far.outcome().verdict is Verdict.ARRANGE:
        yield "datum"


def _read(name: str, args: Mapping[str, str], values: Values, today: date) -> str | None:
    if name not in args:
        return None
    return QUESTIONS[name].read(Sent(args[name].strip(), values, today))
