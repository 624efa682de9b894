"""A story in a lesson file: long ones are read and weighed in no more than their length."""

from __future__ import annotations

import time
from typing import Any

from course.kinds.dilemma.story import choices_for
from course.kinds.registry import kind_of
from tests.content.reading import item, parse


def story(scenes: int) -> str:
    """Two choices in each scene that both lead to the next: as many ways through as two to the
    power of that.
    """
    told = [
        f"## s{n}: Moment\nTekst.\n\n- a{n}. Links -> s{n + 1}\n- b{n}. Rechts -> s{n + 1}\n"
        for n in range(scenes)
    ]
    return "::: dilemma d1\ntitle: Lang\nsectors: vo\n\n" + "\n".join(
        [*told, f"## s{scenes} [good]: Einde\nGoed.\n:::"]
    )


def test_a_story_with_a_million_million_ways_is_read_and_weighed_at_once() -> None:
    start = time.process_time()
    found: Any = item(story(60))
    kind = kind_of(found)
    pace = kind.pace(found)
    assert pace is not None
    assert pace.decisions == 60
    assert len(kind.examples(found).right["pad"]) == 59
    # seconds of processor; following every way would take years
    assert time.process_time() - start < 5


def test_every_loop_is_named() -> None:
    text = story(3).replace("b2. Rechts -> s3", "b2. Rechts -> s1")
    _, problems = parse(text)
    assert [problem.rule for problem in problems] == ["loop"]
    assert "s0 -> s1 -> s2 -> s1" in problems[0].message


def test_choices_come_in_an_order_of_the_readers_own() -> None:
    found: Any = item(story(1))
    scene = found.scenes[0]
    orders = [
        [choice.key for choice in choices_for(found, scene, str(reader))] for reader in range(40)
    ]
    assert orders == [
        [choice.key for choice in choices_for(found, scene, str(reader))] for reader in range(40)
    ]
    assert {tuple(order) for order in orders} == {("a0", "b0"), ("b0", "a0")}
    first = sum(order[0] == "a0" for order in orders)
    assert 10 <= first <= 30, "about as often first as second"


SMALL = """
::: dilemma d2
title: Klein
sectors: vo mbo
goal: L2.1

## begin: Een begin
Wat nu dan?

- a. vragen -> goed
- b. lachen -> slecht

expert: ik vraag altijd

## goed [good]: Goed zo
Dat ging goed.

lesson: vragen helpt

## slecht [harm]: Niet zo best
Iemand huilt nu.

lesson: lachen deed pijn
:::"""
WEIGHED = """
::: dilemma d3
title: Gewogen
sectors: po
meters: vertrouwen 3

## begin: Een begin
Wat nu?

- a. vragen -> verder (vertrouwen +1)
- b. lachen -> verder (vertrouwen -1)

## verder: Verder
after-a: (vertrouwen +1) zij antwoordt

En nu?

- c. bellen -> eind
- d. wachten -> eind

## eind [good]: Het eind
Klaar.

lesson: dit helpt
:::"""


def test_a_story_says_where_it_plays_and_how_it_may_end() -> None:
    small: Any = item(SMALL)
    kind = kind_of(small)
    assert [kind.suits(small, [sector]) for sector in ("vo", "mbo", "po")] == [True, True, False]
    assert kind.expert(small) == "<p>ik vraag altijd</p>"
    assert list(kind.endings(small)) == ["good", "harm"]
    assert kind.needs_goal(small)
    assert kind.times_asked(small, studied=True) == 0, "without meters it weighs nothing"
    assert kind.solution(small)["scene goed"] == ("good", {})
    assert list(kind.stored_keys(small)) == ["a", "b"]
    assert list(kind.labels(small)) == ["Klein", "Een begin", "Goed zo", "Niet zo best"]
    assert kind.printed(small).text == small.question
    # 3 asked, 2 to choose from, 3 of the expert; then 3 and 2, or 3 and 3
    pace = kind.pace(small)
    assert pace is not None
    assert (pace.words, pace.decisions) == (3 + 2 + 3 + 5.5, 1)


def test_a_story_is_told_by_its_ending_and_is_over_there() -> None:
    small: Any = item(SMALL)
    kind = kind_of(small)
    begun, ended = kind.remarks(small, (), full=True), kind.remarks(small, ("b",), full=True)
    assert [(one.text, one.is_right) for one in begun] == [("<p>Wat nu dan?</p>", False)]
    assert [(one.text, one.is_right) for one in ended] == [("<p>lachen deed pijn</p>", True)]
    assert [kind.settles(small, path, 9) for path in ((), ("a",), ("b",))] == [False, True, True]
    assert kind.read(small, {"pad": ["a"]}) == ("a",)
    assert kind.read(small, {"pad": [], "kies": ["a"]}) == ("a",)
    ballot = kind.ballot(small)
    assert [option.feedback for option in ballot.options] == [
        "<p>Dat ging goed.</p>",
        "<p>Iemand huilt nu.</p>",
    ]
    assert ballot.right == {"antwoord": frozenset()}


def advice(text: str) -> list[tuple[str, str]]:
    found, _ = parse(text)
    assert found is not None
    return [(one.rule, one.quote) for one in kind_of(found).advice(found)]


def test_the_author_hears_what_a_story_lacks() -> None:
    assert advice(SMALL) == []
    assert advice(SMALL.replace("[good]", "[harm]")) == [("good-ending", "")]
    assert advice(SMALL.replace("lesson: lachen deed pijn", "")) == [("ending-lesson", "## slecht")]
    assert advice(SMALL.replace("expert: ik vraag altijd", "")) == [("expert", "## begin")]


def test_a_weighed_story_tells_what_came_of_every_choice() -> None:
    found, problems = parse(WEIGHED)
    assert problems == []
    assert found is not None
    kind = kind_of(found)
    assert kind.times_asked(found, studied=True) == 2
    solution = kind.solution(found)
    assert solution["meters"] == found.meters
    assert solution["scene verder"] == (None, {"a": (("vertrouwen", 1),)})
    assert solution["choice begin.b"] == ("verder", (("vertrouwen", -1),))
    untold = [
        ("told-result", "## begin"),
        ("told-result", "## verder"),
        ("told-result", "## verder"),
    ]
    assert advice(WEIGHED) == untold  # of b, c and d; of a it is told
    pace = kind.pace(found)
    assert pace is not None
    assert pace.decisions == 2
