"""What gives answers away, counted: in small examples, and in our own course."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from course.config import ROOT
from course.content.catalog import read_catalog
from course.content.check.pace import minutes_of
from course.content.cues import Cues, cues_of
from course.content.faces import PARTS, counted, read_faces, strays
from course.kinds.registry import kind_of
from tests.content.made_lessons import DILEMMA, PAGE, bank, folder
from tests.content.test_course import our_course

FACE = '= { sex = "v", origin = "hier", role = "leerling", part = "lijdt", where = "een/les" }\n'


def cues(path: Path, **lessons: str) -> Cues:
    course = read_catalog(folder(path, lessons)).courses[0]
    return cues_of(course.modules[0])


def test_the_best_choice_of_a_scene_is_counted_by_length_and_place(tmp_path: Path) -> None:
    found = cues(tmp_path / "a", les=PAGE, verhaal=DILEMMA)
    assert (found.scenes, found.longest, found.shortest, found.open_scenes) == (1, 1, 0, 0)
    assert found.places == {"1 van 2": 1}
    short = DILEMMA.replace("Vragen of het mag.", "Vragen.")
    found = cues(tmp_path / "b", les=PAGE, verhaal=short)
    assert (found.longest, found.shortest) == (0, 1)


def test_two_ways_that_end_as_well_leave_the_reader_to_weigh(tmp_path: Path) -> None:
    found = cues(tmp_path, les=PAGE, verhaal=DILEMMA.replace("[harm]", "[good]"))
    assert (found.scenes, found.open_scenes, found.places) == (0, 1, {})


def test_of_two_good_ways_the_one_that_cannot_go_wrong_is_best(tmp_path: Path) -> None:
    """Both choices can end well; the second may also end in harm."""
    text = DILEMMA.replace("-> schade", "-> verder").replace(
        "## goed",
        "## verder: Later\nEr is meer.\n\n- c. Stoppen. -> goed\n- d. Doorgaan. -> schade\n\n## goed",
    )
    found = cues(tmp_path, les=PAGE, verhaal=text)
    assert found.places == {"1 van 2": 2}


def test_in_a_story_with_meters_the_choice_that_brings_most_is_best(tmp_path: Path) -> None:
    text = DILEMMA.replace("title: Een foto", "title: Een foto\nmeters: rust 6").replace(
        "Meteen delen. -> schade", "Meteen delen. -> schade (rust +1)"
    )
    assert cues(tmp_path, les=PAGE, verhaal=text).places == {"2 van 2": 1}


@pytest.mark.parametrize(
    ("old", "new", "guessed"),
    [
        ("", "", 2.0),  # no absolute words: one of three, by lot
        ("keuze {V5}", "keuze, altijd {V5}", 6.0),  # both wrong ones give themselves away
        ("De eerste", "De eerste, altijd", 0.0),
    ],
)
def test_guessing_by_absolute_words(old: str, new: str, guessed: float, tmp_path: Path) -> None:
    text = bank().replace(old, new) if old else bank()
    assert cues(tmp_path, les=PAGE, toets=text).guessed == pytest.approx(guessed)


def test_conditions_are_counted_with_how_many_are_right(tmp_path: Path) -> None:
    text = bank().replace("derde keuze", "keuze, alleen als het mag")
    found = cues(tmp_path / "a", les=PAGE, toets=text)
    assert (found.only_if, found.only_if_right) == (6, 0)
    found = cues(tmp_path / "b", les=PAGE, toets=bank("Ja, maar alleen vandaag"))
    assert (found.only_if, found.only_if_right) == (6, 6)


def test_our_course_gives_nothing_away() -> None:
    whole = Cues()
    for module in our_course().modules:
        whole.add(cues_of(module))
    assert whole.longest <= whole.scenes / 2
    first = sum(count for place, count in whole.places.items() if place.startswith("1 "))
    assert whole.scenes / 4 <= first <= whole.scenes * 0.6
    assert whole.guessed <= whole.questions * 0.42
    assert whole.only_if_right > 0


def test_each_module_takes_at_most_twelve_minutes() -> None:
    taught = our_course().modules[:8]
    assert {module.slug: minutes_of(module) for module in taught if minutes_of(module) > 12} == {}


def test_every_story_branches_and_is_told_once() -> None:
    """Four ways to end at least, and no two stories with one title."""
    stories = [
        item
        for module in our_course().modules
        for _, item in module.items
        if kind_of(item).decisions(item)
    ]
    assert len({item.label for item in stories if "week" not in item.key}) == len(stories) - 4
    endings = {
        item.key: len(kind_of(item).endings(item)) for item in stories if "week" not in item.key
    }
    assert min(endings.values()) >= 4


def test_the_command_says_it_for_each_module(runner: FlaskCliRunner, tmp_path: Path) -> None:
    path = str(folder(tmp_path / "modules", {"les": PAGE, "verhaal": DILEMMA}))
    rows = [
        json.loads(line)
        for line in runner.invoke(args=["content", "cues", "--json", path]).output.splitlines()
    ]
    assert [(row["module"], row["scenes"], row["longest"]) for row in rows] == [
        ("een", 1, 1),
        ("proef", 1, 1),
    ]
    said = runner.invoke(args=["content", "cues", path]).output
    assert "het langst is in 1 (100%)" in said
    assert "een: " in said


def test_a_name_in_another_lesson_is_a_stray(runner: FlaskCliRunner, tmp_path: Path) -> None:
    modules = folder(
        tmp_path / "modules", {"les": PAGE.replace("een foto", "een foto van Femke"), "twee": PAGE}
    )
    (modules / "faces.toml").write_text(f"Femke {FACE}", "utf-8")
    assert list(strays(modules, read_faces(modules))) == []
    result = runner.invoke(args=["content", "faces", str(modules)])
    assert (result.exit_code, "lijdt: 1" in result.output) == (0, True)
    text = (modules / "een" / "02-twee.md").read_text("utf-8")
    (modules / "een" / "02-twee.md").write_text(
        text.replace("een foto", "de foto van Femkes klas"), "utf-8"
    )
    result = runner.invoke(args=["content", "faces", str(modules)])
    assert result.exit_code == 1
    assert "Femke staat ook in een/twee" in result.output


def test_a_part_that_is_none_is_refused(tmp_path: Path) -> None:
    modules = folder(tmp_path / "modules", {"les": PAGE})
    (modules / "faces.toml").write_text(f"Femke {FACE.replace('lijdt', 'zingt')}", "utf-8")
    with pytest.raises(ValueError, match="zingt"):
        read_faces(modules)


def test_our_faces_are_fair_and_each_name_is_one_person() -> None:
    people = read_faces(ROOT / "modules")
    assert list(strays(ROOT / "modules", people)) == []
    lines = list(counted(people))
    assert len(lines) == 4 * len(PARTS)
    hurt = [person for person in people if person.part == "lijdt"]
    boys = sum(person.sex == "m" for person in hurt)
    assert 0.4 <= boys / len(hurt) <= 0.6
    doers = [person for person in people if person.part == "schaadt"]
    foreign = sum(person.origin == "elders" for person in doers) / len(doers)
    everybody = sum(person.origin == "elders" for person in people) / len(people)
    assert 0.75 * everybody <= foreign <= everybody, "neither the doers nor never the doers"
