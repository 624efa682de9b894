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
