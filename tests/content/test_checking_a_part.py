"""A module or a lesson checked by itself, and lessons checked without any settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask.cli import FlaskGroup
from flask.testing import FlaskCliRunner

from course import cli
from course.config import ROOT
from course.content import check
from course.content.check import RULES, Part, check_folder, check_part
from course.content.check.registry import Flaw, Page
from tests.content.reading import LESSON, write_folder

WRONG = (
    LESSON.replace("Een korte tekst.", "Zeg je foto's.")
    .replace("een-1", "een-2")
    .replace("Wat klopt", "Wat is goed")
)
LOOSE = LESSON.replace("Een korte tekst.", "Zie [dit](weg) {{Naam}}.").replace("een-1", "een-3")


def test_a_lesson_by_itself_has_its_own_problems_only(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "modules", goed=LESSON, fout=WRONG, los=LOOSE)
    whole = check_folder(folder).problems
    one = check_part(Part(folder, "een", "02-fout.md")).problems
    assert one == tuple(problem for problem in whole if problem.file == "een/02-fout.md")
    assert {"informal", "straight-quotes"} <= {problem.rule for problem in one}
    module = check_part(Part(folder, "een")).problems
    course_rules = {"dead-link", "duplicate-question"}
    assert {problem.rule for problem in whole} - {
        problem.rule for problem in module
    } == course_rules


def test_a_lesson_by_itself_is_the_only_page_that_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking at the other pages of its module took longer than reading them."""
    looked_at = []

    def note(page: Page) -> Iterator[Flaw]:
        looked_at.append(page.lesson.slug)
        return iter(())

    monkeypatch.setattr(check, "PAGE_RULES", [(RULES["page-length"], note)])
    folder = write_folder(tmp_path / "modules", goed=LESSON, fout=WRONG, los=LOOSE)
    check_part(Part(folder, "een", "02-fout.md"))
    assert looked_at == ["fout"]
    check_part(Part(folder, "een"))
    assert looked_at[1:] == ["goed", "fout", "los"]


def test_a_folder_that_is_no_module_is_an_error(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "modules")
    (folder / "los").mkdir()
    found = check_part(Part(folder, "los"))
    assert not found.publishable


def test_errors_stand_before_advice(runner: FlaskCliRunner, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "modules", fout=WRONG, los=LOOSE)
    said = runner.invoke(args=["content", "check", str(folder / "een")])
    assert said.exit_code == 1
    lines = said.output.splitlines()
    errors = next(n for n, line in enumerate(lines) if line.startswith("Fouten"))
    advice = next(n for n, line in enumerate(lines) if line.startswith("Advies"))
    assert errors < next(n for n, line in enumerate(lines) if "[loose-mark]" in line) < advice
    assert advice < next(n for n, line in enumerate(lines) if "[informal]" in line)


def test_lessons_are_checked_without_settings_and_nothing_else_is(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DEELWIJS_DATA_DIR": str(tmp_path / "data")}
    flask = [sys.executable, "-m", "flask", "--app", "course"]
    for arguments, code in (
        (["content", "check", "modules/delen"], 0),
        (["content", "publish"], 4),
    ):
        done = subprocess.run(
            [*flask, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
    assert not (tmp_path / "data").exists()


def test_reading_lessons_takes_no_database_and_no_pages() -> None:
    """That is what makes it quick: most of its time once went to what it did not need."""
    asked = ["flask", "--app", "course", "content", "check", "modules/delen/13-vijf-vragen.md"]
    program = f"""
import sys
from flask.cli import main
sys.argv = {asked}
try:
    main()
except SystemExit as end:
    assert end.code == 0, end.code
print(*(name for name in ("sqlalchemy", "alembic", "cattrs", "course.web") if name in sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report, heavy = done.stdout.splitlines()[-2:]
    assert "0 fouten" in report
    assert heavy == ""


@pytest.mark.parametrize(
    "asked",
    [
        ["people", "import", "--school", "content", "check"],
        ["content", "publish"],
        ["content"],
    ],
)
def test_other_commands_get_the_whole_application(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["flask", "--app", "course", *asked])
    group = FlaskGroup()
    with click.Context(group):
        assert not cli.only_reads()
    monkeypatch.setattr(sys, "argv", ["flask", "--app", "course", "content", "check", *asked])
    with click.Context(group):
        assert cli.only_reads()
