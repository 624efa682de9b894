"""A start that cannot go well says so on one line in Dutch, whichever way the application is
started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from course import create_app, starting
from course.config import ROOT
from course.models import sqlite_library
from tests.databases import config_on, migrate, release
from tests.test_config import SAFE

WAYS = {
    "gunicorn": [
        "-m",
        "gunicorn",
        "--config=python:course.server",
        "--bind=127.0.0.1:0",
        "course:create_app()",
    ],
    "another server": ["-c", "from course import create_app; create_app()"],
    "flask": ["-m", "flask", "--app", "course", "people", "import", "--school", "x", __file__],
    "flask db": ["-m", "flask", "--app", "course", "db", "upgrade"],
    "what it read": [
        "-c",
        "import sys; from course import create_app; create_app(); print(*sys.modules)",
    ],
    "flask run": ["-m", "flask", "--app", "course", "run", "--port", "0"],
}
# Each way is tried with wrong settings; each other fault by two of them, since all ways ask the same
# functions and each start of Python costs a second.
SERVERS = ("gunicorn", "flask db")
START = "Deelwijs start niet: "
# A command that finds out by itself, after the settings were right, says it as commands do.
FOUND = dict.fromkeys(WAYS, START) | {"flask db": "Error: "}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that is ready."""
    folder = tmp_path_factory.mktemp("ready")
    app = create_app(config_on(f"sqlite:///{folder / 'deelwijs.sqlite3'}", folder))
    migrate(app)
    release(app)
    return folder


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))


def start(way: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start the application as production would, with these settings changed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
    changed = {f"DEELWIJS_{name}": value for name, value in settings.items()}
    environ = {**own, **SAFE, "DEELWIJS_DATA_DIR": str(folder), **changed}
    command = [sys.executable, *WAYS[way]]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def said(done: subprocess.CompletedProcess[str], begin: str = START) -> list[str]:
    """The lines that were said: one for each problem, and nothing else."""
    assert done.returncode != 0
    lines = done.stderr.strip().splitlines()
    assert all(line.startswith(begin) for line in lines), done.stderr
    return lines


def refused(done: subprocess.CompletedProcess[str], begin: str = START) -> str:
    """The one line that was said."""
    (line,) = said(done, begin)
    return line


def test_who_serves_reads_no_commands_no_steps_and_no_spreadsheets(folder: Path) -> None:
    """That is a tenth of the memory of each process, and of the time that it takes to start."""
    read = start("what it read", folder).stdout.split()
    assert {"course.web.learn", "course.cli", "sqlalchemy"} <= set(read)
    idle = ("alembic", "flask_migrate", "xlsxwriter", "weasyprint", "course.cli.", "course.demo")
    assert [name for name in read if name.startswith(idle)] == []


@pytest.mark.parametrize("way", WAYS)
def test_wrong_settings_are_said_at_once_and_without_a_value(way: str, folder: Path) -> None:
    lines = said(
        start(
            way,
            folder,
            PORT="zeven",
            SECRET_KEY="k" * 48,
            SMTP_URL="http://wie:geheim@post.example",
        )
    )
    names = [line.removeprefix(START).partition(" ")[0] for line in lines]
    assert sorted(names) == ["DEELWIJS_PORT", "DEELWIJS_SECRET_KEY", "DEELWIJS_SMTP_URL"]
    whole = " ".join(lines)
    assert not any(secret in whole for secret in ("zeven", "kkkk", "geheim@", "wie:"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://wie:geheim@server/naam"),
        ("MODULES_DIR", "/er/is/geen/map"),
        ("DATA_DIR", "/proc/deelwijs"),
        ("DATA_DIR", __file__),
    ],
)
def test_a_place_that_cannot_be_used_is_named(
    name: str,
    value: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Asked of what every way asks, without starting it."""
    environ = {**SAFE, "DEELWIJS_DATA_DIR": str(tmp_path), f"DEELWIJS_{name}": value}
    monkeypatch.setattr(os, "environ", environ)
    with pytest.raises(SystemExit) as stopped:
        starting.settings()
    (line,) = capsys.readouterr().err.splitlines()
    assert stopped.value.code == starting.EXIT
    assert line.startswith(f"{START}DEELWIJS_{name} klopt niet")
    assert "geheim" not in line


@pytest.mark.parametrize("way", SERVERS)
def test_a_database_that_is_away_is_one_line(way: str, folder: Path) -> None:
    away = "postgresql://wie:geheim@127.0.0.1:9/naam"
    line = refused(start(way, folder, DATABASE_URL=away), FOUND[way])
    assert "niet te bereiken" in line
    assert "geheim" not in line


@pytest.mark.parametrize("way", ["another server", "flask run"])
def test_a_database_that_is_not_filled_in_says_how(way: str, tmp_path: Path) -> None:
    assert "flask --app course db upgrade" in refused(start(way, tmp_path / "nieuw"))


def change_version(folder: Path, version: str) -> None:
    engine = create_engine(
        f"sqlite:///{folder / 'deelwijs.sqlite3'}", module=sqlite_library.choose().driver
    )
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :version"), {"version": version}
        )
    engine.dispose()


@pytest.mark.parametrize("way", ["gunicorn"])
def test_a_database_of_an_older_version_is_refused(way: str, folder: Path) -> None:
    change_version(folder, "0001")
    assert "ouder dan deze versie" in refused(start(way, folder))


@pytest.mark.parametrize("way", ["flask run", "flask db"])
def test_a_database_of_a_newer_version_is_refused(way: str, folder: Path) -> None:
    change_version(folder, "9999")
    assert "nieuwere versie" in refused(start(way, folder), FOUND[way])


@pytest.mark.parametrize("way", SERVERS)
def test_a_file_that_is_no_database_is_refused(way: str, folder: Path) -> None:
    (folder / "deelwijs.sqlite3").write_bytes(b"dit is geen database\n" * 500)
    assert "geen database of is beschadigd" in refused(start(way, folder), FOUND[way])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "acht", "DEELWIJS_PORT klopt niet"),
        ("MODE", "production", "docs/operating.md"),
        ("DATA_DIR", "/proc/deelwijs", "kan niet worden geschreven"),
    ],
)
def test_run_py_says_it_on_one_line_too(name: str, value: str, said: str, tmp_path: Path) -> None:
    environ = {**os.environ, "DEELWIJS_DATA_DIR": str(tmp_path), f"DEELWIJS_{name}": value}
    command = [sys.executable, "run.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert said in refused(done, begin="")  # Python is all it has: nothing of the application


def test_a_worker_that_is_replaced_while_the_database_is_away_starts(
    migrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is made once, by the process that the others come from; else one outage would end
    them all.
    """
    away = "postgresql+psycopg://wie@127.0.0.1:9/naam"
    config = config_on(away, migrated)
    monkeypatch.setattr(starting, "condition_of", lambda *_: starting.Condition.READY)
    starting.refuse_database(config)
    monkeypatch.undo()
    starting.refuse_database(config)
