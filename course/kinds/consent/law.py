"""May this be shared, and what comes first?

Twelve rules from top to bottom; the first that fits decides.

Source: curriculum, module 7, exercise ‘Toestemmingschecker’, with the facts that it names per rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course.kinds.consent.item import RULES, Decider, Purpose, Service, Situation, Verdict, exists

# from this age pupils decide for themselves (GDPR, article 8; Dutch law keeps 16)
OWN_CONSENT_AGE = 16
_ACCOUNTS = frozenset({Service.SOCIAL, Service.CHATBOT})  # without an agreement with the school
_OTHERS_SEE = _ACCOUNTS | {Service.MESSAGING}


@dataclass(frozen=True)
class Case:
    """One question to the rules.

    Units:  ages in years. `app_age` is the lowest age that the app asks; None when it asks none.
            `agreed` says whether the parents with custody agree, and counts below 16 only.
    Errors: ValueError for a service that cannot serve this purpose.
    """

    service: Service
    purpose: Purpose
    age: int
    app_age: int | None = None
    refused: bool = False
    agreed: bool = True

    def __post_init__(self) -> None:
        if not exists(self.service, self.purpose):
            raise ValueError(f"{self.service} is not for {self.purpose}")

    @property
    def needs_consent(self) -> bool:
        """For publishing, and for a social medium or chatbot in a lesson.

        Teaching itself rests on other grounds.
        """
        if self.purpose is Purpose.LESSON:
            return self.service in _ACCOUNTS
        return self.purpose is Purpose.PUBLISH

    @property
    def uses_it_oneself(self) -> bool:
        """Whether pupils would use the app themselves: in a lesson, other than by watching
        together.
        """
        return self.purpose is Purpose.LESSON and self.service is not Service.VIEWING

    @property
    def is_too_young(self) -> bool:
        """Whether the app asks a higher age."""
        return self.app_age is not None and self.age < self.app_age

    @property
    def is_child(self) -> bool:
        """Whether the parents decide."""
        return self.age < OWN_CONSENT_AGE


_VERDICTS = {
    **dict.fromkeys(("r1", "r7", "r8"), Verdict.ALLOWED),
    **dict.fromkeys(("r5", "r6", "r11"), Verdict.ARRANGE),
    **dict.fromkeys(("r2", "r3", "r4", "r9", "r10", "r12"), Verdict.STOP),
}
_BY_CONSENT = frozenset({"r3", "r4", "r5", "r6", "r11"})
_BOARD_FIRST = frozenset({"r5", "r11"})


def fitting(case: Case) -> tuple[str, ...]:
    """Every rule whose condition holds, from top to bottom. The last always does."""
    service, purpose = case.service, case.purpose
    holds = {
        "r1": purpose is Purpose.INFORM,
        "r2": case.uses_it_oneself and case.is_too_young,
        "r3": case.needs_consent and case.refused,
        "r4": case.needs_consent and case.is_child and not case.agreed,
        "r5": purpose is Purpose.PUBLISH and service in _OTHERS_SEE,
        "r6": purpose is Purpose.PUBLISH,
        "r7": service is Service.VIEWING,
        "r8": service is Service.AGREED,
        "r9": service is Service.UNAGREED,
        "r10": (service, purpose) == (Service.CHATBOT, Purpose.ORGANISE),
        "r11": purpose is Purpose.LESSON and service in _ACCOUNTS,
        "r12": True,
    }
    return tuple(key for key in RULES if holds[key])


def rule(case: Case) -> str:
    """The rule that decides: the first that fits."""
    return fitting(case)[0]


def verdict(key: str) -> Verdict:
    """What a rule comes to. KeyError for a rule that does not exist."""
    return _VERDICTS[key]


def decider(key: str, age: int) -> Decider:
    """Whose consent counts under a rule; the school where consent is not the question.

    Units: age in years.
    """
    if key not in _BY_CONSENT:
        return Decider.SCHOOL
    if age < OWN_CONSENT_AGE:
        return Decider.PARENTS
    return Decider.PUPIL


def board_first(key: str, service: Service) -> bool:
    """Whether a check by the school comes before the letter: agreements with the company, or with a
    supplier.
    """
    return key in _BOARD_FIRST or (key == "r6" and service is Service.UNAGREED)


def case_of(situation: Situation) -> Case:
    """A situation of the exercise as a question to the rules."""
    return Case(
        situation.service,
        situation.purpose,
        situation.age,
        situation.app_age,
        refused=situation.refused,
        agreed=situation.agreed,
    )


@dataclass(frozen=True)
class Outcome:
    """What several possible cases come to.

    `rules` are those that may decide, mildest first and without doubles.
    """

    verdict: Verdict
    rules: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the verdict itself still hangs on what is not known."""
        return len({verdict(key) for key in self.rules}) > 1


def outcome(cases: Iterable[Case]) -> Outcome:
    """The safe answer when something is not known: only what holds in every case may go ahead or is
    forbidden.

    Errors: ValueError without any case.
    """
    order = list(Verdict)
    keys = sorted(
        {rule(case) for case in cases},
        key=lambda key: (order.index(verdict(key)), RULES.index(key)),
    )
    if not keys:
        raise ValueError("an outcome needs a case")
    found = {verdict(key) for key in keys}
    if len(found) > 1:
        return Outcome(Verdict.ARRANGE, tuple(keys))
    return Outcome(found.pop(), tuple(keys))
