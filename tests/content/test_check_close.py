"""Rules of the linter at their border: what just breaks one, and what just does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from course.content.catalog import read_catalog
from course.content.check import check_folder, registry
from course.content.check.changes import changed_keys
from course.content.check.pace import lesson_minutes, minutes_of
from course.content.check.pages import most_words
from course.content.types import Lesson, Module
from course.kinds.pace import WORDS_PER_MINUTE, Pace, read_in
from course.kinds.registry import kind_of
from course.text.problems import Severity
from tests.content.made_lessons import (
    FEEDBACK,
    HEAD,
    PAGE,
    PROSE,
    STORY,
    TOLD,
    bank,
    choice,
    folder,
    kind,
    stories,
)
from tests.content.test_forms import named

POST = "U ziet dit.\n\n{post: Een ouder, gisteren}\n> "
LIMITED = "keuze, maar alleen vandaag"
VARIANT = choice("v1", more="variant-of: p1\n").replace("goal: L1\n", "")


def several(right: int, hint: str) -> str:
    """A question of which so many of six choices are right."""
    lines = "".join(
        f"- [{'x' if n < right else ' '}] {'abcdef'[n]}. Keuze {n}\n  > {FEEDBACK}\n"
        for n in range(6)
    )
    return f"\n::: multiple m1\ngoal: L1\n\nWat past hier?\n\n{lines}\nhint: {hint}\n:::\n"


def said(path: Path, rule: str, lessons: dict[str, str]) -> list[str]:
    """What a rule says of these lessons."""
    problems = check_folder(folder(path / "modules", lessons)).problems
    return [one.message for one in problems if one.rule == rule]


@pytest.mark.parametrize(
    ("rule", "lessons", "broken"),
    [
        ("only-if", {"toets": bank().replace("derde keuze", LIMITED, 3)}, True),
        ("only-if", {"toets": bank().replace("derde keuze", LIMITED, 2)}, False),
        ("goal-items", {"les": HEAD + PROSE + choice("p1")}, True),
        (
            "goal-items",  # an exercise counts
            {"les": HEAD + PROSE + choice("p1"), "oefening": kind("exercise", choice("q1"))},
            False,
        ),
        ("item-goal", {"opfrissen": kind("refresher", VARIANT)}, False),
        ("duplicate-question", {"verhaal": stories()}, False),
        ("feedback-length", {"a": HEAD + choice("p1").replace(FEEDBACK, "woord " * 61, 1)}, True),
        ("distractor-code", {"toets": bank().replace(" {V5}", "", 1)}, False),
        ("distractor-code", {"toets": bank() + several(6, "Kijk.")}, False),
        ("refutation", {"toets": bank() + several(3, "Kijk.")}, False),
        ("hint-key", {"a": HEAD + choice("p1", right="Eerst overleggen")}, False),
        (
            "hint-key",
            {
                "a": HEAD
                + choice("p1", right="Eerst overleggen").replace("Lees", "Overleggen: lees")
            },
            True,
        ),
        (
            "hint-key",  # the question says it too
            {
                "a": HEAD
                + choice("p1", "Wilt u overleggen?", "Eerst overleggen").replace(
                    "Lees", "Overleggen: lees"
                )
            },
            False,
        ),
        (
            "hint-key",  # so does a wrong option
            {
                "a": HEAD
                + choice("p1", right="Eerst overleggen")
                .replace("Lees", "Overleggen: lees")
                .replace("Een derde", "Nooit overleggen:")
            },
            False,
        ),
    ],
)
def test_what_breaks_a_rule_and_what_comes_close(
    rule: str, lessons: dict[str, str], broken: bool, tmp_path: Path
) -> None:
    assert bool(said(tmp_path, rule, {"les": PAGE, **lessons})) is broken


@pytest.mark.parametrize("right", [2, 3, 4, 5])
def test_a_hint_does_not_count_the_right_choices(right: int, tmp_path: Path) -> None:
    words = {2: "Twee", 3: "Drie", 4: "Vier", 5: "Vijf"}
    for number, word in words.items():
        page = PAGE + several(right, f"{word} keuzes passen.")
        found = said(tmp_path / word, "hint-key", {"les": page})
        assert bool(found) is (number == right), word


@pytest.mark.parametrize(("place", "told"), [("0", "plaats 1."), ("2", "plaats 3.")])
def test_a_place_is_told_as_people_count(place: str, told: str, tmp_path: Path) -> None:
    (found,) = said(tmp_path, "key-place", {"les": HEAD + PROSE, "toets": bank(places=place * 6)})
    assert found.endswith(told)


@pytest.mark.parametrize(
    ("rule", "lesson", "told"),
    [
        ("distractor-code", bank().replace(" {V5}", "", 2), "Geef keuze ‘b’ de code"),
        ("true-or-false", HEAD + choice("p1", "Goed of fout? ‘Ja.’"), "en hier staan er 3."),
    ],
)
def test_a_finding_says_which_choice_and_how_many(
    rule: str, lesson: str, told: str, tmp_path: Path
) -> None:
    (found,) = said(tmp_path, rule, {"les": lesson})
    assert told in found


def test_what_is_for_some_kinds_of_work_is_in_no_form(tmp_path: Path) -> None:
    path = named(tmp_path, '["t0"]', '["t1"]')
    some = bank().replace("goal: L1\n", "goal: L1\naudiences: teaching\n", 1)
    (path / "een" / "02-toets.md").write_text(some, "utf-8")
    found = [one.message for one in check_folder(path).problems if one.rule == "parallel-forms"]
    assert any("‘t0’ kan niet in een vorm" in message for message in found)


def written(text: str) -> str:
    """A page with this instead of its running text."""
    return PAGE.replace("U deelt een foto. Bekijk eerst wie erop staat.", text)


@pytest.mark.parametrize(
    ("rule", "text", "broken"),
    [
        ("sentence-length", "U " + "deelt " * 10 + "– " + "deelt " * 8 + "foto’s.", False),
        ("sentence-length", "U " + "deelt " * 10 + "– " + "deelt " * 9 + "foto’s.", True),
        ("told-in-message", POST + "Hij zegt dat het niet mag.\n", False),
        ("told-in-message", POST + "Hij zegt: ‘Dat mag niet.’\n", True),
    ],
)
def test_what_is_written_just_breaks_a_rule_or_just_does_not(
    rule: str, text: str, broken: bool, tmp_path: Path
) -> None:
    assert bool(said(tmp_path, rule, {"les": written(text)})) is broken


@pytest.mark.parametrize(("words", "broken"), [(58, False), (59, True)])
def test_sixty_words_make_a_figure(words: int, broken: bool, tmp_path: Path) -> None:
    """With the one of its title."""
    page = HEAD + "\n" + "collega’s " * (words - 1) + "collega’s.\n"
    for rule in ("long-words", "readability"):
        assert bool(said(tmp_path / rule, rule, {"les": page})) is broken


def test_what_stands_around_a_straight_quote_is_told(tmp_path: Path) -> None:
    (found,) = said(
        tmp_path / "a", "straight-quotes", {"les": written("Foto's van de klas en meer.")}
    )
    assert found == "Recht aanhalingsteken in ‘…Foto's van de klas en mee…’."
    (found,) = said(
        tmp_path / "b", "straight-quotes", {"les": written("Wij delen hier geen foto's.")}
    )
    assert found == "Recht aanhalingsteken in ‘…delen hier geen foto's.…’."


def test_what_is_told_in_a_message_is_named_at_its_line(tmp_path: Path) -> None:
    """Also when it begins with what somebody says."""
    for text in (TOLD, TOLD.replace("Kijk nou! ", "")):
        path = folder(tmp_path / str(len(text)), {"les": written(f"U ziet dit.\n\n{text}\n")})
        lines = [one.line for one in check_folder(path).problems if one.rule == "told-in-message"]
        assert lines == [9]


OPENER = "\n::: opener o1\nWat denkt u?\n\n- a. Dit\n- b. Dat\n\nafter: Zo zit het.\n:::\n"


def test_a_module_takes_what_it_begins_with_and_not_what_is_for_others(tmp_path: Path) -> None:
    """Of what may be skipped only the question beforehand: who begins meets that."""
    more = {
        "begin": kind("opener", OPENER),
        "leiding": PAGE.replace("p1", "q1").replace(
            "+++\n\n", 'audiences = ["support"]\n+++\n\n', 1
        ),
        "extra": PAGE.replace("p1", "r1").replace("+++\n\n", "required = false\n+++\n\n", 1),
    }
    found = {}
    for name, lesson in {"": "", **more}.items():
        path = folder(tmp_path / f"m{name}", {"les": PAGE, **({name: lesson} if name else {})})
        found[name] = minutes_of(read_catalog(path).courses[0].modules[0])
    assert found["begin"] > found[""]
    assert found["leiding"] == found["extra"] == found[""]


def module_of(path: Path, **texts: str) -> Module:
    return read_catalog(folder(path, texts)).courses[0].modules[0]


def test_what_a_lesson_takes_is_its_text_and_what_one_reader_does_of_it(tmp_path: Path) -> None:
    """Of a test one sitting, of stories an average one, of a page all."""
    test = bank().replace("+++\n\n", "draw = 4\n+++\n\n", 1)
    found = module_of(tmp_path, les=PAGE, toets=test, verhaal=stories(), leeg=HEAD + PROSE)
    for lesson, share in zip(found.lessons, (1, 4 / 6, 1 / 6, 1), strict=True):
        each = [read_in(kind_of(item).pace(item) or Pace()) / 60 for item in lesson.items]
        reading = most_words(lesson) / WORDS_PER_MINUTE
        assert lesson_minutes(lesson) == pytest.approx(reading + share * sum(each)), lesson.slug
    assert most_words(found.lessons[-1]) == 9


ONLY = "\n::: only {whom}\n" + "U deelt. " * 55 + "\n:::\n"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("woord " * 120, False),
        ("woord " * 121, True),
        ("woord " * 11 + ONLY.format(whom="sectors=po"), True),
        (ONLY.format(whom="audiences=leader") + ONLY.format(whom="audiences=support"), False),
        (ONLY.format(whom="audiences=leader") + ONLY.format(whom="sectors=po"), True),
    ],
)
def test_the_most_that_one_reader_meets_makes_a_page_long(
    text: str, broken: bool, tmp_path: Path
) -> None:
    assert bool(said(tmp_path, "page-length", {"les": HEAD + "\n" + text + choice("p1")})) is broken


def test_a_lesson_of_questions_alone_has_no_running_text(tmp_path: Path) -> None:
    (lesson,) = module_of(tmp_path, toets=bank()).lessons
    assert most_words(lesson) == 0


def test_only_what_is_asked_or_chosen_is_looked_at_for_two_negations(tmp_path: Path) -> None:
    assert (
        said(tmp_path, "double-negation", {"les": written("Nooit niet vragen is niet goed.")}) == []
    )


def test_one_word_or_more_of_them_have_the_same_word_instead(tmp_path: Path) -> None:
    found = said(tmp_path, "word-list", {"les": written("Twee Ouderapps. Een meldpad.")})
    assert found == [
        "Schrijf niet ‘Ouderapps’ maar ‘oudergroep’.",
        "Schrijf niet ‘meldpad’ maar ‘meldroute’.",
    ]


def test_a_rule_has_a_name_of_its_own_and_says_what_it_means(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "RULES", dict(registry.RULES))
    monkeypatch.setattr(registry, "PAGE_RULES", [])

    def check(page: registry.Page) -> Iterator[registry.Flaw]:
        """What it means."""
        yield from ()

    def silent(page: registry.Page) -> Iterator[registry.Flaw]:
        yield from ()

    assert registry.page_rule("proef", Severity.ERROR)(check) is check
    rule = registry.Rule("proef", Severity.ERROR, "What it means.")
    assert registry.RULES["proef"] == rule
    assert [(rule, check)] == registry.PAGE_RULES
    for name, other in (("proef", check), ("hint", check), ("stil", silent)):
        with pytest.raises(ValueError, match=name):
            registry.page_rule(name)(other)
    assert [(rule, check)] == registry.PAGE_RULES


GAPS = "\n::: cloze c1\ngoal: L1\n\nHet duurt [[1]]{more}.\n\n{options}\nhint: Lees.\n:::\n"
ONE = "".join(
    f"- [{sign}] 1{key}. {key}{key}\n  > {FEEDBACK}\n"
    for key, sign in zip("abc", "x  ", strict=True)
)
GAP = GAPS.format(more="", options=ONE)
TWO_GAPS = GAPS.format(more=" of [[2]]", options=ONE + ONE.replace("] 1", "] 2"))


def lessons(path: Path, text: str) -> Iterator[tuple[str, Lesson]]:
    course = read_catalog(folder(path, {"les": PAGE + text})).courses[0]
    return ((module.slug, lesson) for module in course.modules for lesson in module.lessons)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (GAP, GAP, []),
        (GAP, TWO_GAPS, ["een ander antwoord is nu goed."]),
        (TWO_GAPS, GAP, ["keuze 2a, 2b, 2c is weg.", "een ander antwoord is nu goed."]),
    ],
)
def test_a_part_that_comes_or_goes_makes_another_answer_right(
    before: str, after: str, told: list[str], tmp_path: Path
) -> None:
    """An answer that was kept has no such part, or one too many."""
    found = changed_keys(lessons(tmp_path / "a", before), lessons(tmp_path / "b", after))
    assert [change.message for change in found] == told


FURTHER = STORY.replace("- b. Meteen", "- c. Iets anders doen. -> goed\n- b. Meteen")
ELSEWHERE = STORY.replace("het mag. -> goed", "het mag. -> schade").replace(
    "delen. -> schade", "delen. -> goed"
)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (STORY, STORY, []),
        (STORY, FURTHER, []),  # nobody took what was not there yet
        (FURTHER, STORY, ["keuze c is weg.", "een ander antwoord is nu goed."]),
        (STORY, ELSEWHERE, ["een ander antwoord is nu goed."]),
    ],
)
def test_a_story_may_get_a_choice_and_loses_none(
    before: str, after: str, told: list[str], tmp_path: Path
) -> None:
    found = changed_keys(lessons(tmp_path / "a", before), lessons(tmp_path / "b", after))
    assert [change.message for change in found] == told
