"""In what condition a database file is, by what is in it; and what does not work now."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from course.config import ROOT, ConfigError
from course.models import Throttle, db, sqlite_library
from course.store.upkeep import condition, health, safety
from course.store.upkeep.condition import Condition
from course.store.upkeep.health import Trouble
from tests import builders

DRIVER = sqlite_library.choose().driver
MIGRATIONS = ROOT / "course" / "migrations"
Usage = namedtuple("Usage", "total used free")


def of(path: Path) -> Condition:
    return condition.condition_of(create_engine(f"sqlite:///{path}", module=DRIVER), MIGRATIONS)


def written(path: Path, *versions: str) -> Path:
    """A database that says that it is of these versions."""
    with DRIVER.connect(path) as found:
        found.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        for version in versions:
            found.execute("INSERT INTO alembic_version VALUES (?)", (version,))
    return path


def test_what_is_not_there_or_holds_nothing_is_empty_and_is_not_made(tmp_path: Path) -> None:
    there = tmp_path / "leeg.sqlite3"
    assert of(there) is Condition.EMPTY
    assert not there.exists()
    there.touch()
    assert of(there) is Condition.EMPTY
    with DRIVER.connect(there) as found:
        found.execute("CREATE TABLE iets (anders INTEGER)")
    assert of(there) is Condition.EMPTY
    assert of(written(tmp_path / "zonder.sqlite3")) is Condition.EMPTY
    assert "nog niet ingericht" in condition.SENTENCES[Condition.EMPTY]


def test_a_file_that_is_no_database_is_damaged_and_a_folder_is_away(tmp_path: Path) -> None:
    there = tmp_path / "kapot.sqlite3"
    there.write_bytes(b"geen database " * 500)
    assert of(there) is Condition.DAMAGED
    assert of(tmp_path) is Condition.AWAY
    assert "zet een back-up terug (flask restore)" in condition.SENTENCES[Condition.DAMAGED]
    assert "niet te bereiken" in condition.SENTENCES[Condition.AWAY]


def test_a_version_is_ours_older_or_newer(tmp_path: Path) -> None:
    steps = [step.revision for step in ScriptDirectory(os.fspath(MIGRATIONS)).walk_revisions()]
    assert condition.newest(MIGRATIONS) == steps[0]
    for name, version, found, said in (
        ("nu", steps[0], Condition.READY, None),
        ("oud", steps[1], Condition.BEHIND, "ouder dan deze versie"),
        ("eerst", steps[-1], Condition.BEHIND, "ouder dan deze versie"),
        ("later", "van_morgen", Condition.AHEAD, "van een nieuwere versie"),
    ):
        assert of(written(tmp_path / f"{name}.sqlite3", version)) is found
        assert (said or "") in condition.SENTENCES.get(found, "")
        assert (said is None) == (found not in condition.SENTENCES)


@pytest.mark.usefixtures("session")
def test_the_database_of_the_application_is_of_this_version() -> None:
    assert condition.current(MIGRATIONS) is Condition.READY
    if db.engine.dialect.name == "sqlite":
        assert not condition.reads_from_a_turning_disk()


class Server:
    """A PostgreSQL that says what another row costs it."""

    dialect = SimpleNamespace(name="postgresql")

    def __init__(self, cost: str | None) -> None:
        self.cost = cost

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield SimpleNamespace(scalar=lambda _: self.cost)


@pytest.mark.parametrize(
    ("cost", "turns"), [("4", True), ("2.1", True), ("2", False), ("1.1", False), (None, False)]
)
def test_who_left_the_cost_of_a_turning_disk_is_told_so(
    cost: str | None, turns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condition, "db", SimpleNamespace(engine=Server(cost)))
    assert condition.reads_from_a_turning_disk() is turns


def free(monkeypatch: pytest.MonkeyPatch, left: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, left))


def test_where_all_works_nothing_is_said_and_nothing_stays(session: Any, tmp_path: Path) -> None:
    before = session.query(Throttle).count()
    session.rollback()
    assert health.troubles(tmp_path, MIGRATIONS) == []
    assert not session().in_transaction(), "nobody waits for it"
    assert session.query(Throttle).count() == before
    assert health.described().startswith(("SQLite", "PostgreSQL"))


@pytest.mark.usefixtures("session")
def test_a_disk_is_full_before_nothing_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health.troubles(tmp_path / "is-er-niet", MIGRATIONS) == [Trouble.SPACE]
    for left, found in ((99_999_999, [Trouble.SPACE]), (100_000_000, [])):
        free(monkeypatch, left)
        assert health.troubles(tmp_path, MIGRATIONS) == found


def fails(*_: object) -> bool:
    raise OperationalError("", {}, Exception())


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["_read"], [Trouble.READING]),
        (["_write"], [Trouble.WRITING]),
        (["_is_newest"], [Trouble.MIGRATION]),
        (["_write", "_is_newest"], [Trouble.WRITING, Trouble.MIGRATION]),
        (["_read", "_write", "_is_newest"], [Trouble.READING]),
    ],
)
def test_what_does_not_work_is_named(
    names: list[str], found: list[Trouble], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what cannot be read no more can be said."""
    for name in names:
        monkeypatch.setattr(health, name, fails)
    assert health.troubles(tmp_path, MIGRATIONS) == found


@pytest.mark.usefixtures("session")
def test_a_mistake_of_ours_is_no_trouble_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_read", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        health.troubles(tmp_path, MIGRATIONS)
    monkeypatch.setattr(health, "is_away", lambda _: True)
    assert health.troubles(tmp_path, MIGRATIONS) == [Trouble.READING], "so a driver may say it"


@pytest.mark.usefixtures("session")
def test_whether_it_can_be_written_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a row that the database has to take."""
    monkeypatch.setattr(health, "new_token", lambda: None)
    assert health.troubles(tmp_path, MIGRATIONS) == [Trouble.WRITING]


@pytest.mark.usefixtures("session")
def test_another_version_waits_for_its_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "newest", lambda _: {"van_morgen"})
    assert health.troubles(tmp_path, MIGRATIONS) == [Trouble.MIGRATION]


@pytest.mark.empty("nobody else is a demo account")
def test_demo_accounts_keep_an_installation_from_serving_real_people(session: Any) -> None:
    builders.person(session)
    session.commit()
    safety.refuse_demo_accounts()
    assert not session().in_transaction()
    builders.person(session, is_demo=True)
    session.commit()
    with pytest.raises(ConfigError, match="demo-accounts"):
        safety.refuse_demo_accounts()
