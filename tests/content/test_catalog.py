"""The whole folder at once: what is there, and everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskCliRunner

from course.config import ROOT
from course.content.catalog import read_catalog
from course.content.versioning import content_hash
from tests.content.reading import LESSON, write_folder

TEN_MISTAKES = {
    "01-kop.md": "+++\ntitle = \n+++\nTekst.\n",  # 2: TOML without a value
    "02-titel.md": '+++\nkind = "page"\n+++\nTekst.\n',  # 1: no title
    "03-soort.md": '+++\ntitle = "T"\nkind = "spel"\n+++\nTekst.\n',  # kind unknown
    "04-open.md": LESSON.replace(":::\n", "").replace("::: choice een-1", "::: choice vier")
    + "\n",  # never closed
    "05-goed.md": LESSON.replace("[x]", "[ ]").replace("een-1", "vijf"),  # no right option
    "06-sleutel.md": LESSON.replace("- [ ] b.", "- [ ] a.").replace(
        "een-1", "zes"
    ),  # the same option key twice
    "07-feit.md": LESSON.replace('goals = ["L1"]', 'goals = ["L1"]\nfacts = ["F9.9"]').replace(
        "een-1", "zeven"
    ),
    "08-doel.md": LESSON.replace("goal: L1", "goal: L9").replace("een-1", "acht"),  # goal unknown
    "09-code.md": LESSON.replace("b. Dat", "b. Dat {X1}").replace(
        "een-1", "negen"
    ),  # misconception unknown
    "10-woord.md": LESSON.replace("Een korte tekst.", "Bel {{naam_van_niemand}}.").replace(
        "een-1", "tien"
    ),
}
WHERE = {
    ("een/01-kop.md", 2, "toml"),
    ("een/02-titel.md", 1, "head"),
    ("een/03-soort.md", 1, "head"),
    ("een/04-open.md", 8, "block"),
    ("een/05-goed.md", 8, "one-right"),
    ("een/06-sleutel.md", 15, "option-key"),
    ("een/07-feit.md", 4, "fact"),
    ("een/08-doel.md", 9, "goal"),
    ("een/09-code.md", 15, "misconception"),
    ("een/10-woord.md", 6, "variable"),
}


def plant(folder: Path) -> Path:
    """A content folder with ten mistakes, one in each lesson."""
    write_folder(folder)
    (folder / "een" / "01-les.md").unlink()
    for name, text in TEN_MISTAKES.items():
        (folder / "een" / name).write_text(text, "utf-8")
    return folder


def test_all_ten_planted_mistakes_are_named_at_once(tmp_path: Path) -> None:
    problems = read_catalog(plant(tmp_path / "modules")).problems
    assert {(problem.file, problem.line, problem.rule) for problem in problems} >= WHERE


def test_the_command_prints_them_and_fails(runner: FlaskCliRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["content", "check", str(plant(tmp_path / "modules"))])
    assert result.exit_code == 1
    for file, line, _ in WHERE:
        assert f"{file}:{line}: " in result.output


def test_a_clause_that_nobody_knows_is_named_with_its_line(tmp_path: Path) -> None:
    text = LESSON.replace("goal: L1", "goal: L1\nclauses: nergens").replace(
        "Een korte", "::: clause ook-niet\n:::\n\nEen korte"
    )
    problems = read_catalog(write_folder(tmp_path / "modules", les=text)).problems
    assert [(problem.line, problem.rule) for problem in problems] == [(6, "clause"), (13, "clause")]


def test_clauses_come_in_the_order_of_their_file(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "modules", les=LESSON.replace("goal: L1", "goal: L1\nclauses: twee")
    )
    (folder / "clauses.toml").write_text(
        '[twee]\ntitle = "Twee"\nexample = "Bij ons zo."\n[een]\ntitle = "Een"\nexample = "Zo '
        'ook."\n',
        "utf-8",
    )
    catalog = read_catalog(folder)
    assert catalog.problems == ()
    assert [clause.key for clause in catalog.courses[0].clauses] == ["twee", "een"]
    assert catalog.courses[0].modules[0].lessons[0].clauses == ("twee",)


def test_an_entry_test_asks_what_is_there_and_one_question_of_a_module(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "modules", een=LESSON, twee=LESSON.replace("een-1", "een-2"))
    with (folder / "courses.toml").open("a", encoding="utf-8") as file:
        file.write('entry = ["een/een-1", "een/een-2", "een/weg", "twee/x"]\n')
    catalog = read_catalog(folder)
    assert [(problem.file, problem.rule) for problem in catalog.problems] == [
        ("courses.toml", "entry")
    ] * 3
    assert [(one.lesson, one.item) for one in catalog.courses[0].entry] == [("een", "een-1")]


def test_a_sound_folder_has_no_problems(tmp_path: Path) -> None:
    catalog = read_catalog(write_folder(tmp_path / "modules"))
    assert catalog.problems == ()
    assert [lesson.title for lesson in catalog.courses[0].modules[0].lessons] == ["Les"]


def test_our_own_course_can_be_published() -> None:
    catalog = read_catalog(ROOT / "modules")
    assert [str(problem) for problem in catalog.problems] == []
    assert catalog.publishable


def test_any_change_of_text_gives_another_hash(tmp_path: Path) -> None:
    one = read_catalog(write_folder(tmp_path / "a")).courses[0]
    two = read_catalog(write_folder(tmp_path / "b", les=LESSON.replace("korte", "lange"))).courses[
        0
    ]
    same = read_catalog(write_folder(tmp_path / "c")).courses[0]
    assert content_hash(one) == content_hash(same) != content_hash(two)


def test_a_missing_folder_or_file_is_said_and_does_not_crash(tmp_path: Path) -> None:
    assert [problem.rule for problem in read_catalog(tmp_path).problems] == ["missing"]
    folder = write_folder(tmp_path / "modules")
    (folder / "een" / "module.toml").unlink()
    (folder / "courses.toml").write_bytes(b'[[course]]\nslug = "x"\ntitle = "\xff"')
    assert [problem.rule for problem in read_catalog(folder).problems] == ["encoding"]


def test_an_item_key_used_twice_in_a_module_is_found(tmp_path: Path) -> None:
    problems = read_catalog(write_folder(tmp_path / "modules", een=LESSON, twee=LESSON)).problems
    assert [(problem.file, problem.line, problem.rule) for problem in problems] == [
        ("een/02-twee.md", 8, "item-key")
    ]
