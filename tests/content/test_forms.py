"""Two parallel forms of a module: by rule, or as its author named them."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.config import ROOT
from course.content.catalog import read_catalog
from course.content.check import check_folder
from course.content.forms import Forms, forms_of
from course.content.outline import outline_of
from course.kinds.item import Audience, Item, Level
from course.kinds.marking import by_key
from tests.content.made_lessons import PAGE, bank
from tests.content.reading import item, write_folder

QUESTION = "::: {kind} {key}\n{more}\n\nWat?\n\n- [{sign}] a. Dit\n  > Ja.\n- [{other}] b. Dat\n  > Nee.\n:::"


def question(key: str, level: str = "", goal: str = "L1", kind: str = "choice") -> Item:
    more = f"goal: {goal}" + (f"\nlevel: {level}" if level else "")
    sign, other = ("+", "-") if kind == "best-worst" else ("x", " ")
    text = QUESTION.format(kind=kind, key=key, more=more, sign=sign, other=other)
    if kind == "best-worst":
        text = text.replace("\n:::", "\n- [ ] c. Iets\n  > Ertussen.\n:::", 1)
    return item(text)


def test_each_goal_gives_both_forms_as_many_questions_most_alike_first() -> None:
    asked = [
        *(question("a1", "F"), question("a2", "A"), question("a3", "T"), question("a4", "F")),
        *(question("b1", "A", "L2"), question("b2", "T", "L2"), question("b3", "F", "L2")),
        question("c1", "F", "L3"),
    ]
    # of L1 two facts, then applying with weighing; of L2 one pair; of L3 there is but one
    assert forms_of(["L1", "L2", "L3"], asked, ()) == Forms(("a1", "a3", "b1"), ("a4", "a2", "b2"))


def test_of_equals_the_same_kind_goes_together() -> None:
    asked = [question("a1", "T"), question("a2", "T", kind="best-worst"), question("a3", "T")]
    assert forms_of(["L1"], asked, ()) == Forms(("a1",), ("a3",))


def test_never_more_than_two_pairs_of_a_goal() -> None:
    asked = [question(f"a{n}", "T") for n in range(9)]
    found = forms_of(["L1"], asked, ())
    assert found is not None
    assert (len(found.a), len(found.b)) == (2, 2)


def test_what_not_everybody_can_be_asked_and_what_the_entry_test_asks_is_in_neither() -> None:
    aside = "audiences: teaching\nlevel: F"
    one = item(
        QUESTION.format(kind="choice", key="a3", more=f"goal: L1\n{aside}", sign="x", other=" ")
    )
    assert one.audiences == (Audience.TEACHING,)
    asked = [question("a1", "F"), question("a2", "F"), one]
    assert forms_of(["L1"], asked, ["a1"]) is None
    assert forms_of(["L1"], asked, ["elders"]) == Forms(("a1",), ("a2",))


def test_our_course_can_be_measured_in_every_module_with_a_test() -> None:
    course = read_catalog(ROOT / "modules").courses[0]
    entry = {one.item for one in course.entry}
    measured = [module for module in outline_of(course).modules if module.forms is not None]
    assert len(measured) == 8
    for module in measured:
        assert module.forms is not None
        source = next(one for one in course.modules if one.slug == module.slug)
        items = by_key(one for _, one in source.items)
        goals = [
            sorted(str(items[key].goal) for key in form)
            for form in (module.forms.a, module.forms.b)
        ]
        assert goals[0] == goals[1], module.slug
        both = (*module.forms.a, *module.forms.b)
        assert len(set(both)) == len(both)
        assert entry.isdisjoint(both)
        levels = [
            sum([*Level].index(items[key].level or Level.FACT) for key in form)
            for form in (module.forms.a, module.forms.b)
        ]
        assert abs(levels[0] - levels[1]) <= 1, f"{module.slug}: one form is harder"


def named(path: Path, a: str, b: str, entry: str = "") -> Path:
    folder = write_folder(
        path / "modules", les=PAGE, toets=bank().replace("Wat kiest", "Wat kiest")
    )
    (folder / "misconceptions.toml").write_text('V5 = "Doorsturen is niet mijn zaak"\n', "utf-8")
    with (folder / "een" / "module.toml").open("a", encoding="utf-8") as head:
        head.write(f"\n[forms]\na = {a}\nb = {b}\n")
    with (folder / "courses.toml").open("a", encoding="utf-8") as courses:
        courses.write(f"entry = [{entry}]\n")
    return folder


def problems(folder: Path) -> set[tuple[str, str, int]]:
    return {(one.rule, one.file, one.line) for one in check_folder(folder).problems}


def test_an_author_names_both_forms(tmp_path: Path) -> None:
    folder = named(tmp_path, '["t0", "t3"]', '["t5", "t1"]')
    assert problems(folder) == set()
    course = read_catalog(folder).courses[0]
    assert outline_of(course).modules[0].forms == Forms(("t0", "t3"), ("t5", "t1"))


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ('["t0"]', '["t0"]', "‘t0’ staat 2 keer in de vormen. Eén keer mag."),
        ('["t0", "t1"]', '["t2"]', "Over leerdoel L1 vraagt vorm A 2 keer iets, vorm B 1 keer."),
        ('["p1"]', '["t0"]', "‘p1’ kan niet in een vorm."),
        ('["weg"]', '["t0"]', "‘weg’ kan niet in een vorm."),
        ("[]", "[]", "De vormen stellen geen enkele vraag."),
    ],
)
def test_forms_that_are_not_parallel_are_an_error_at_their_line(
    a: str, b: str, says: str, tmp_path: Path
) -> None:
    folder = named(tmp_path, a, b)
    catalog = check_folder(folder)
    found = [one for one in catalog.problems if one.rule == "parallel-forms"]
    assert any(says in one.message for one in found), found
    assert {(one.file, one.line) for one in found} == {("een/module.toml", 11)}
    assert not catalog.publishable


def test_a_question_of_the_entry_test_is_in_no_form(tmp_path: Path) -> None:
    folder = named(tmp_path, '["t0"]', '["t1"]', entry='"een/t1"')
    assert ("entry-in-form", "een/module.toml", 11) in problems(folder)


def test_forms_that_are_no_table_are_named(tmp_path: Path) -> None:
    folder = named(tmp_path, '"t0"', '["t1"]')
    assert any(one.rule == "list" for one in check_folder(folder).problems)
