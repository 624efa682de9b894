"""What an author hears of a block that cannot be: one thing under one name, and nothing else."""

from __future__ import annotations

import pytest

from course.kinds.cloze.item import ClozeItem
from course.kinds.cloze.rules import words_beside
from course.kinds.dilemma.item import DilemmaItem
from course.kinds.dilemma.story import costliest, walk
from course.kinds.hotspot.item import HotspotItem
from course.kinds.registry import kind_of
from tests.content.made_lessons import STORY
from tests.content.reading import examples, item, parse

WORST = "::: best-worst b1\ngoal: L1\n\nWat?\n\n- [+] a. Dit\n  > Ja.\n- [-] b. Dat\n  > Nee.\n- [ ] c. Iets\n  > Ertussen.\n:::"
CHOICE = "::: choice c1\ngoal: L1\n\nWat?\n\n- [x] a. Dit\n  > Ja.\n- [ ] b. Dat\n  > Nee.\n:::"
BINS = "::: categorise s1\ngoal: L1\nbins: Valkuil | Voordeel\n\nWat?\n\n- a. Dit = Valkuil\n  > Ja.\n- b. Dat = Voordeel\n  > Ja.\n:::"
GAP = "::: cloze g1\ngoal: L1\n\nHet duurt wel [[1]] hele dagen.\n\n- [x] 1a. 20\n  > Ja.\n- [x] 1b. twintig\n  > Ja.\n- [ ] 1c. lang\n  > Nee.\n:::"
PLAN = "::: plan p1\n\nWat gaat u doen?\n\n- a. Als ik een foto zie = dan vraag ik het na.\n:::"
SWAY = next(text for text in examples("item") if text.startswith("::: sway"))
METERS = STORY.replace("title: Een foto", "title: Een foto\nmeters: rust 10")


@pytest.mark.parametrize(
    ("text", "old", "new", "rule"),
    [
        (WORST, "[-] b.", "[ ] b.", "one-right"),
        (WORST, "[ ] c.", "[-] c.", "one-right"),
        (WORST, "[ ] c.", "[+] c.", "one-right"),
        (WORST, "- [ ] c. Iets\n  > Ertussen.\n", "", "few-options"),
        (CHOICE, "[x]", "[ ]", "one-right"),
        (CHOICE, "[ ]", "[x]", "one-right"),
        (BINS, "bins: Valkuil | Voordeel\n", "", "bins"),  # and not for each card again
        (BINS, "= Voordeel", "= Nadeel", "bins"),
        (GAP, "[x]", "[ ]", "one-right"),
        (PLAN, "Als ik", "Wanneer ik", "pair"),
        (PLAN, "dan vraag", "vraag", "pair"),
        (STORY, "-> schade\n", "-> schade\n- c. Niets.\n", "target"),
        (STORY, "## goed [good]", "## goed", "no-ending"),
        (STORY, "## start: Een foto\n", "## start: Een foto\nbins: een\n", "attribute"),
        (METERS, "rust 10", "rust 11", "meter"),
        (METERS, "rust 10", "rust veel", "meter"),
    ],
)
def test_what_is_wrong_is_told_once(text: str, old: str, new: str, rule: str) -> None:
    assert parse(text)[1] == []
    assert old in text
    assert {one.rule for one in parse(text.replace(old, new))[1]} == {rule}
    assert len(parse(text.replace(old, new))[1]) == 1


def test_a_message_without_its_trick_is_told() -> None:
    wrong = "\n".join(
        line.rpartition(" = ")[0] if line.lstrip().startswith("- t1. ") else line
        for line in SWAY.splitlines()
    )
    assert wrong != SWAY.rstrip("\n")
    assert "pair" in {one.rule for one in parse(wrong)[1]}


def test_a_scene_may_send_to_a_module() -> None:
    story = item(STORY.replace("## start: Een foto\n", "## start: Een foto\nmodule: delen\n"))
    assert [*kind_of(story).modules(story)] == ["delen"]
    assert [*kind_of(item(STORY)).modules(item(STORY))] == []


def test_a_gap_in_which_one_spelling_is_a_number_asks_for_digits() -> None:
    found = item(GAP)
    assert isinstance(found, ClozeItem)
    assert found.gaps[0].is_number
    words = item(GAP.replace("1a. 20", "1a. twee"))
    assert isinstance(words, ClozeItem)
    assert not words.gaps[0].is_number


def test_the_words_beside_a_gap_are_one_before_and_one_after() -> None:
    found = item(GAP)
    assert isinstance(found, ClozeItem)
    assert words_beside(found, found.gaps[0]) == ("wel", "hele")


def test_what_there_is_to_see_in_a_drawing_is_a_label_of_it() -> None:
    shown = item(next(text for text in examples("item") if text.startswith("::: hotspot")))
    assert isinstance(shown, HotspotItem)
    assert [*kind_of(shown).labels(shown)] == [shown.alt]
    assert [*kind_of(item(WORST)).labels(item(WORST))] == []


def test_a_story_without_meters_has_no_costliest_choice() -> None:
    story = item(STORY)
    assert isinstance(story, DilemmaItem)
    assert costliest(walk(story, ["a"])) is None
    weighed = item(METERS.replace("-> schade", "-> schade (rust -1)"))
    assert isinstance(weighed, DilemmaItem)
    cost = costliest(walk(weighed, ["b"]))
    assert cost is not None
    assert dict(cost.changes) == {"rust": -1}
