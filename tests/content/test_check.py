"""Every rule of the linter: a folder that breaks it, and what comes close without breaking it."""

from __future__ import annotations

import ast
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from course import clock
from course.config import ROOT
from course.content.catalog import read_catalog
from course.content.check import RULES, check_folder
from course.content.check.changes import changed_keys
from course.content.check.pages import LEARN_PATH, SITE_PATHS
from course.content.types import Lesson
from course.models import Attempt, Release
from course.store.courses import releases
from tests.content.reading import DOCUMENT, MODULE, write_folder
from tests.learning import learner

HEAD = '+++\ntitle = "Les"\ngoals = ["L1"]\n+++\n'
PROSE = "\nU deelt een foto. Bekijk eerst wie erop staat.\n"
LONGER = "een woord en nog een woord "
FEEDBACK = "Dat past hier. Kijk de volgende keer weer zo."


def choice(
    key: str, question: str = "", right: str = "De eerste", place: int = 0, more: str = ""
) -> str:
    """A single-choice question without a fault. `more` holds extra attributes."""
    options = ["Een tweede keuze", "Een derde keuze"]
    options.insert(place, right)
    lines = "".join(
        f"- [{'x' if n == place else ' '}] {'abc'[n]}. {text}{'' if n == place else ' {V5}'}\n  "
        f"> {FEEDBACK}\n"
        for n, text in enumerate(options)
    )
    asked = question or f"Wat kiest u in geval {key}?"
    return (
        f"\n::: choice {key}\ngoal: L1\n{more}\n{asked}\n\n{lines}\nhint: Lees nog "
        "eens.\nrefute: Zo zit het.\n:::\n"
    )


PAGE = HEAD + PROSE + choice("p1") + choice("p2", place=1)
TOLD = "{post: Een ouder, gisteren}\n> Kijk nou! ‘Dit kan niet’, zegt een moeder."
STORY = """
::: dilemma S1
title: Een foto
goal: L1

## start: Een foto
U ziet een foto van een leerling.

- a. Vragen of het mag. -> goed
- b. Meteen delen. -> schade

expert: Ik begin bij wie erop staat.

## goed [good]: Het mag
De leerling is blij dat u het vroeg.

lesson: Vragen werkt.

## schade [harm]: Het mocht niet
De leerling schrikt.

lesson: Vraag het de volgende keer eerst.
:::
"""
DILEMMA = HEAD.replace('title = "Les"', 'title = "Les"\nkind = "dilemma"') + STORY


def stories(**texts: str) -> str:
    """Six stories of one decision each, the best choice first; `texts` changes a choice."""
    told = "".join(
        STORY.replace("S1", f"S{n}").replace("Een foto", f"Foto {n}") for n in range(1, 7)
    )
    for key, text in texts.items():
        told = re.sub(rf"- {key}\. .* -> ", f"- {key}. {text} -> ", told)
    return DILEMMA.replace(STORY, told)


def kind(name: str, body: str) -> str:
    """A lesson of this kind with this body."""
    return HEAD.replace('title = "Les"', f'title = "Les"\nkind = "{name}"') + body


def bank(right: str = "De eerste", places: str = "012012") -> str:
    """A test of six questions with their right option at these places."""
    items = "".join(
        choice(f"t{n}", right=right, place=int(place)) for n, place in enumerate(places)
    )
    return kind("test", items)


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
    "dead-link": ({"les": PAGE.replace("een foto", "[een foto](weg)")}, "01-les.md", 6),
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

FACTS = '[facts.F1]\ntext = "Iets"\ncertainty = "B"\nsources = []\nreview = true\n'


def folder(path: Path, lessons: dict[str, str]) -> Path:
    """A content folder with these lessons, one misconception and one fact that may change."""
    write_folder(path, **lessons)
    (path / "misconceptions.toml").write_text('V5 = "Doorsturen is niet mijn zaak"\n', "utf-8")
    (path / "facts.toml").write_text(FACTS, "utf-8")
    return path


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


def section(title: str) -> str:
    """A part of the format's documentation, up to the next heading of the same rank."""
    return DOCUMENT.read_text("utf-8").split(f"\n{title}\n", 1)[1].split("\n## ", 1)[0]


def test_every_rule_is_documented_in_its_own_words() -> None:
    text = " ".join(section("## What the check looks at").split())
    for rule in RULES.values():
        assert f"**`{rule.name}`** ({rule.severity.value}) {' '.join(rule.meaning.split())}" in text


PLACES_OF_NAMES = {
    "error": 1,
    "warn": 1,
    "report": 0,
    "problem": 0,
    "expect": 2,
    "Problem": 2,
    "needed_note": 2,
    "needed_attribute": 2,
}


def names_in_sources() -> set[str]:
    """The rule names of every mistake of form, read from the code: in the calls that report one,
    and in the pairs of a name and its sentence that stand ready for it.
    """
    floors = [ROOT / "course" / floor for floor in ("text", "kinds", "content")]
    names: set[str] = set()
    for path in chain.from_iterable(floor.rglob("*.py") for floor in floors):
        if path.is_relative_to(floors[-1] / "check"):
            continue  # those have their own list, and their own test
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names |= {name for name in (named_by_call(node), named_by_pair(node)) if name}
    return names


def named_by_call(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    place = PLACES_OF_NAMES.get(called, len(node.args))
    return constant(node.args[place]) if place < len(node.args) else None


def named_by_pair(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Tuple) or len(node.elts) != 2:
        return None
    name, sentence = node.elts
    ready = isinstance(sentence, ast.Name) and sentence.id.startswith("_NO_")
    told = " " in (constant(sentence) or "")
    found = constant(name) or ""
    return found if (ready or told) and re.fullmatch(r"[a-z-]+", found) else None


def constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_mistake_of_form_is_documented() -> None:
    form = section("## What the check looks at").split("### Mistakes of form", 1)[1]
    assert set(re.findall(r"`([a-z-]+)`", form)) == names_in_sources()


def test_our_own_course_is_read_quickly_and_checked_in_as_much_again() -> None:
    start = time.process_time()
    catalog = read_catalog(ROOT / "modules")
    read = time.process_time() - start
    check_folder(ROOT / "modules")
    assert len(catalog.courses[0].modules) >= 8
    assert read < 2  # seconds of processor; a slow one is easily lost among the tests
    assert time.process_time() - start < 6  # read twice, checked once


def publish(runner: FlaskCliRunner, modules: Path, *options: str) -> tuple[int, str]:
    """Publish this folder. Returns the exit code and everything that was said."""
    app = runner.app
    before = app.config["DEELWIJS"]
    app.config["DEELWIJS"] = replace(before, modules_dir=modules)
    try:
        result = runner.invoke(args=["content", "publish", *options])
    finally:
        app.config["DEELWIJS"] = before
    return result.exit_code, result.output


def give_answer(session: Any, release: str) -> None:
    """One answer to question p1 in this release."""
    session.add(
        Attempt(
            enrolment_id=learner(session).enrolment_id,
            release=release,
            module="een",
            lesson="les",
            item="p1",
            response=["a"],
            earned=1,
            possible=1,
            settled=True,
            submission="inzending-1",
            submitted_at=clock.now(),
        )
    )
    session.commit()


@pytest.mark.empty  # nobody answered an earlier edition of this course
def test_publishing_keeps_the_right_answer_of_a_question_that_was_answered(
    runner: FlaskCliRunner, session: Any, tmp_path: Path
) -> None:
    other_right = (
        PAGE.replace("[x] a.", "[ ] a.")
        .replace("[ ] b.", "[x] b.", 1)
        .replace("eerste", "eerste {V5}")
    )
    old, new = (
        folder(tmp_path / name, {"les": text})
        for name, text in (("oud", PAGE), ("nieuw", other_right))
    )
    assert publish(runner, old)[0] == 0
    first = releases.current("proef")
    assert first is not None
    give_answer(session, first)
    code, said = publish(runner, new, "--change", "wording")
    assert code == 1
    assert "een/les/p1: een ander antwoord is nu goed." in said
    assert "--allow-key-change" in said
    assert releases.current("proef") == first
    assert publish(runner, new, "--change", "wording", "--allow-key-change")[0] == 0
    assert set(session.scalars(select(Release.hash))) > {first}


@pytest.mark.empty  # nobody answered an earlier edition of this course
def test_publishing_may_change_a_question_that_nobody_answered(
    runner: FlaskCliRunner, session: Any, tmp_path: Path
) -> None:
    old, new = (
        folder(tmp_path / "oud", {"les": PAGE}),
        folder(tmp_path / "nieuw", {"les": PAGE.replace("p2", "p8")}),
    )
    assert publish(runner, old)[0] == 0
    first = releases.current("proef")
    assert first is not None
    give_answer(session, first)
    code, said = publish(runner, new)
    assert (code, "Kies wat er is veranderd. (--change" in said) == (1, True)
    assert releases.current("proef") == first
    assert publish(runner, new, "--change", "wording", "--dry-run")[0] == 0
    assert releases.current("proef") == first
    assert publish(runner, new, "--change", "wording")[0] == 0
    assert releases.current("proef") != first
    assert publish(runner, old, "--change", "wording")[0] == 0
    assert releases.current("proef") == first, "an earlier text is current again"


def test_publishing_is_refused_for_an_error_that_only_the_linter_sees(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    code, said = publish(runner, folder(tmp_path / "modules", BROKEN["dead-link"][0]))
    assert (code, "[dead-link]" in said) == (1, True)
