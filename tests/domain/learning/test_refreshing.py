"""What a refresher asks, in which order, and in which words."""

from __future__ import annotations

from datetime import date, timedelta

from course.domain.learning.ladder import AskedRule, Ladder, Origin, RuleKey
from course.domain.learning.refreshing import (
    LEAST,
    MOST,
    PLAN,
    SECONDS,
    Coat,
    MissedRule,
    RefresherMoment,
    choose_coat,
    choose_story,
    compose,
    due_rules,
    next_due,
    often_wrong,
    origin_of,
)

DAY = date(2026, 9, 1)
ONE, TWO = ("m", "S1"), ("m", "S2")
LADDER = Ladder()
STATES = {
    RuleKey("m", f"L{number}"): LADDER.begin(origin, DAY)
    for number, origin in enumerate((Origin.OTHER, Origin.OFTEN_WRONG, Origin.WRONG))
} | {RuleKey("m", "L3"): LADDER.begin(Origin.SURE_WRONG, DAY)}


def goals(rules: list[RuleKey]) -> list[str]:
    return [rule.goal for rule in rules]


def moments(*seconds: float, begin: int = 0) -> list[RefresherMoment]:
    return [
        RefresherMoment(RuleKey("m", f"L{number}"), Coat("r", f"q{number}", each))
        for number, each in enumerate(seconds, begin)
    ]


STORY = RefresherMoment(RuleKey("m", ""), Coat("d", "S1", 30), is_story=True)


def test_own_confident_errors_first_then_what_was_wrong_then_what_everybody_has_wrong() -> None:
    due, later = due_rules(STATES, DAY + timedelta(days=90))
    assert goals(due) == ["L3", "L2", "L1", "L0"]
    assert later == []
    due, later = due_rules(STATES, DAY + timedelta(days=2))
    assert (goals(due), goals(later)) == (["L3", "L2"], ["L1", "L0"])
    assert due_rules(STATES, DAY)[0] == []
    assert next_due(STATES) == DAY + timedelta(days=2)
    assert next_due({}) is None


def test_what_went_first_twice_waits_its_turn() -> None:
    states = dict(STATES)
    rule = RuleKey("m", "L3")
    for days in (2, 7):
        asked = AskedRule(rule, DAY + timedelta(days=days), is_right=True)
        states[rule] = LADDER.after(states[rule], asked)
    due, _ = due_rules(states, DAY + timedelta(days=40))
    assert goals(due) == ["L2", "L1", "L3"]


def test_why_a_rule_is_asked() -> None:
    assert origin_of(sure_wrong=True, wrong=True, often=True) is Origin.SURE_WRONG
    assert origin_of(sure_wrong=False, wrong=True, often=True) is Origin.WRONG
    assert origin_of(sure_wrong=False, wrong=False, often=True) is Origin.OFTEN_WRONG
    assert origin_of(sure_wrong=False, wrong=False, often=False) is Origin.OTHER


def test_what_everybody_has_wrong_are_the_five_worst_and_none_that_is_always_right() -> None:
    shares = {RuleKey("m", f"L{number}"): (number, 10) for number in range(8)}
    shares |= {RuleKey("m", "none"): (0, 0)}
    worst = {RuleKey("m", f"L{number}") for number in (3, 4, 5, 6, 7)}
    assert often_wrong(shares) == worst
    assert often_wrong({RuleKey("m", "L1"): (0, 50)}) == frozenset()


def test_a_rule_is_asked_in_other_words_than_were_wrong() -> None:
    missed = MissedRule("t1", frozenset({"V5"}))
    coats = [
        Coat("toets", "t1", 20, codes=frozenset({"V5"})),
        Coat("r", "other", 20),
        Coat("r", "same-idea", 20, codes=frozenset({"V5"})),
        Coat("r", "variant", 20, variant_of="t1"),
    ]
    order = []
    asked: dict[str, date] = {}
    for number in range(5):
        found = choose_coat(coats, missed, asked, "seed")
        assert found is not None
        order.append(found.item)
        asked[found.item] = DAY + timedelta(days=number)
    # the words that were wrong come back only when there are no others at all
    assert order == ["variant", "same-idea", "other", "variant", "same-idea"]
    assert choose_coat(coats[:1], missed, {}, "seed") == coats[0]
    assert choose_coat([], missed, {}, "seed") is None


def test_of_who_had_nothing_wrong_the_words_are_those_that_were_read_least_lately() -> None:
    coats = [Coat("toets", "t1", 20), Coat("r", "r1", 20)]
    assert choose_coat(coats, None, {"t1": DAY}, "seed") == coats[1]
    assert choose_coat(coats, None, {"r1": DAY}, "seed") == coats[0]


def test_a_story_in_a_new_coat_about_what_is_asked() -> None:
    stories = [
        RefresherMoment(RuleKey(module, ""), Coat("d", item, 30), is_story=True)
        for module, item in (("m", "S1"), ("m", "S2"), ("other", "S3"))
    ]
    about = moments(20, 20)
    first = choose_story(stories, about, {}, {TWO})
    assert first is not None
    assert first.coat.item == "S2"  # of the own kind of school
    assert choose_story(stories, about, {("other", "S2"): 1}, {TWO}) == first, "another story"
    second = choose_story(stories, about, {TWO: 1}, {TWO})
    assert second is not None
    assert second.coat.item == "S1"
    third = choose_story(stories, about, {ONE: 1, TWO: 1}, {TWO})
    assert third is not None
    assert third.coat.item == "S3"  # not seen goes before about the same
    fits = choose_story(stories, moments(28, 28), {}, {TWO})
    assert fits is not None
    assert fits.coat.item == "S2"  # none does
    short = RefresherMoment(RuleKey("other", ""), Coat("d", "S4", 25), is_story=True)
    assert choose_story([*stories, short], moments(28, 28), {}, {TWO}) == short
    assert choose_story([], about, {}, ()) is None
    other = RefresherMoment(RuleKey("other", "L9"), Coat("r", "q9", 10))
    asked = [moments(10)[0], other]
    assert choose_story(stories, asked, {TWO: 1}, {("other", "S3")}) == stories[0], "the first"


def test_three_to_five_moments_with_one_story_in_ninety_seconds() -> None:
    slow = compose(moments(28, 28, 28, 28), [], STORY)
    assert [one.coat.item for one in slow] == ["q0", "q1", "S1"]
    quick = compose(moments(*[10] * 9), [], STORY)
    assert [one.coat.item for one in quick] == ["q0", "q1", "S1", "q2", "q3"]
    assert len(quick) == MOST
    assert sum(one.coat.seconds for one in quick) + PLAN <= SECONDS


def test_ninety_seconds_are_just_enough() -> None:
    """Six of them to read the plan that closes it."""
    just, over = moments(20, 14, 20), moments(20, 14, 21)
    assert compose(just, [], STORY) == [*just[:2], STORY, just[2]]
    assert compose(over, [], STORY) == [*over[:2], STORY]


def test_too_little_that_is_due_is_filled_and_nothing_due_asks_nothing() -> None:
    later = moments(10, 10, 10, begin=5)
    assert compose([], later, STORY) == []
    filled = compose(moments(10), later, STORY)
    assert [one.coat.item for one in filled] == ["q0", "q5", "S1"]
    plain = compose(moments(10), later, None)
    assert [one.coat.item for one in plain] == ["q0", "q5", "q6"]
    assert len(plain) == LEAST
    assert compose(moments(10), [], None) == moments(10)
