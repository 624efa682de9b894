"""Every rule of the linter: a folder that breaks it, and what comes close without breaking it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from course.config import ROOT
from course.content.catalog import read_catalog
from course.content.check import RULES, check_folder
from course.content.check.changes import changed_keys
from course.content.check.pages import LEARN_PATH, SITE_PATHS
from course.content.types import Lesson
from tests.content.made_lessons import (
    DEAD_LINK,
    DILEMMA,
    FEEDBACK,
    HEAD,
    LONGER,
    PAGE,
    PROSE,
    TOLD,
    bank,
    choice,
    folder,
    kind,
    stories,
)
from tests.content.reading import MODULE

LONG_SENTENCE = "U " + "deelt " * 19 + "foto’s."  # 21 words
HARD = "Verantwoordelijkheidsbesef. Organisatieverantwoordelijkheid. " * 30
OTHER = choice("p9")

# rule: the lessons of a folder that breaks it, the file and line at which it says so
BROKEN: dict[str, tuple[dict[str, str], str, int]] = {
    "option-feedback": ({"les": PAGE.replace(f"  > {FEEDBACK}\n", "", 1)}, "01-les.md", 13),
    "feedback-length": ({"les": PAGE.replace(FEEDBACK, LONGER * 11, 1)}, "01-les.md", 14),
    "catch-all-option": (
        {"les": PAGE.replace("Een derde keuze", "Geen van bovenstaande", 1)},
        "01-les.md",
        17,
    ),
    "true-or-false": (
        {"les": HEAD + PROSE + choice("p1", "Waar of niet waar? ‘Delen mag.’")},
        "01-les.md",
        11,
    ),
    "empty-word": (
        {"les": PAGE.replace("Bekijk eerst", "Vraag {{naam_its}} en bekijk")},
        "01-les.md",
        6,
    ),
    "double-negation": (
        {"les": PAGE.replace("De eerste", "Nooit niet vragen", 1)},
        "01-les.md",
        13,
    ),
    "distractor-code": ({"les": PAGE, "toets": bank().replace(" {V5}", "", 2)}, "02-toets.md", 14),
    "hint": ({"les": PAGE.replace("hint: Lees nog eens.\n", "", 1)}, "01-les.md", 8),
    "refutation": (
        {"les": PAGE, "toets": bank().replace("refute: Zo zit het.\n", "", 1)},
        "02-toets.md",
        7,
    ),
    "retrieval-question": ({"les": PAGE, "leeg": HEAD + PROSE}, "02-leeg.md", 1),
    "longest-key": (
        {"les": PAGE, "toets": bank("De eerste en verreweg de langste keuze")},
        "02-toets.md",
        1,
    ),
    "scene-length": (
        {"les": PAGE, "verhaal": stories(a="Eerst vragen aan de ouders of het mag")},
        "module.toml",
        1,
    ),
    "scene-place": ({"les": PAGE, "verhaal": stories()}, "module.toml", 1),
    "absolute-words": (
        {"les": PAGE, "toets": bank().replace("keuze {V5}", "keuze, altijd {V5}")},
        "module.toml",
        1,
    ),
    "only-if": (
        {"les": PAGE, "toets": bank().replace("derde keuze", "keuze, maar alleen vandaag")},
        "module.toml",
        1,
    ),
    "hint-key": (
        {
            "les": PAGE.replace("De eerste", "Eerst overleggen", 1).replace(
                "hint: Lees nog eens.", "hint: Kunt u nog overleggen?", 1
            )
        },
        "01-les.md",
        20,
    ),
    "word-list": ({"les": PAGE.replace("een foto", "een foto uit de ouderapp")}, "01-les.md", 6),
    "key-place": ({"les": PAGE, "toets": bank(places="000000")}, "module.toml", 1),
    "key-variants": (
        {"les": PAGE.replace("goal: L1\n", "goal: L1\nkey-item: yes\n", 1)},
        "01-les.md",
        8,
    ),
    "goal-items": ({"les": HEAD + PROSE + choice("p1")}, "module.toml", 7),
    "item-goal": ({"les": PAGE + OTHER.replace("goal: L1\n", "")}, "01-les.md", 40),
    "duplicate-question": (
        {"les": PAGE + choice("p9", "Wat kiest u in geval p1?")},
        "01-les.md",
        40,
    ),
    "sentence-length": ({"les": PAGE.replace("U deelt een foto.", LONG_SENTENCE)}, "01-les.md", 6),
    "readability": ({"les": PAGE.replace("U deelt een foto.", HARD)}, "01-les.md", 1),
    "long-words": (
        {"les": PAGE.replace("U deelt een foto.", "Collega’s bespreken afspraken. " * 20)},
        "01-les.md",
        1,
    ),
    "informal": ({"les": PAGE.replace("wie erop staat", "of je erop staat")}, "01-les.md", 6),
    "straight-quotes": ({"les": PAGE.replace("een foto", "foto's")}, "01-les.md", 6),
    "told-in-message": (
        {"les": PAGE.replace("U deelt een foto.", f"U deelt een foto.\n\n{TOLD}\n\n")},
        "01-les.md",
        9,
    ),
    "loose-mark": ({"les": PAGE.replace("een foto", "{{Artikel-4}}")}, "01-les.md", 6),
    "page-length": (
        {"les": PAGE.replace("U deelt een foto.", "U deelt een foto. " * 30)},
        "01-les.md",
        1,
    ),
    "dead-link": ({"les": DEAD_LINK}, "01-les.md", 6),
    "unchecked-fact": (
        {"les": PAGE.replace('["L1"]\n', '["L1"]\nfacts = ["F1"]\n')},
        "01-les.md",
        4,
    ),
    "module-minutes": (
        {f"les_{n}": HEAD + PROSE * 60 + choice(f"q{n}") for n in range(3)},
        "module.toml",
        4,
    ),
    "good-ending": (
        {"les": PAGE, "verhaal": DILEMMA.replace("[good]", "[better]")},
        "02-verhaal.md",
        7,
    ),
    "ending-lesson": (
        {"les": PAGE, "verhaal": DILEMMA.replace("lesson: Vragen werkt.\n", "")},
        "02-verhaal.md",
        19,
    ),
    "told-result": (
        {
            "les": PAGE,
            "verhaal": DILEMMA.replace("title: Een foto", "title: Een foto\nmeters: rust 6"),
        },
        "02-verhaal.md",
        12,
    ),
    "expert": (
        {"les": PAGE, "verhaal": DILEMMA.replace("expert: Ik begin bij wie erop staat.\n", "")},
        "02-verhaal.md",
        11,
    ),
}
# need two modules, or two versions: tests of their own below; or forms, in test_forms.py
ELSEWHERE = {
    "duplicate-key",
    "changed-key",
    "parallel-forms",
    "entry-in-form",
}


def found(path: Path, lessons: dict[str, str]) -> set[tuple[str, str, int]]:
    """Rule, file and line of every problem."""
    problems = check_folder(folder(path / "modules", lessons)).problems
    return {(problem.rule, problem.file.removeprefix("een/"), problem.line) for problem in problems}


def test_a_sound_folder_breaks_no_rule(tmp_path: Path) -> None:
    assert found(tmp_path, {"les": PAGE, "toets": bank(), "verhaal": DILEMMA}) == set()


def test_every_rule_has_a_folder_that_breaks_it() -> None:
    assert BROKEN.keys() | ELSEWHERE == RULES.keys()


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_named_at_its_line(rule: str, tmp_path: Path) -> None:
    lessons, file, line = BROKEN[rule]
    assert (rule, file, line) in found(tmp_path, lessons)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("sentence-length", PAGE.replace("U deelt een "
"foto.", LONG_SENTENCE.replace("deelt ", "", 1))),  # 20 words
        ("sentence-length", PAGE.replace("U deelt een "
"foto.", "- " + "deelt " * 15 + "\n- " + "foto " * 15)),
        ("sentence-length", PAGE.replace("U deelt een "
"foto.", "De moeder zegt: ‘" + "Ja " * 19 + "graag.’")),
        ("informal", PAGE.replace("wie erop staat", "de foto. ‘Wil je erop staan?’")),
        ("informal", PAGE.replace("wie erop staat", "‘mama’s foto, en of je wilt’")),
        ("informal", PAGE.replace("wie erop staat", "het jeugdjournaal")),
        ("straight-quotes", PAGE.replace("een foto", "‘foto’s’ met `\"`")),
        ("loose-mark", PAGE.replace("een foto", "{{naam_fg}} een "
"foto")),  # unknown here, but a good variable
        ("double-negation", PAGE.replace("De eerste", "Niet waar, niemand hoeft dat")),
        ("double-negation", PAGE.replace("De eerste", "Wie niets zegt, doet niets")),
        ("double-negation", PAGE.replace("De eerste", "Zonder akkoord kan het niet")),
        ("feedback-length", PAGE.replace(FEEDBACK, "woord " * 59 + "woord.")),  # 60 words
        ("dead-link", PAGE.replace("een foto", "[hulp](/hulp) en [les](les) en [elders](https://voorbeeld.nl)")),
        ("dead-link", PAGE.replace("een foto", "[een](/leren/proef/een) en "
"[les](/leren/proef/een/les)")),
        ("goal-items", DILEMMA.replace("title: Een foto", "title: F\nmeters: rust "
"6").replace("-> goed", "-> meer")
         .replace("## goed", "## meer: Later\nEr is meer.\n\n- c. Door. -> goed\n\n## goed")),
        ("page-length", PAGE + "\n::: only sectors=po\n" + "U deelt. " * 55 + "\n:::\n"),
        (
            "page-length",  # two texts that nobody meets both
            PAGE + "".join("\n::: only "
f"sectors={name}\n" + "U deelt. " * 55 + "\n:::\n" for name in ("po", "vo")),
        ),
        ("hint", kind("exercise", OTHER.replace("hint: Lees nog eens.\n", ""))),
        ("distractor-code", PAGE.replace(" {V5}", "")),  # a page, not a test
        ("retrieval-question", HEAD + PROSE + "\n::: reflection r1\nWat doet u "
"morgen?\n\nexample: Vragen.\n:::\n"),
        ("unchecked-fact", PAGE.replace('["L1"]\n', '["L1"]\nfacts = ["F1"]\nchecked = '
'2026-11-20\n')),
        ("true-or-false", HEAD + PROSE + choice("p1", "Waar of niet waar, en waarom? ‘Ja.’")),
        ("catch-all-option", PAGE.replace("De eerste", "Alle ouders van de klas")),
        ("good-ending", DILEMMA.replace("[good]", "[better]").replace("title: Een foto", "title: "
"F\nmeters: rust 6")),
        ("key-variants", PAGE.replace("goal: L1\n", "goal: L1\nkey-item: yes\n", 1)
         + choice("v1", more="variant-of: p1\n") + choice("v2", more="variant-of: p1\n")),
    ],
)  # fmt: skip
def test_what_comes_close_is_let_through(rule: str, text: str, tmp_path: Path) -> None:
    assert rule not in {name for name, _, _ in found(tmp_path, {"les": text})}


@pytest.mark.parametrize(("count", "named"), [("Twee", True), ("Drie", False)])
def test_a_hint_says_not_how_many_choices_are_right(
    count: str, named: bool, tmp_path: Path
) -> None:
    several = choice("p3").replace("choice p3", "multiple p3").replace("[ ] b.", "[x] b.")
    page = PAGE + several.replace("Lees nog eens.", f"{count} keuzes horen samen.")
    rules = {rule for rule, _, _ in found(tmp_path, {"les": page})}
    assert ("hint-key" in rules) is named


@pytest.mark.parametrize(
    "wrong", ["Niet zonder vragen", "Het is niet onmogelijk", "Niemand mag nooit iets delen"]
)
def test_negations_that_cancel_are_found(wrong: str, tmp_path: Path) -> None:
    assert "double-negation" in {
        name for name, _, _ in found(tmp_path, {"les": PAGE.replace("De eerste", wrong)})
    }


def test_a_scene_that_sends_to_no_module_is_an_error(tmp_path: Path) -> None:
    stray = DILEMMA.replace("## start: Een foto\n", "## start: Een foto\nmodule: weg\n")
    assert ("dead-link", "02-verhaal.md", 12) in found(
        tmp_path / "a", {"les": PAGE, "verhaal": stray}
    )
    home = stray.replace("module: weg", "module: een")
    assert "dead-link" not in {
        name for name, _, _ in found(tmp_path / "b", {"les": PAGE, "verhaal": home})
    }


def test_a_key_in_two_modules_is_an_error(tmp_path: Path) -> None:
    modules = folder(tmp_path / "modules", {"les": PAGE})
    (modules / "twee").mkdir()
    (modules / "twee" / "module.toml").write_text(MODULE, "utf-8")
    (modules / "twee" / "01-les.md").write_text(PAGE.replace("geval p", "dit geval p"), "utf-8")
    courses = (modules / "courses.toml").read_text("utf-8").replace('["een"]', '["een", "twee"]')
    (modules / "courses.toml").write_text(courses, "utf-8")
    catalog = check_folder(modules)
    assert ("twee/01-les.md", 8, "duplicate-key") in {
        (p.file, p.line, p.rule) for p in catalog.problems
    }
    assert not catalog.publishable


def lessons(path: Path, text: str) -> Iterator[tuple[str, Lesson]]:
    """The lessons of a course with one page, as a published version would hold them."""
    course = read_catalog(folder(path, {"les": text})).courses[0]
    return ((module.slug, lesson) for module in course.modules for lesson in module.lessons)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (PAGE, None),
        (
            PAGE.replace("U deelt", "U stuurt").replace("Een derde keuze", "Een andere keuze"),
            None,
        ),  # only words
        (
            PAGE.replace("choice p1", "choice p7"),
            "deze vraag is hier weg, of heeft een andere sleutel.",
        ),
        (
            PAGE.replace("choice p1", "multiple p1"),
            "deze vraag was een choice en is nu een multiple.",
        ),
        (PAGE.replace("] c.", "] d."), "keuze c is weg."),
        (
            PAGE.replace("[x] a.", "[ ] a.").replace("[ ] b.", "[x] b.", 1),
            "een ander antwoord is nu goed.",
        ),
    ],
)
def test_only_what_changes_the_meaning_of_answers_is_a_change(
    new: str, says: str | None, tmp_path: Path
) -> None:
    changes = changed_keys(lessons(tmp_path / "a", PAGE), lessons(tmp_path / "b", new))
    assert {change.message for change in changes if change.place == ("een", "les", "p1")} == (
        {says} if says else set()
    )


def test_links_to_the_site_lead_to_routes_that_are_there(app: Flask) -> None:
    routes = {rule.rule for rule in app.url_map.iter_rules()}
    assert routes >= {*SITE_PATHS, f"{LEARN_PATH}/<course>/<module>/<lesson>"}


def test_the_command_prints_rule_and_severity_for_other_programs(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    modules = folder(tmp_path / "modules", BROKEN["informal"][0])
    result = runner.invoke(args=["content", "check", "--json", str(modules)])
    assert result.exit_code == 0  # a warning does not fail
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [(row["rule"], row["severity"], row["file"], row["line"]) for row in rows] == [
        ("informal", "warning", "een/01-les.md", 6)
    ]


def test_our_own_course_is_read_quickly_and_checked_in_as_much_again() -> None:
    start = time.process_time()
    catalog = read_catalog(ROOT / "modules")
    read = time.process_time() - start
    check_folder(ROOT / "modules")
    assert len(catalog.courses[0].modules) >= 8
    assert read < 2  # seconds of processor; a slow one is easily lost among the tests
    assert time.process_time() - start < 6  # read twice, checked once
