"""A learner in a published course, and the means to see whether the application works on after
something went wrong; and where a backup is made, kept and put back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from psycopg.pq import TransactionStatus
from sqlalchemy import select
from sqlalchemy.engine import make_url

from course.models import Attempt, Enrolment, Person, db, engines
from course.store.learning.places import LessonPlace
from course.web.http import drawn
from course.web.learn.learner import about_item
from tests import machine
from tests.checking_client import CheckingClient
from tests.databases import Database, MakeApp, release
from tests.learning import Learner, answer, learner, publish

PAGE = "/leren/proef/een/eigen-leven"
IN_A_ROW = 3  # more than any other request may leave behind


@dataclass
class World:
    """Noor, her browser, and what is in the database. `answers` counts what was acknowledged."""

    app: Flask
    noor: Learner
    client: CheckingClient
    ref: str  # of Noor
    about: str  # what the form of the question is about
    answers: int = 0

    def form(self, word: str) -> str:
        """What the form of the question says of itself when it was drawn with this word, for her
        and for that page.
        """
        with self.app.app_context():
            return ".".join(drawn.seal(self.ref, PAGE, self.about, word))

    def answer(self, token: str = "") -> int:
        """The status of one answer to the question on the page, fresh unless it has a token."""
        self.answers += 1
        token = token or f"inzending-nummer-{self.answers:03}"
        return answer(self.client, PAGE, "p1", self.form(token), antwoord="b").status_code

    def stored(self) -> int:
        """How many answers of hers are in the database."""
        return len(self.tokens())

    def tokens(self) -> list[str]:
        """Her submissions that are in the database, by a session that nobody else uses, as often as
        each is there.
        """
        hers = select(Attempt.submission).where(Attempt.enrolment_id == self.noor.enrolment_id)
        with self.app.app_context():
            return sorted(db.session.scalars(hers))

    def works(self) -> None:
        """Pages are drawn, answers are stored, and every connection in the pool is free of a
        transaction.
        """
        before = self.stored()
        for _ in range(IN_A_ROW):
            assert self.client.get(PAGE).status_code == 200
            assert self.answer() == 303
        assert self.stored() == before + IN_A_ROW
        assert self.open_transactions() == 0

    def open_transactions(self) -> int:
        """Of the connections that lie in a pool."""
        with self.app.app_context():
            pools: list[Any] = [engine.pool for engine in db.engines.values()]
        taken = [pool.connect() for pool in pools for _ in range(pool.checkedin())]
        found = sum(_in_transaction(fairy.dbapi_connection) for fairy in taken)
        for fairy in taken:
            fairy.close()
        return found


def _in_transaction(driver: Any) -> bool:
    if hasattr(driver, "in_transaction"):
        return bool(driver.in_transaction)
    return bool(driver.pgconn.transaction_status != TransactionStatus.IDLE)


@pytest.fixture
def world(app: Flask, session: Any, tmp_path: Path) -> World:
    """Noor has opened her lesson once, so that an answer is all that is written."""
    publish(tmp_path / "modules")
    noor = learner(session)
    session.remove()
    return begun(app, noor)


def begun(app: Flask, noor: Learner) -> World:
    """Noor with her lesson open."""
    client = CheckingClient(app)
    client.checking = False  # pages are looked at elsewhere; here they may be those of a fault
    noor.sign_in(client).get(PAGE)
    with app.app_context():
        ref, release = db.session.execute(
            select(Person.ref, Enrolment.release)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(Enrolment.id == noor.enrolment_id)
        ).one()
        about = about_item(LessonPlace(noor.enrolment_id, release, "een", "eigen-leven"), "p1")
    return World(app, noor, client, ref, about)


@pytest.fixture
def hasty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who waits for a lock gives up after a fifth of a second instead of ten."""
    monkeypatch.setattr(engines, "PATIENCE", 0.2)
    monkeypatch.setattr(engines, "LOCK_PATIENCE", 0.2)
    release(app)  # the connections that were made with more patience
    yield
    release(app)


@pytest.fixture
def installation(make_app: MakeApp, tmp_path: Path) -> Flask:
    """The application, with a folder for backups and the programs of PostgreSQL."""
    return make_app(backup_dir=tmp_path / "backups", postgres_bin=machine.postgres_programs())


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def fresh(database: Database, tmp_path: Path) -> Iterator[str]:
    """The address of an empty place: a file that is not there yet, or a database without tables."""
    if database.name == "sqlite":
        yield f"sqlite:///{tmp_path / 'elders' / 'nieuw.sqlite3'}"
        return
    url = make_url(database.url)
    name = f"{url.database}_fresh"
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
