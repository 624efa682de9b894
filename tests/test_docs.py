"""What the documents say is so: settings, commands, addresses, files, and no word that does not
belong.
"""

from __future__ import annotations

import re
import subprocess
from importlib import import_module
from pathlib import Path

import click
import pytest
from flask import Flask

from course.config import ROOT
from course.web.page.formats import long_date
from course.web.site.views import STATEMENT

OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


FOR_BOARDS = sorted((ROOT / "docs" / "bestuur").glob("*.md"))
SEEN_AT = ("Waar dat is getest", "Waar het te zien is")


def tracked() -> list[Path]:
    """Every file of ours that is text."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    return [
        ROOT / name
        for name in listing.split("\0")
        if name and not name.startswith(("static/vendor", "tests/vendor"))
    ]


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    pattern = re.compile(r"DEELWIJS_[A-Z_]+")
    in_code = set(pattern.findall((ROOT / "course" / "config.py").read_text("utf-8")))
    in_table = set(re.findall(r"^\| `(DEELWIJS_[A-Z_]+)`", OPERATING, re.MULTILINE))
    assert in_table == in_code


def test_every_documented_command_exists(app: Flask) -> None:
    named = set(re.findall(r"flask (?:--app course )?([a-z]+)(?: ([a-z]+))?", OPERATING))
    context = click.Context(app.cli)
    for group, command in named:
        found = app.cli.get_command(context, group)
        assert found, f"flask {group}"
        if command and hasattr(found, "commands"):
            assert command in found.commands, f"flask {group} {command}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8")):
        if not target.startswith(("http", "mailto:", "/")):
            assert (document.parent / target).exists(), target


def test_named_files_exist() -> None:
    for document in DOCUMENTS:
        for name in re.findall(
            r"`((?:course|tests|docs|tools|static)/[\w./-]+)`", document.read_text("utf-8")
        ):
            assert (ROOT / name).exists(), f"{document.name} names {name}"


def facts_of_the_board() -> list[tuple[str, str]]:
    """Each row of a table that says where a fact is seen, and what it says there."""
    found = []
    for document in FOR_BOARDS:
        for table in re.findall(r"(?:^\|.*\n)+", document.read_text("utf-8"), re.MULTILINE):
            rows = [line.strip("|").split("|") for line in table.splitlines()]
            if rows[0][-1].strip() in SEEN_AT:
                found += [(document.name, row[-1].strip()) for row in rows[2:]]
    return found


def test_each_fact_for_a_board_names_a_test_a_document_or_who_fills_it_in() -> None:
    facts = facts_of_the_board()
    assert len(facts) > 25
    for document, seen in facts:
        assert re.search(r"`tests/[\w/]+\.py`|\]\(|^–$|\[INVULLEN", seen), f"{document}: {seen}"


def test_the_folder_for_boards_is_about_this_version_and_says_no_folder_of_tests() -> None:
    """A folder holds many tests, and keeps its name when the one that shows a fact goes."""
    version = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert version is not None
    about = (ROOT / "docs" / "bestuur" / "README.md").read_text("utf-8")
    assert f"van versie {version[1]}," in about
    assert f'version = "{version[1]}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    for document in FOR_BOARDS:
        assert re.findall(r"`tests/[\w/]*/`", document.read_text("utf-8")) == [], document.name


def test_boards_and_the_site_say_the_same_day_of_accessibility() -> None:
    stated = (ROOT / "docs" / "bestuur" / "toegankelijkheid.md").read_text("utf-8")
    assert set(re.findall(r"\d+ \w+ 20\d\d", stated)) == {long_date(STATEMENT.checked_on)}


def test_what_a_change_touches_is_there() -> None:
    """The floors are named without `course/` before them."""
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("| Change |")[1]
    named = re.findall(r"`([\w-]+/[\w/.-]*|\w+\.(?:py|toml))`", table.split("\n\n")[0])
    files = {path.name for path in (ROOT / "course").rglob("*.py")}
    assert len(named) > 20
    for name in named:
        found = (ROOT / name).exists() or (ROOT / "course" / name).exists()
        assert found or name in files, name


def test_a_template_names_what_it_is_given() -> None:
    for template in sorted((ROOT / "course").rglob("*.html")):
        text = template.read_text("utf-8")
        for module, name in re.findall(r"\b(course(?:\.[a-z_]+)+)\.([A-Z]\w+)", text):
            assert hasattr(import_module(module), name), f"{template.name}: {module}.{name}"


def test_libraries_are_pinned_and_explained() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0002-libraries.md").read_text("utf-8").lower()
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text("utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                name, pinned, _ = line.partition("==")
                assert pinned, f"{file}: {line} is not pinned"
                assert name.split("[")[0].lower() in reasons, (
                    f"{name} has no reason in decisions/0002"
                )


def test_no_path_of_a_machine_and_no_registry_host() -> None:
    forbidden = re.compile(
        "|".join(
            ["/work" + "/main", "/root" + "/", "py" + "pi[.]org", "npm" + "js[.]", "index" + "-url"]
        )
    )
    for path in tracked():
        if (
            path.suffix
            in {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".json", ".sh", ""}
            and path.is_file()
        ):
            text = path.read_text("utf-8", errors="ignore")
            assert not forbidden.search(text), path
