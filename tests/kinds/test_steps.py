"""Exercises in steps, on the example of each that the documentation shows: what a form adds, what
is told, and what a published one keeps.
"""

from __future__ import annotations

from typing import Any

import pytest

from course.kinds.cards.item import CardsItem
from course.kinds.marking import NotGradable, Score
from course.kinds.registry import kind_of
from tests.content.reading import documented_items, examples, item
from tests.kinds.telling import pace, refused, told

SHOWN: dict[str, Any] = {item.kind: item for item in documented_items()}
SPREAD, LINE, LAW = SHOWN["spread"], SHOWN["timeline"], SHOWN["consent"]
POSTS = SHOWN["browse"]
CARDS: Any = next(item for item in documented_items() if item.key == "8-meldwijzer")


def step(item: Any, *path: str, **form: str) -> Any:
    """What comes of a form after these steps."""
    sent = {name: [value] for name, value in form.items()}
    return kind_of(item).read(item, {"stap": path, **sent})


CHOSEN = ("audience=groep", "tone=gewoon", "sensitive=no", "vanishing=no")
PREDICTED = (*CHOSEN, "viewers=0", "copies=0")


def test_a_message_is_chosen_predicted_and_played() -> None:
    settings = dict(part.split("=") for part in CHOSEN)
    assert step(SPREAD, **settings, ga="ja") == CHOSEN
    assert step(SPREAD, *CHOSEN) == CHOSEN, "without a press nothing is added"
    assert step(SPREAD, *CHOSEN, viewers="0", copies="0") == CHOSEN
    assert step(SPREAD, *CHOSEN, viewers="0", copies="0", ga="ja") == PREDICTED
    assert step(SPREAD, *PREDICTED, ga="ja", viewers="1", copies="1") == PREDICTED
    assert step(SPREAD, *PREDICTED, kies="delete") == (*PREDICTED, "delete")
    assert refused(SPREAD, {"stap": PREDICTED, "kies": ["erase"]}) == ("unknown", "kies")
    assert step(SPREAD, *PREDICTED, kies="delete", opnieuw="ja") == ()
    assert refused(SPREAD, {"stap": ["viewers=0"]}) == ("out-of-step", "stap")


def test_a_message_tells_of_each_deed_and_is_drawn_at_the_end() -> None:
    kind = kind_of(SPREAD)
    path = ("audience=openbaar", "tone=boos", *PREDICTED[2:])
    assert kind.pictured(SPREAD, path) is None
    for deed in ("nothing", "correct", "delete"):
        path = (*path, deed)
    assert kind.settles(SPREAD, path, 0)
    assert kind.pictured(SPREAD, path) == kind.state(SPREAD, path)
    about = [(what, right) for _, right, what, _, _ in told(SPREAD, path, full=False)]
    assert about == [
        ("Niets doen", True),
        ("Een correctie plaatsen", True),
        ("Het bericht verwijderen", True),
    ]
    assert kind.fields(SPREAD, ()) == {"opnieuw": ["ja"]}
    assert kind.fields(SPREAD, path) == {"stap": path}


def test_a_message_keeps_what_it_counts_with() -> None:
    kind = kind_of(SPREAD)
    solution = kind.solution(SPREAD)
    assert solution["model"] == (8, 50, 25)
    assert solution["boxes viewers"] == (50, 200, 500)
    assert solution["boxes copies"] == (0, 5, 15)
    assert solution["tone=boos"] == 18
    assert solution["audience=volgers"] == 120
    kept = list(kind.stored_keys(SPREAD))
    assert kept[:3] == ["audience=groep", "audience=volgers", "audience=openbaar"]
    assert {"viewers", "copies", "delete", "report"} <= set(kept)
    assert kind.examples(SPREAD).right["stap"][0] == "audience=groep"
    assert kind.pace(SPREAD) is None


def test_a_time_line_asks_for_an_action_and_what_comes_next() -> None:
    assert step(LINE, voorspel="3") == ("3",)
    assert refused(LINE, {}) == ("nothing-chosen", "voorspel")
    assert step(LINE, "3") == ("3",), "without a press nothing is added"
    assert step(LINE, "3", kies="delete", voorspel="2", ga="ja") == ("3", "delete", "2")
    assert refused(LINE, {"stap": ["3"], "ga": ["ja"], "voorspel": ["2"]}) == (
        "nothing-chosen",
        "kies",
    )
    assert refused(LINE, {"stap": ["3"], "ga": ["ja"], "kies": ["zwijgen"]}) == ("unknown", "kies")
    assert step(LINE, opnieuw="ja") == ()


def test_a_time_line_ends_and_tells_what_each_action_did() -> None:
    kind = kind_of(LINE)
    right = kind.examples(LINE).right
    assert right == {
        "stap": ["3", "delete", "3", "ask", "2", "nothing", "2"],
        "kies": ["nothing"],
        "ga": ["ja"],
    }
    path: Any = kind.read(LINE, right)
    assert kind.settles(LINE, path, 0)
    assert step(LINE, *path, kies="delete", voorspel="1", ga="ja") == path, "it is over"
    said = told(LINE, path, full=True)
    assert [what for _, _, what, _, _ in said] == [
        "Het bericht verwijderen",
        "De delers persoonlijk vragen om te stoppen",
        "Niets doen",
        "Niets doen",
    ]
    assert [right for _, right, _, _, _ in said] == [True] * 4, "one place off is nearly right"
    idle = ("7", "nothing", "7", "nothing", "7", "nothing", "7", "nothing")
    assert [right for _, right, _, _, _ in told(LINE, idle, full=True)] == [
        False,
        False,
        True,
        True,
    ]
    assert kind.solution(LINE)["moments"] == 4
    assert list(kind.stored_keys(LINE))[:2] == ["delete", "close"]


def test_a_situation_is_judged_and_decided() -> None:
    kind = kind_of(LAW)
    assert step(LAW, oordeel="arrange", beslist="parents", ga="ja") == ("arrange.parents",)
    assert step(LAW, oordeel="arrange", beslist="parents") == ()
    assert step(LAW, "arrange.parents", terug="ja") == ()
    assert step(LAW, "arrange.parents", "stop.school", terug="ja") == ("arrange.parents",)
    over = ("arrange.parents", "stop.school")
    assert step(LAW, *over, oordeel="stop", beslist="school", ga="ja") == over, "it is over"
    assert refused(LAW, {"ga": ["ja"]}) == ("nothing-chosen", "oordeel")
    assert refused(LAW, {"ga": ["ja"], "oordeel": ["stop"]}) == ("nothing-chosen", "beslist")
    both = {"ga": ["ja"], "oordeel": ["stop"], "beslist": ["niemand"]}
    assert refused(LAW, both) == ("unknown", "oordeel")
    assert refused(LAW, both | {"oordeel": ["ooit"], "beslist": ["school"]})[0] == "unknown"
    assert kind.words(LAW, over) == ["Eerst regelen", "Niet doen"]


@pytest.mark.parametrize(
    ("path", "points", "right"),
    [
        (("arrange.parents", "stop.school"), 4, [True, True]),
        (("arrange.school", "stop.school"), 3, [False, True]),
        (("stop.school", "allowed.pupil"), 0, [False, False]),
        (("arrange.parents",), 2, [True]),
    ],
)
def test_a_situation_is_two_points(path: Any, points: int, right: list[bool]) -> None:
    assert kind_of(LAW).grade(LAW, path) == Score(points, 4)
    assert [is_right for _, is_right, _, _, _ in told(LAW, path, full=True)] == right


def test_situations_keep_what_the_law_says() -> None:
    kind = kind_of(LAW)
    assert kind.solution(LAW) == {
        "situation 1": ("s1", "arrange", "parents"),
        "situation 2": ("s2", "stop", "school"),
    }
    assert list(kind.stored_keys(LAW)) == [
        *("allowed", "arrange", "stop"),
        *("parents", "pupil", "school"),
    ]
    wrong: Any = kind.read(LAW, kind.examples(LAW).wrong or {})
    assert kind.grade(LAW, wrong).earned < 2
    verdicts = [part.split(".")[0] for part in wrong]
    assert verdicts == ["allowed", "allowed"]


WHY = "reden=Het lijkt echt"


def test_a_post_is_thought_of_looked_up_and_decided() -> None:
    assert step(POSTS, reden=" Het  lijkt echt ", ga="ja") == (WHY,)
    assert step(POSTS, reden="Het lijkt echt") == ()
    assert step(POSTS, WHY, open="search") == (WHY, "open=search")
    assert step(POSTS, WHY, ga="ja") == (WHY, "genoeg")
    looked = (WHY, "open=search", "genoeg")
    assert step(POSTS, *looked, keuze="keep", bewijs="search") == looked
    decided = step(POSTS, *looked, keuze="keep", bewijs="search", ga="ja")
    assert decided == (*looked, "besluit=keep+search")
    assert step(POSTS, *decided, reden="nog eens", ga="ja") == decided, "it is over"
    sent = {"stap": looked, "ga": ["ja"]}
    assert refused(POSTS, sent) == ("nothing-chosen", "keuze")
    assert refused(POSTS, sent | {"keuze": ["keep"]}) == ("nothing-chosen", "bewijs")
    assert refused(POSTS, sent | {"keuze": ["wis"], "bewijs": ["search"]}) == ("unknown", "keuze")
    assert refused(POSTS, sent | {"keuze": ["keep"], "bewijs": ["news"]}) == ("unknown", "keuze")
    assert refused(POSTS, {"stap": [WHY], "open": ["elders"]}) == ("unknown", "open")


def test_a_post_is_right_with_the_deed_and_the_evidence() -> None:
    kind = kind_of(POSTS)
    examples = kind.examples(POSTS)
    right: Any = kind.read(POSTS, examples.right)
    wrong: Any = kind.read(POSTS, examples.wrong or {})
    whole = kind.grade(POSTS, right)
    assert whole.is_right
    assert kind.grade(POSTS, wrong).earned < whole.possible
    assert [one[1] for one in told(POSTS, right, full=True)] == [True]
    assert [one[1] for one in told(POSTS, wrong, full=True)] == [False]
    assert wrong[-1] == "besluit=share+r1", "what stands on the page itself is no evidence"
    solution: Any = kind.solution(POSTS)
    assert solution["clicks"] == (6, 4)
    key, deed, evidence = solution["case 1"]
    assert (key, deed) == ("g1", "keep")
    assert evidence["search"] == ("search", True)
    assert evidence["source"] == ("source", False)
    assert set(kind.stored_keys(POSTS)) >= {"open=search", "besluit=first"}


WHOLE = ("1.contact=ict-dienst", "1.tempo=nu", "1.eigen=1a", "2.contact=politie 112", "2.tempo=nu")


def test_cards_are_told_where_they_are_not_right_and_at_last_all() -> None:
    assert isinstance(CARDS, CardsItem)
    kind = kind_of(CARDS)
    assert kind.grade(CARDS, WHOLE).is_right
    first, second = CARDS.cards[0].text, CARDS.cards[1].text
    assert told(CARDS, WHOLE, full=False) == []
    # the last line is what everybody reads afterwards
    all_told = told(CARDS, WHOLE, full=True)
    assert [(right, about) for _, right, about, _, _ in all_told] == [
        (True, first),
        (True, second),
        (True, ""),
    ]
    other = ("1.contact=politie 112", "1.tempo=nu", "1.eigen=1b", *WHOLE[3:])
    said = told(CARDS, other, full=False)
    assert [(right, about) for _, right, about, _, _ in said] == [(False, first), (False, first)]
    assert said[1][0] == "Dat mag u doen, maar bel eerst."
    assert len(told(CARDS, other, full=True)) == 4


def test_cards_have_parts_with_names_and_a_way_back() -> None:
    kind = kind_of(CARDS)
    assert kind.part_name(CARDS, "1.contact") == f"{CARDS.cards[0].text} Wie belt u eerst?"
    assert kind.part_name(CARDS, "2.tempo") == f"{CARDS.cards[1].text} Hoe snel?"
    assert kind.part_name(CARDS, "9.niets") == ""
    assert refused(CARDS, {"kaart": ["9"]}) == ("unknown", "kaart")
    assert kind.fields(CARDS, WHOLE)["kaart"] == ["2"]
    assert kind.fields(CARDS, WHOLE[:3])["kaart"] == ["1"]
    assert kind.fields(CARDS, ()) == {"opnieuw": ["ja"]}
    assert not isinstance(kind.read(CARDS, kind.examples(CARDS).wrong or {}), NotGradable)


def test_cards_take_their_words_and_a_decision_for_each_question() -> None:
    read, decisions, texts = pace(CARDS)
    assert (decisions, texts) == (2 + 1 + 2, 0)
    asked, after = 14, 6
    one, two = 8 + 9, 6 + 6
    own = 5 + 7 + (5 + 7) / 2  # both are read, and what is told of one
    assert read == asked + after + one + two + own


def test_what_a_kind_answers_that_says_nothing_of_its_own() -> None:
    for one in (SPREAD, LINE, POSTS):
        with pytest.raises(ValueError, match=f"kind {one.kind}"):
            kind_of(one).ballot(one)
        assert kind_of(one).suits(one, ["po"])
        assert kind_of(one).suits(one, [])
        assert [*kind_of(one).advice(one)] == []
    for kind, times in {"choice": [1, 0], "order": [1, 0], "spread": [0, 0]}.items():
        one = SHOWN[kind]
        asked = [kind_of(one).times_asked(one, studied=studied) for studied in (True, False)]
        assert asked == times


def test_where_every_choice_is_right_one_alone_stands_for_a_wrong_answer() -> None:
    text = next(text for text in examples("item") if text.startswith("::: multiple"))
    whole = item(text.replace("[ ] c.", "[x] c."))
    kind = kind_of(whole)
    assert kind.examples(whole).right == {"antwoord": ["a", "b", "c"]}
    assert kind.examples(whole).wrong == {"antwoord": ["a"]}
