"""Kinds with a list of options: one, several, the best and the worst, an order, a question
beforehand. Each item here has words that are easily counted.
"""

from __future__ import annotations

from typing import Any

import pytest

from course.kinds.kind import Ballot
from course.kinds.marking import NotGradable, Score
from course.kinds.registry import kind_of
from tests.content.reading import item, parse
from tests.kinds.telling import pace, refused, response_of, told

CHOICE: Any = item("""
::: choice c
Welke kleur?

- [x] a. rood
  > ja dat klopt
- [ ] b. zacht blauw {V1}
  > nee
- [ ] c. groen
  > nee echt helemaal niet
:::""")
SEVERAL: Any = item("""
::: multiple m
Welke kleuren?

- [x] a. rood
  > ja
- [x] b. blauw
  > zeker
- [ ] c. zacht {V1}
  > nee
:::""")
EXTREMES: Any = item("""
::: best-worst w
Wat kiest u?

- [+] a. helpen
  > goed
- [ ] b. kijken {V1}
  > matig
- [-] c. lachen {V2}
  > slecht
:::""")
STEPS: Any = item("""
::: order o
Wat eerst?

- a. denken
  > eerst denken
- b. vragen
- c. delen
  > als laatste

after: zo dus
:::""")


def test_one_right_option_is_one_point() -> None:
    kind = kind_of(CHOICE)
    assert [kind.grade(CHOICE, (key,)) for key in "abc"] == [Score(1, 1), Score(0, 1), Score(0, 1)]
    assert kind.verdicts(CHOICE, ("b",)) == {"b": False}
    assert kind.verdicts(CHOICE, ("a",)) == {"a": True}
    assert tuple(kind.key_parts(CHOICE)) == ("a",)
    with pytest.raises(ValueError, match="item c has no option z"):
        kind.grade(CHOICE, ("z",))


def test_a_choice_is_told_what_it_is_and_at_last_what_was_right() -> None:
    wrong, right = ("nee", False, "", "", "key"), ("ja dat klopt", True, "", "", "key")
    assert told(CHOICE, ("a",), full=True) == [right]
    assert told(CHOICE, ("b",), full=False) == [wrong]
    assert told(CHOICE, ("b",), full=True) == [wrong, ("ja dat klopt", True, "", "rood", "key")]


def test_a_choice_keeps_its_key_and_names_what_is_wrong() -> None:
    kind = kind_of(CHOICE)
    assert kind.solution(CHOICE) == {"right": "a"}
    assert list(kind.stored_keys(CHOICE)) == ["a", "b", "c"]
    assert [option.key for option in kind.wrong_options(CHOICE)] == ["b", "c"]
    assert kind.one_right(CHOICE) == (CHOICE.options, "a")
    assert kind.ballot(CHOICE) == Ballot(CHOICE, CHOICE.options, {"antwoord": frozenset("a")})
    assert kind.printed(CHOICE).choices == ("rood", "zacht blauw", "groen")
    assert kind.printed(CHOICE).text == CHOICE.question
    assert kind.words(CHOICE, ("b",)) == ["zacht blauw"]
    assert kind.examples(CHOICE).wrong == {"antwoord": ["b"]}


def test_a_choice_is_read_with_the_feedback_of_one() -> None:
    # 2 asked, 4 to choose from, and of 3, 1 and 4 words of feedback one: 8 thirds
    assert pace(CHOICE) == (pytest.approx(2 + 4 + 8 / 3), 1, 0)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, ("nothing-chosen", "antwoord")),
        ({"antwoord": [" "]}, ("nothing-chosen", "antwoord")),
        ({"antwoord": ["z"]}, ("unknown", "antwoord")),
    ],
)
def test_no_choice_costs_nothing(form: Any, why: tuple[str, str]) -> None:
    assert refused(CHOICE, form) == why


def test_nothing_ticked_costs_nothing() -> None:
    assert refused(SEVERAL, {"antwoord": []}) == ("nothing-chosen", "antwoord")
    assert refused(SEVERAL, {"antwoord": ["a", "z"]}) == ("unknown", "antwoord")


def test_a_choice_settles_when_right_or_at_the_second_try() -> None:
    kind = kind_of(CHOICE)
    settled = [kind.settles(CHOICE, (key,), earlier) for key in "ab" for earlier in (0, 1, 2)]
    assert settled == [True, True, True, False, True, True]


def test_several_are_told_one_by_one_and_at_last_what_was_missed() -> None:
    kind = kind_of(SEVERAL)
    response = response_of(SEVERAL, antwoord="c a")
    assert response == ("a", "c"), "in the order of the item"
    assert kind.grade(SEVERAL, response) == Score(0, 2)
    assert kind.verdicts(SEVERAL, response) == {"a": True, "c": False}
    early = [("ja", True, "rood", "", "key"), ("nee", False, "zacht", "", "key")]
    assert told(SEVERAL, response, full=False) == early
    missed = ("zeker", False, "", "blauw", "missed")
    assert told(SEVERAL, response, full=True) == [*early, missed]
    assert told(SEVERAL, ("a", "b"), full=True) == [
        ("ja", True, "rood", "", "key"),
        ("zeker", True, "blauw", "", "key"),
    ]


def test_several_keep_their_keys() -> None:
    kind = kind_of(SEVERAL)
    assert kind.solution(SEVERAL) == {"right": frozenset("ab")}
    assert set(kind.key_parts(SEVERAL)) == {"a", "b"}
    assert [option.key for option in kind.wrong_options(SEVERAL)] == ["c"]
    assert kind.ballot(SEVERAL).right == {"antwoord": frozenset("ab")}
    assert kind.examples(SEVERAL).right == {"antwoord": ["a", "b"]}
    assert kind.examples(SEVERAL).wrong == {"antwoord": ("c",)}
    assert pace(SEVERAL) == (2 + 3 + 3, 3, 0)  # all is read, and each is a decision
    assert kind.one_right(SEVERAL) is None
    assert kind.fewest_parts == 1


def test_best_and_worst_are_a_point_each() -> None:
    kind = kind_of(EXTREMES)
    points = {
        (best, worst): kind.grade(EXTREMES, (best, worst)).earned
        for best in "abc"
        for worst in "abc"
        if best != worst
    }
    right = {("a", "c"): 2, ("a", "b"): 1, ("b", "c"): 1}
    assert points == dict.fromkeys(points, 0) | right
    assert kind.grade(EXTREMES, ("a", "c")).possible == 2
    assert kind.verdicts(EXTREMES, ("a", "b")) == {"beste=a": True, "slechtste=b": False}
    assert kind.verdicts(EXTREMES, ("b", "c")) == {"beste=b": False, "slechtste=c": True}
    assert set(kind.key_parts(EXTREMES)) == {"beste=a", "slechtste=c"}
    with pytest.raises(ValueError, match="no option z"):
        kind.grade(EXTREMES, ("a", "z"))


def test_best_and_worst_are_told_and_at_last_named() -> None:
    early = [("matig", False, "kijken", "", "key"), ("goed", False, "helpen", "", "key")]
    assert told(EXTREMES, ("b", "a"), full=False) == early
    assert told(EXTREMES, ("b", "a"), full=True) == [
        *early,
        ("", True, "", "helpen", "best"),  # what is said of helping stands there already
        ("slecht", True, "", "lachen", "worst"),
    ]
    assert told(EXTREMES, ("a", "b"), full=True) == [
        ("goed", True, "helpen", "", "key"),
        ("matig", False, "kijken", "", "key"),
        ("slecht", True, "", "lachen", "worst"),
    ]
    assert len(told(EXTREMES, ("a", "c"), full=True)) == 2


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"slechtste": ["a"]}, ("nothing-chosen", "beste")),
        ({"beste": ["a"]}, ("nothing-chosen", "slechtste")),
        ({"beste": ["a"], "slechtste": ["a"]}, ("the-same", "slechtste")),
        ({"beste": ["z"], "slechtste": ["a"]}, ("unknown", "beste")),
        ({"beste": ["a"], "slechtste": ["z"]}, ("unknown", "beste")),
    ],
)
def test_best_and_worst_are_two_different_options(form: Any, why: tuple[str, str]) -> None:
    assert refused(EXTREMES, form) == why


def test_best_and_worst_keep_their_keys() -> None:
    kind = kind_of(EXTREMES)
    assert kind.solution(EXTREMES) == {"best": "a", "worst": "c"}
    assert [option.key for option in kind.wrong_options(EXTREMES)] == ["c"]
    assert kind.ballot(EXTREMES).right == {"beste": frozenset("a"), "slechtste": frozenset("c")}
    assert pace(EXTREMES) == (3 + 3 + 2, 2, 0)  # of three words of feedback two are read
    assert kind.fields(EXTREMES, ("a", "c")) == {"beste": ("a",), "slechtste": ("c",)}
    assert kind.examples(EXTREMES).right == {"beste": ["a"], "slechtste": ["c"]}


def test_a_step_moves_by_one_place_and_stays_at_an_end() -> None:
    kind = kind_of(STEPS)

    def after(move: str) -> Any:
        return kind.adjust(STEPS, {"order": ["a", "b", "c"], "move": [move]})

    assert after("b:up") == {"order": ("b", "a", "c")}
    assert after("b:down") == {"order": ("a", "c", "b")}
    assert after("a:up") == {"order": ("a", "b", "c")}
    assert after("c:down") == {"order": ("a", "b", "c")}
    assert after("a:down") == {"order": ("b", "a", "c")}
    assert after("c:up") == {"order": ("a", "c", "b")}
    assert after("z:up") == {"order": ("a", "b", "c")}
    assert after("") is None
    assert kind.adjust(STEPS, {"order": ["a", "b"], "move": ["b:up"]}) is None


def test_an_order_is_told_by_its_first_mistake_and_at_last_whole() -> None:
    assert told(STEPS, ("a", "b", "c"), full=False) == [("zo dus", True, "", "", "key")]
    assert told(STEPS, ("a", "c", "b"), full=False) == [("als laatste", False, "delen", "", "key")]
    # asking has no feedback of its own
    assert told(STEPS, ("b", "a", "c"), full=False) == [("zo dus", False, "vragen", "", "key")]
    whole = "1. denken; 2. vragen; 3. delen"
    assert told(STEPS, ("b", "a", "c"), full=True) == [("zo dus", False, "", whole, "key")]


def test_an_order_needs_every_step_once() -> None:
    kind = kind_of(STEPS)
    for order in (["a", "b"], ["a", "b", "b"], ["a", "b", "c", "c"], []):
        assert refused(STEPS, {"order": order}) == ("unknown", "antwoord")
        shown: Any = kind.shown(STEPS, {"order": order}, STEPS.question)
        assert [option.key for option in shown] != ["a", "b", "c"], "mixed, and never right"
    kept: Any = kind.shown(STEPS, {"order": ["c", "b", "a"]}, STEPS.question)
    assert [option.key for option in kept] == ["c", "b", "a"]
    assert kind.verdicts(STEPS, ("a", "c", "b")) == {"a": True, "c": False, "b": False}
    with pytest.raises(ValueError, match="does not hold the steps"):
        kind.grade(STEPS, ("a", "b"))


def test_an_order_keeps_its_steps() -> None:
    kind = kind_of(STEPS)
    assert kind.solution(STEPS) == {"order": ("a", "b", "c")}
    assert kind.fields(STEPS, ("b", "a", "c")) == {"order": ("b", "a", "c")}
    assert pace(STEPS) == (2 + 2 + 3 + 4, 3, 0)
    assert sorted(kind.printed(STEPS).choices) == ["delen", "denken", "vragen"]
    assert kind.printed(STEPS).choices != ("denken", "vragen", "delen")
    examples = kind.examples(STEPS)
    assert (examples.right, examples.wrong) == (
        {"order": ("a", "b", "c")},
        {"order": ("c", "b", "a")},
    )


def beforehand(several: str = "no", options: str = "- a. een\n  > dit\n- b. twee\n") -> Any:
    return item(
        f"::: opener v\nseveral: {several}\n\nWat denkt u?\n\n{options}\nafter: zo is het\n:::"
    )


def test_a_question_beforehand_takes_one_or_several_and_marks_none() -> None:
    one, some = beforehand(), beforehand("yes")
    assert response_of(one, antwoord="b") == ("b",)
    assert refused(one, {"antwoord": ["a", "b"]}) == ("unknown", "antwoord")
    assert response_of(some, antwoord="b a") == ("a", "b")
    assert told(some, ("a", "b"), full=False) == [
        ("dit", True, "een", "", "key"),
        ("zo is het", True, "", "", "key"),
    ]
    kind = kind_of(one)
    assert kind.solution(one) == {}
    assert kind.settles(one, ("b",), 0)
    assert kind.examples(one).right == {"antwoord": ["a"]}
    assert pace(one) == (3 + 3 + 2 + 1, 2, 0)


def test_a_guess_may_be_in_words_of_ones_own() -> None:
    guess = beforehand(options="")
    kind = kind_of(guess)
    assert kind.read(guess, {"antwoord": [" veel mensen "]}) == ("veel mensen",)
    assert kind.read(guess, {"antwoord": ["x" * 900]}) == ("x" * 300,)
    assert refused(guess, {"antwoord": [" "]}) == ("nothing-written", "antwoord")
    assert kind.words(guess, ("<b>",)) == ["&lt;b&gt;"]
    assert kind.examples(guess).right == {"antwoord": ["Ik denk van wel"]}
    assert pace(guess) == (3 + 3, 1, 0)


@pytest.mark.parametrize("key", ["", "a b", "x" * 81])
def test_an_item_has_one_word_for_a_key(key: str) -> None:
    _, problems = parse(f"::: choice {key}\nWat?\n\n- [x] a. een\n- [ ] b. twee\n:::")
    assert "item-key" in [problem.rule for problem in problems]
    found, problems = parse(f"::: choice {'x' * 80}\nWat?\n\n- [x] a. een\n- [ ] b. twee\n:::")
    assert not isinstance(found, NotGradable)
    assert problems == []
