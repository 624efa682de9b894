"""Be the manipulator: who passes a message on, and what naming its tricks earns."""

from __future__ import annotations

from itertools import product

import pytest

from course.kinds.marking import NotGradable
from course.kinds.registry import kind_of
from course.kinds.sway.item import PARTS, PLAIN, SwayItem
from course.kinds.sway.swaying import Act, sway
from tests.content.reading import documented_items, examples, item, parse

ITEM = next(found for found in documented_items() if isinstance(found, SwayItem))
TEXT = next(text for text in examples("item") if text.startswith("::: sway"))
PLAINLY = tuple(f"{part}={PLAIN}" for part in PARTS)


def shared(*path: str) -> set[str]:
    return {one.person.key for one in sway(ITEM, path).crowd if one.shares}


@pytest.mark.parametrize(
    ("chosen", "who"),
    [
        ((PLAIN, PLAIN, PLAIN), set()),
        (("anger", PLAIN, PLAIN), {"p1"}),
        ((PLAIN, "doctor", PLAIN), {"p2"}),
        ((PLAIN, PLAIN, "split"), {"p2"}),
        (("anger", "doctor", "split"), {"p1", "p2"}),  # never the one who looks it up
    ],
)
def test_who_passes_it_on(chosen: tuple[str, str, str], who: set[str]) -> None:
    assert shared(*map("=".join, zip(PARTS, chosen, strict=True))) == who


def test_a_message_without_tricks_reaches_those_who_share_anyway() -> None:
    text = TEXT.replace("= anger\n", "= always\n")
    keen = item(text)
    assert isinstance(keen, SwayItem)
    now = sway(keen, PLAINLY)
    assert (now.shared, now.unmoved) == (1, 1)
    tricky = sway(keen, ("feeling=anger", "expert=doctor", "dilemma=plain"))
    assert (tricky.shared, tricky.unmoved) == (2, 1)


def test_the_steps_follow_each_other() -> None:
    assert [sway(ITEM, PLAINLY[:n]).turn for n in range(4)] == [Act.WRITE] * 3 + [Act.NAME]
    assert [sway(ITEM, PLAINLY[:n]).number for n in range(3)] == [1, 2, 3]
    assert sway(ITEM, (*PLAINLY, "t1=expert", "t2=feeling")).over


@pytest.mark.parametrize(
    "path",
    [
        ("expert=plain",),  # not the first
        ("feeling=doctor",),  # of another part
        (*PLAINLY, "t1=expert"),  # one of two
        (*PLAINLY, "t2=expert", "t1=expert"),
        (*PLAINLY, "t1=expert", "t2=feeling", "t1=expert"),
        (*PLAINLY, "t1=always", "t2=feeling"),
    ],
)
def test_a_step_where_it_cannot_be_taken(path: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"no step|were named"):
        sway(ITEM, path)
    assert isinstance(kind_of(ITEM).read(ITEM, {"stap": path}), NotGradable)


@pytest.mark.parametrize(
    ("named", "points"), [(("expert", "dilemma"), 2), (("expert", "feeling"), 1)]
)
def test_naming_earns_points_and_misleading_none(named: tuple[str, str], points: int) -> None:
    end = [f"t{number}={trick}" for number, trick in enumerate(named, start=1)]
    for keys in product(*([one.key for one in part.phrases] for part in ITEM.parts)):
        path = (*map("=".join, zip(PARTS, keys, strict=True)), *end)
        assert kind_of(ITEM).grade(ITEM, path).earned == points


def test_everybody_stands_somewhere_else_and_inside_the_picture() -> None:
    places = {(one.x, one.y) for one in sway(ITEM, PLAINLY).crowd}
    assert len(places) == len(ITEM.people)
    assert all(15 < x < 325 and 15 < y < 195 for x, y in places)


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("by: Waterdam Nieuws\n", "", "sway", "Zeg wie het bericht plaatst"),
        ("model: ", "modelnaam: ", "attribute", "modelnaam"),
        ("- tricks. ", "- trucs. ", "sway", "‘- tricks. …’"),
        ("  - plain. Zakelijk", "  - calm. Zakelijk", "sway", "de eerlijke zin"),
        ("= doctor split", "= doctor spit", "sway", "‘spit’ bestaat hier niet"),
        ("= doctor split", "= plain", "sway", "‘plain’ bestaat hier niet"),
        ("vergeet alles.’ = expert", "vergeet alles.’ = doctor", "sway", "‘doctor’ bestaat"),
        ("  - split. Met", "  - anger. Met", "option-key", "twee keer"),
        ("  - t2. ", "  - t1. ", "option-key", "twee keer"),
        ("  - t2. ", "  - expert. ", "option-key", "andere sleutel"),
        ("    > Nu is het genoeg!\n", "", "sway", "‘p1’"),
        ("  - dilemma. Een vals", "  - keuze. Een vals", "sway", "in deze volgorde"),
        ("  - doctor. Een man", "  - plain. Een man", "sway", "één keer ‘- plain"),
        (
            "  - anger. Boos\n    > Schande! Ze pakken ons weer iets af!\n",
            "",
            "sway",
            "minstens één truc",
        ),
        ("De conciërge = anger", "De conciërge", "pair", "kaart = plaats"),
        ("  - t2. ‘Kies: huiswerk, of een luie klas.’ = dilemma\n", "", "sway", "twee berichten"),
        (
            "  - p3. De mediacoach = never\n    > Eerst kijk ik wie dit maakte.\n",
            "",
            "sway",
            "drie",
        ),
    ],
)
def test_what_an_author_may_forget(old: str, new: str, rule: str, said: str) -> None:
    assert TEXT.count(old) == 1
    found, problems = parse(TEXT.replace(old, new))
    assert found is None
    assert any(one.rule == rule and said in one.message for one in problems), problems


def test_where_everybody_stands_and_who_says_something() -> None:
    whole = ("feeling=anger", "expert=plain", "dilemma=plain")
    now = sway(ITEM, whole)
    assert [(one.person.key, one.x, one.y) for one in now.crowd] == [
        ("p1", 170, 31),
        ("p2", 290, 142),
        ("p3", 50, 142),
    ]
    assert [(one.shares, one.speaks) for one in now.crowd] == [
        (True, True),
        (False, False),
        (False, True),
    ]
    assert (now.shared, now.unmoved, now.turn, now.number) == (1, 0, Act.NAME, 4)
    half = sway(ITEM, whole[:1])
    assert (half.turn, half.number, half.crowd) == (Act.WRITE, 2, ())
    assert half.part == ITEM.parts[1]
    over = sway(ITEM, (*whole, "t1=expert", "t2=feeling"))
    assert (over.over, over.points, [one.is_right for one in over.namings]) == (
        True,
        1,
        [True, False],
    )
    with pytest.raises(ValueError, match="1 of 2 were named"):
        sway(ITEM, (*whole, "t1=expert"))
    for path, said in (
        (("expert=anger",), "at feeling"),
        (("feeling=doctor",), "at feeling"),
        ((*whole, "t2=expert", "t1=expert"), "at t1"),
        ((*whole, "t1=anders", "t2=expert"), "at t1"),
    ):
        with pytest.raises(ValueError, match=said):
            sway(ITEM, path)


def test_what_is_over_goes_on_no_more_and_nothing_is_taken_that_was_not_sent() -> None:
    rules = kind_of(ITEM)
    named = {"ga": ["ja"], "t1": ["expert"], "t2": ["feeling"]}
    whole = (*PLAINLY, "t1=expert", "t2=feeling")
    assert rules.read(ITEM, {"stap": list(PLAINLY), **named}) == whole
    assert rules.read(ITEM, {"stap": list(whole), **named}) == whole
    looked = {"stap": list(PLAINLY[:1]), "expert": ["doctor"]}
    assert rules.read(ITEM, looked) == PLAINLY[:1]
    assert rules.read(ITEM, looked | {"ga": ["ja"]}) == (*PLAINLY[:1], "expert=doctor")


def test_every_phrase_and_every_name_of_a_message_is_kept() -> None:
    tricks = ("feeling", "expert", "dilemma")
    written = {"feeling=plain", "feeling=anger", "expert=plain", "expert=doctor"}
    named = {f"{message}={trick}" for message in ("t1", "t2") for trick in tricks}
    kept = kind_of(ITEM).stored_keys(ITEM)
    assert set(kept) == {*written, "dilemma=plain", "dilemma=split", *named}
