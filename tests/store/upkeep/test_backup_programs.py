"""The programs of PostgreSQL: where they are, what they are told, and what they say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course.store.upkeep.backups import postgres
from course.store.upkeep.backups.files import BackupError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are scripts of a shell")
URL = "postgresql+psycopg://ada:heel%20geheim@db.example:5433/deelwijs?sslmode=require"


def program(folder: Path, name: str, script: str) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


DUMP = r"""cat <<'END'
SET client_encoding = 'UTF8';
COPY public.person (id, name) FROM stdin;
1	Ada
2	COPY public.school (id) FROM stdin;
3	\\.
\.


COPY public."order" (id) FROM stdin;
\.


COPY public.school (id) FROM stdin;
1	De Brug
\.
SELECT 1;
END"""


def test_the_rows_of_a_dump_are_counted_by_table(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    program(folder, "pg_restore", DUMP)
    found = postgres.check(tmp_path / "dump", str(folder))
    assert found == {"person": 3, "order": 0, "school": 1}


def test_a_dump_that_cannot_be_read_to_its_end_is_damaged(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    program(folder, "pg_restore", f"{DUMP}\nexit 1")
    with pytest.raises(BackupError, match="dump is beschadigd"):
        postgres.check(tmp_path / "dump", str(folder))


def test_a_program_is_in_the_folder_of_the_settings_or_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, path = tmp_path / "gekozen", tmp_path / "pad"
    here, there = (program(folder, "pg_deelwijs", "true") for folder in (chosen, path))
    monkeypatch.setenv("PATH", str(path))
    assert postgres._tool("pg_deelwijs", str(chosen), 15) == here
    assert postgres._tool("pg_deelwijs", "") == there
    with pytest.raises(BackupError, match="pg_anders is er niet"):
        postgres._tool("pg_anders", "", 15)
    monkeypatch.delenv("PATH")
    with pytest.raises(BackupError, match="DEELWIJS_POSTGRES_BIN"):
        postgres._tool("pg_deelwijs", "")


def test_the_password_goes_by_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEELWIJS_PROEF", "blijft")
    told = postgres._environment(URL)
    assert (told["PGPASSWORD"], told["DEELWIJS_PROEF"]) == ("heel geheim", "blijft")
    assert told["PGOPTIONS"] == f"-c lock_timeout={postgres.PATIENCE}s"
    assert postgres._plain(URL) == "postgresql://ada@db.example:5433/deelwijs?sslmode=require"
    assert postgres._environment("postgresql://db.example/deelwijs")["PGPASSWORD"] == ""


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (b"", ""),
        (b"\n\n", ""),
        (b"  een regel\nen nog een", "een regel"),
        (b"waarschuwing\npg_dump: Error: vol\nerror: later", "pg_dump: Error: vol"),
        (b"error: " + b"x" * 500, "error: " + "x" * 293),
        (b"error: \xff", "error: \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_of_what_a_program_says_the_error_is_told(said: bytes, line: str) -> None:
    assert postgres._first_line(said) == line


def test_a_program_that_fails_is_told_by_its_name(tmp_path: Path) -> None:
    fails = program(tmp_path, "pg_dump", 'echo "$PGPASSWORD" >&2; echo "error: vol" >&2; exit 3')
    with pytest.raises(BackupError, match=r"^pg_dump is niet gelukt\. error: vol$"):
        postgres._run([fails], URL)
    says_nothing = program(tmp_path, "psql", "exit 1")
    with pytest.raises(BackupError, match=r"^psql is niet gelukt\.$"):
        postgres._run([says_nothing], URL)
    postgres._run([program(tmp_path, "goed", "exit 0")], URL)


def test_a_server_that_is_away_is_said_without_its_address() -> None:
    away = "postgresql+psycopg://ada:geheim@127.0.0.1:1/deelwijs"
    with pytest.raises(BackupError) as found:
        postgres.rows_of(away)
    assert str(found.value) == "De database is niet te bereiken of weigert (OperationalError)."
