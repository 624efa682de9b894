"""Which texts the rules about words look at, and where what they find is said to stand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from course.content.catalog import read_catalog
from course.content.check import RULES, check_folder
from course.content.check.pace import minutes_of
from course.content.check.places import Places
from course.content.check.registry import Flaw
from tests.content.made_lessons import FEEDBACK, HEAD, PAGE, PROSE, choice, folder, kind
from tests.content.reading import DRAWN
from tests.content.test_check_close import OPENER, POST, said, written
from tests.content.test_forms import named

BARE = HEAD + PROSE
TWO = choice("p1", "Goed of fout? ‘Delen mag.’").replace(
    f"- [ ] c. Een derde keuze {{V5}}\n  > {FEEDBACK}\n", ""
)
MATCH = "\n::: match m1\nextra: {extra}\n\nWaar hoort het?\n\n- a. Dit = {place}\n  > Ja, zo.\n- b. Dat = Boven\n  > Ja, zo.\n:::\n"
NUMBER = "\n::: number n1\nanswer: 20\nwithin: 0\ngoal: L1\n\nHoeveel dagen?\n{said}:::\n"


@pytest.mark.parametrize(
    ("rule", "lesson", "broken"),
    [
        ("catch-all-option", BARE + choice("p1", "Kies u alle genoemde keuzes?"), False),
        ("double-negation", BARE + choice("p1", "Wat mag nooit niet?"), True),
        ("double-negation", BARE + choice("p1", right="Ja, maar niemand mag nooit delen"), True),
        ("double-negation", BARE + choice("p1", right="Niet delen, en niets zeggen"), False),
        ("true-or-false", BARE + TWO, False),
        ("informal", BARE + MATCH.format(place="Bij jou", extra="Onder"), True),
        ("informal", BARE + MATCH.format(place="Bij u", extra="Onder"), False),
        ("told-in-message", written(POST + "‘Dat mag niet’, hoor.\n"), False),
        ("option-feedback", BARE + NUMBER.format(said=""), True),
        (
            "option-feedback",
            BARE + NUMBER.format(said="\nafter: Twintig.\nlow: Tel op.\nhigh: Tel af.\n"),
            False,
        ),
    ],
)
def test_which_texts_a_rule_is_about(rule: str, lesson: str, broken: bool, tmp_path: Path) -> None:
    assert bool(said(tmp_path, rule, {"les": lesson})) is broken


@pytest.mark.parametrize(("seen", "broken"), [("Je ziet een klas.", True), ("Een klas.", False)])
def test_what_a_drawing_shows_is_read_as_well(seen: str, broken: bool, tmp_path: Path) -> None:
    figure = f"\n::: figure klaslokaal.svg\nalt: {seen}\n\nZo zit het.\n:::\n"
    path = folder(tmp_path / "modules", {"les": PAGE + figure})
    shutil.copytree(DRAWN / "media", path / "een" / "media")
    found = check_folder(path).problems
    assert [one for one in found if one.rule == "drawing"] == []
    assert ("informal" in {one.rule for one in found}) is broken


@pytest.mark.parametrize(("long", "broken"), [(28, False), (29, True)])
def test_of_a_hundred_words_twenty_eight_may_be_long(
    long: int, broken: bool, tmp_path: Path
) -> None:
    """The title is one of the others."""
    text = "collega’s " * long + "klas " * (99 - long)
    assert bool(said(tmp_path, "long-words", {"les": f"{HEAD}\n{text.strip()}.\n"})) is broken


def test_a_page_leads_to_what_somebody_may_open(tmp_path: Path) -> None:
    """Questions for later are no page of their own; those beforehand are."""
    linked = PAGE.replace("een foto", "[een foto](begin) en [meer](later)")
    later = kind("refresher", choice("q1"))
    lessons = {"les": linked, "begin": kind("opener", OPENER), "later": later}
    assert said(tmp_path, "dead-link", lessons) == ["De link naar ‘later’ leidt nergens heen."]


def test_a_module_takes_the_minutes_it_promises_or_fewer(tmp_path: Path) -> None:
    path = folder(tmp_path / "modules", {"les": HEAD + PROSE * 60 + choice("p1")})
    taken = round(minutes_of(read_catalog(path).courses[0].modules[0]))
    assert taken > 1
    head = path / "een" / "module.toml"
    for promised, broken in ((taken, False), (taken - 1, True)):
        head.write_text(head.read_text("utf-8").replace("minutes = 5", f"minutes = {promised}"))
        rules = {one.rule for one in check_folder(path).problems}
        assert ("module-minutes" in rules) is broken
        head.write_text(head.read_text("utf-8").replace(f"minutes = {promised}", "minutes = 5"))


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ('["t0"]', "[]", ["Over leerdoel L1 vraagt vorm A 1 keer iets, vorm B 0 keer."]),
        ("[]", '["t0"]', ["Over leerdoel L1 vraagt vorm A 0 keer iets, vorm B 1 keer."]),
        ("[]", "[]", ["De vormen stellen geen enkele vraag."]),
    ],
)
def test_a_form_that_asks_nothing_is_not_like_the_other(
    a: str, b: str, told: list[str], tmp_path: Path
) -> None:
    found = check_folder(named(tmp_path, a, b)).problems
    assert [one.message for one in found if one.rule == "parallel-forms"] == told


def test_a_question_without_a_goal_is_in_no_form(tmp_path: Path) -> None:
    path = named(tmp_path, '["t0"]', '["t1"]')
    test = path / "een" / "02-toets.md"
    test.write_text(test.read_text("utf-8").replace("goal: L1\n", "", 1), "utf-8")
    found = [one.message for one in check_folder(path).problems if one.rule == "parallel-forms"]
    assert any("‘t0’ kan niet in een vorm" in message for message in found)


@pytest.mark.parametrize(
    ("item", "quote", "line"),
    [
        ("p1", "Wat kiest u in geval p1?", 11),
        ("p2", "Wat kiest u in geval p2?", 27),
        ("p2", "- [ ] a. Een tweede", 29),
        ("p1", "- [ ] a. Een tweede", 8),  # not in its block: where that begins
        ("p2", "", 24),
        ("", "- [ ] a. Een tweede", 29),
        ("", "Wat kiest u in geval p2?", 11),  # four words are looked for
        ("weg", "", 1),
        ("", "staat er niet", 1),
    ],
)
def test_a_finding_stands_where_its_words_begin_in_its_own_block(
    item: str, quote: str, line: int, tmp_path: Path
) -> None:
    path = folder(tmp_path / "modules", {"les": PAGE})
    found = Places(path).problem(RULES["hint"], "een", Flaw("Iets.", "les", item, quote))
    assert (found.file, found.line, found.message) == ("een/01-les.md", line, "Iets.")


def test_what_is_about_no_lesson_stands_in_the_file_of_its_module(tmp_path: Path) -> None:
    places = Places(folder(tmp_path / "modules", {"les": PAGE}))
    for module, lesson, file in (
        ("", "", "courses.toml"),
        ("een", "", "een/module.toml"),
        ("een", "weg", "een/weg.md"),
    ):
        found = places.problem(RULES["hint"], module, Flaw("Iets.", lesson))
        assert (found.file, found.line) == (file, 1)
