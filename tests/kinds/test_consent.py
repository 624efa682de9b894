"""Twelve rules from top to bottom: the control values of the curriculum, and what holds for every
question.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.kinds.consent.item import RULES, ConsentItem, Decider, Purpose, Service, Verdict, exists
from course.kinds.consent.judging import judge
from course.kinds.consent.law import (
    OWN_CONSENT_AGE,
    Case,
    board_first,
    case_of,
    decider,
    fitting,
    outcome,
    rule,
    verdict,
)
from course.kinds.marking import NotGradable
from course.kinds.registry import kind_of
from tests.content.reading import documented_items

SOCIAL, MESSAGING, AGREED, UNAGREED, CHATBOT, VIEWING = Service
LESSON, PUBLISH, ORGANISE, INFORM = Purpose
COMBINATIONS = [
    (service, purpose) for service in Service for purpose in Purpose if exists(service, purpose)
]
ITEM = next(found for found in documented_items() if isinstance(found, ConsentItem))


@st.composite
def any_case(draw: st.DrawFn) -> Case:
    service, purpose = draw(st.sampled_from(COMBINATIONS))
    return Case(
        service,
        purpose,
        draw(st.integers(3, 25)),
        draw(st.none() | st.integers(10, 18)),
        refused=draw(st.booleans()),
        agreed=draw(st.booleans()),
    )


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(SOCIAL, LESSON, 13, 13), "r11"),
        (Case(SOCIAL, LESSON, 12, 13), "r2"),
        (Case(SOCIAL, LESSON, 17, 16), "r11"),  # LinkedIn
        (Case(SOCIAL, LESSON, 15, 16), "r2"),  # LinkedIn
        (Case(SOCIAL, PUBLISH, 9), "r5"),
        (Case(SOCIAL, PUBLISH, 9, agreed=False), "r4"),
        (Case(MESSAGING, PUBLISH, 9), "r5"),  # there as well it leaves the school
        (Case(AGREED, PUBLISH, 9), "r6"),
        (Case(AGREED, LESSON, 9, agreed=False), "r8"),
        (Case(UNAGREED, LESSON, 16), "r9"),
        (Case(MESSAGING, ORGANISE, 17), "r12"),
        (Case(CHATBOT, ORGANISE, 16), "r10"),
        (Case(CHATBOT, LESSON, 14), "r11"),
        (Case(VIEWING, LESSON, 12), "r7"),
        (Case(SOCIAL, INFORM, 12), "r1"),
        (Case(SOCIAL, LESSON, 14, refused=True), "r3"),
        (Case(CHATBOT, LESSON, 14, refused=True), "r3"),
        (Case(SOCIAL, PUBLISH, 15, agreed=False), "r4"),
        (Case(SOCIAL, PUBLISH, 16, agreed=False), "r5"),  # from 16 they decide for themselves
        (Case(SOCIAL, PUBLISH, 12, 13), "r5"),  # the school has the account, not the pupil
        (Case(CHATBOT, PUBLISH, 9), "r5"),
        (Case(VIEWING, LESSON, 12, 13), "r7"),
        (Case(SOCIAL, ORGANISE, 12, 13), "r12"),
        (Case(SOCIAL, ORGANISE, 14, refused=True), "r12"),  # a yes would not make it right
        (Case(MESSAGING, LESSON, 13), "r12"),
    ],
)
def test_control_values(case: Case, expected: str) -> None:
    assert rule(case) == expected


def test_what_a_rule_comes_to_and_whose_consent_counts() -> None:
    allowed = {key for key in RULES if verdict(key) is Verdict.ALLOWED}
    arranged = {key for key in RULES if verdict(key) is Verdict.ARRANGE}
    assert (allowed, arranged) == ({"r1", "r7", "r8"}, {"r5", "r6", "r11"})
    for key in ("r3", "r4", "r5", "r6", "r11"):
        assert (decider(key, 15), decider(key, 16)) == (Decider.PARENTS, Decider.PUPIL)
    for key in ("r1", "r2", "r7", "r8", "r9", "r10", "r12"):
        assert decider(key, 15) is decider(key, 16) is Decider.SCHOOL
    assert {key for key in RULES if board_first(key, AGREED)} == {"r5", "r11"}
    assert {key for key in RULES if board_first(key, UNAGREED)} == {"r5", "r6", "r11"}


def test_every_rule_can_decide() -> None:
    """No rule is hidden by those above it."""
    cases = [
        Case(service, purpose, age, app_age, refused=refused, agreed=agreed)
        for service, purpose in COMBINATIONS
        for age in (9, 17)
        for app_age in (None, 13)
        for refused in (False, True)
        for agreed in (False, True)
    ]
    assert {rule(case) for case in cases} == set(RULES)


@given(any_case())
def test_the_first_rule_that_fits_decides_and_there_is_always_one(case: Case) -> None:
    found = fitting(case)
    assert found[-1] == "r12"
    assert list(found) == sorted(found, key=RULES.index)
    assert rule(case) == found[0]
    assert verdict(rule(case)) in Verdict


@given(any_case())
def test_without_personal_data_nothing_else_matters(case: Case) -> None:
    if case.purpose is INFORM:
        assert rule(case) == "r1"
    else:
        assert rule(case) != "r1"


@given(any_case())
def test_parents_never_lift_the_age_of_an_app(case: Case) -> None:
    if (
        case.purpose is LESSON
        and case.service is not VIEWING
        and case.app_age
        and case.age < case.app_age
    ):
        assert rule(replace(case, agreed=True, refused=False)) == "r2"


@given(any_case())
def test_a_refusal_never_makes_more_possible(case: Case) -> None:
    order = list(Verdict)
    free, bound = (
        replace(case, refused=False, agreed=True),
        replace(case, refused=True, agreed=False),
    )
    assert order.index(verdict(rule(free))) <= order.index(verdict(rule(bound)))


@given(any_case())
def test_nothing_is_published_without_arranging_it_first(case: Case) -> None:
    if case.purpose is PUBLISH:
        assert verdict(rule(case)) is not Verdict.ALLOWED


@given(any_case())
def test_consent_is_never_a_ticket_for_social_media_by_itself(case: Case) -> None:
    """Whatever everybody agrees to: with social media something is arranged first, or it does not
    happen.
    """
    if case.service is SOCIAL and case.purpose is not INFORM:
        assert verdict(rule(case)) is not Verdict.ALLOWED
        if verdict(rule(case)) is Verdict.ARRANGE:
            assert board_first(rule(case), case.service)


@given(any_case())
def test_from_sixteen_parents_do_not_decide(case: Case) -> None:
    decides = decider(rule(case), case.age)
    assert decides is not (Decider.PARENTS if case.age >= OWN_CONSENT_AGE else Decider.PUPIL)
    if case.age >= OWN_CONSENT_AGE:
        assert rule(case) == rule(replace(case, agreed=not case.agreed))


@given(any_case())
def test_for_teaching_with_an_agreement_no_consent_is_asked(case: Case) -> None:
    if (
        case.service is AGREED
        and case.purpose is LESSON
        and not (case.app_age and case.age < case.app_age)
    ):
        assert rule(case) == "r8"


@pytest.mark.parametrize("purpose", [PUBLISH, ORGANISE])
def test_watching_together_is_for_nothing_else(purpose: Purpose) -> None:
    with pytest.raises(ValueError, match="not for"):
        Case(VIEWING, purpose, 12)


@pytest.mark.parametrize(
    ("key", "service", "expected"),
    [
        ("r5", SOCIAL, True),
        ("r11", CHATBOT, True),
        ("r6", UNAGREED, True),
        ("r6", AGREED, False),
        ("r8", AGREED, False),
    ],
)
def test_who_comes_before_the_letter(key: str, service: Service, expected: bool) -> None:
    assert board_first(key, service) is expected


@given(st.lists(any_case(), min_size=1, max_size=5))
def test_what_is_not_known_is_asked_first(cases: list[Case]) -> None:
    """One verdict for all stands; different ones become ‘first arrange’, never ‘go ahead’."""
    found = outcome(cases)
    verdicts = {verdict(rule(case)) for case in cases}
    assert set(found.rules) == {rule(case) for case in cases}
    assert found.differs is (len(verdicts) > 1)
    assert found.verdict is (Verdict.ARRANGE if found.differs else verdicts.pop())
    order = [list(Verdict).index(verdict(key)) for key in found.rules]
    assert order == sorted(order)


def test_an_outcome_needs_a_case() -> None:
    with pytest.raises(ValueError, match="needs a case"):
        outcome([])


def test_two_points_for_each_situation() -> None:
    rules = kind_of(ITEM)
    path = [
        f"{verdict(rule(case_of(one)))}.{decider(rule(case_of(one)), one.age)}"
        for one in ITEM.situations
    ]
    assert rules.grade(ITEM, path).earned == 2 * len(ITEM.situations)
    assert judge(ITEM, path).wholly_right == 2
    assert rules.read(ITEM, rules.fields(ITEM, tuple(path))) == tuple(path)
    half = path[0].replace("arrange", "stop"), path[1]
    assert rules.grade(ITEM, half).earned == 3
    now = judge(ITEM, half)
    assert (now.judged[0].verdict_right, now.judged[0].decider_right) == (False, True)
    assert (now.points, now.most_points, now.wholly_right, now.now) == (3, 4, 1, None)


def test_a_step_back_asks_the_last_situation_again() -> None:
    kind = kind_of(ITEM)
    path = kind.read(ITEM, kind.examples(ITEM).right)
    assert isinstance(path, tuple)
    assert kind.read(ITEM, {"stap": path[:1], "ga": ["ja"], "terug": ["ja"]}) == ()
    assert judge(ITEM, ()).now == ITEM.situations[0]


def test_it_goes_one_situation_at_a_time_and_can_start_again() -> None:
    rules = kind_of(ITEM)
    assert rules.read(ITEM, {"ga": ["ja"], "oordeel": ["stop"], "beslist": ["school"]}) == (
        "stop.school",
    )
    assert rules.read(ITEM, {"stap": ["stop.school"], "opnieuw": ["ja"]}) == ()
    assert not rules.settles(ITEM, ("stop.school",), earlier=0)
    assert rules.settles(ITEM, ("stop.school", "stop.school"), earlier=0)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"ga": ["ja"]}, "oordeel"),
        ({"ga": ["ja"], "beslist": ["school"]}, "oordeel"),
        ({"ga": ["ja"], "oordeel": ["stop"]}, "beslist"),
        ({"ga": ["ja"], "oordeel": ["misschien"], "beslist": ["school"]}, "oordeel"),
        ({"stap": ["stop.school"] * 3}, "stap"),
        ({"stap": ["stop"]}, "stap"),
    ],
)
def test_half_a_choice_costs_nothing(form: dict[str, list[str]], field: str) -> None:
    answer = kind_of(ITEM).read(ITEM, form)
    assert isinstance(answer, NotGradable)
    assert answer.field == field
