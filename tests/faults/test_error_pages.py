"""Error pages need nothing: no database, no session, no frame.

What was typed is not lost when it cannot be saved.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask, abort, request
from sqlalchemy import exc, select

from course import clock
from course.models import Enrolment
from course.store import transaction as transactions
from course.store.away import is_away
from course.store.signing_in import browsers, passwords
from course.web.http import errors
from course.web.http.access import PUBLIC, allow
from course.web.http.errors import PAGES, RETRY_AFTER
from tests.accounts import PASSWORD, hidden, later, sign_in
from tests.checking_client import CheckingClient
from tests.databases import SqliteDatabase, config_on, migrate, release
from tests.faults.conftest import PAGE, World
from tests.learning import answer, learner, token_in

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TYPED = "Eerste regel <b>&\ntweede “regel” 🐟"


def answers_with(app: Flask, monkeypatch: pytest.MonkeyPatch, deed: Callable[[], Any]) -> None:
    """The privacy page does this instead."""
    monkeypatch.setitem(app.view_functions, "site.show_privacy", allow(PUBLIC)(deed))


def raising(error: BaseException) -> Callable[..., None]:
    def view(*_args: object) -> None:
        raise error

    return view


def broken(*_args: object, **_named: object) -> Any:
    raise RuntimeError("this may not be asked")


def fields_of(page: str) -> list[tuple[str, str]]:
    """What the form on a page for 503 sends."""
    form = re.search(r'<form class="form flow".*?</form>', page, re.DOTALL)
    assert form, "there is no form to send again"
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
    texts = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL)
    return [(unescape(name), unescape(value)) for name, value in (*hidden, *texts)]


def of_driver(kind: type[Exception], *args: object) -> exc.DBAPIError:
    """An error of a driver as SQLAlchemy hands it on."""
    wrapper = next(
        getattr(exc, base.__name__)
        for base in kind.__mro__
        if hasattr(exc, base.__name__) and base is not Exception
    )
    error: exc.DBAPIError = wrapper("SELECT 1", {}, kind(*args))
    return error


# Pages


@on_sqlite
@pytest.mark.parametrize("code", PAGES)
def test_every_page_asks_neither_database_nor_session(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    answers_with(app, monkeypatch, lambda: abort(code))
    monkeypatch.setattr(browsers, "find", broken)
    client.set_cookie("sessie", "x" * 43)
    reply = client.get("/privacy")
    assert reply.status_code == code
    assert reply.headers.get("Retry-After") == RETRY_AFTER.get(code)
    assert reply.headers["Cache-Control"] == "no-store"


@on_sqlite
@pytest.mark.parametrize("code", PAGES)
def test_the_page_from_the_start_goes_out_when_the_frame_cannot_be_drawn(
    make_app: Any, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    app = make_app()
    answers_with(
        app, monkeypatch, raising(ZeroDivisionError()) if code == 500 else lambda: abort(code)
    )
    usual = app.test_client().get("/privacy").text
    monkeypatch.setattr(errors, "known_chrome", broken)
    reply = app.test_client().get("/privacy")
    assert reply.status_code == code
    heading = re.search(r"<h1>.*?</h1>", usual)
    assert heading is not None
    assert heading[0] in reply.text
    if code == 500:
        assert re.search(r'<strong class="reference">[0-9a-f]{12}</strong>', reply.text)


@on_sqlite
@pytest.mark.parametrize(
    "error", [RuntimeError("a bug"), of_driver(sqlite3.OperationalError, "disk I/O error")]
)
@pytest.mark.parametrize("hook", ["before_request", "after_request", "error_handler", "session"])
def test_a_page_of_ours_leaves_whatever_fails_on_the_way(
    make_app: Any, monkeypatch: pytest.MonkeyPatch, hook: str, error: Exception
) -> None:
    app = make_app()

    def fail(*_args: object) -> Any:
        raise error

    if hook == "error_handler":
        answers_with(app, monkeypatch, fail)
        monkeypatch.setattr(errors, "form_again", fail)
        monkeypatch.setattr(errors, "known_chrome", fail)
        monkeypatch.setattr(transactions, "rollback", fail)
    elif hook == "session":
        monkeypatch.setattr(app.session_interface, "save_session", fail)
        monkeypatch.setattr(app.session_interface, "open_session", fail)
    else:
        getattr(app, hook)(fail)
    reply = app.test_client().get("/privacy")
    assert reply.status_code == (503 if is_away(error) else 500)
    assert reply.headers.get("Retry-After") == RETRY_AFTER.get(reply.status_code)
    assert "Wij zijn even niet bereikbaar" in reply.text or "Er ging bij ons iets mis" in reply.text
    assert "a bug" not in reply.text


@on_sqlite
@pytest.mark.parametrize("hook", ["teardown_request", "teardown_appcontext"])
def test_clearing_up_never_costs_the_answer(
    make_app: Any, caplog: pytest.LogCaptureFixture, hook: str
) -> None:
    app = make_app()
    getattr(app, hook)(broken)
    with caplog.at_level(logging.ERROR, "deelwijs"):
        assert app.test_client().get("/privacy").status_code == 200
    assert "clearing up failed" in caplog.text


# Which errors mean that the database is away


@on_sqlite
@pytest.mark.parametrize(
    "error",
    [
        of_driver(sqlite3.OperationalError, "database is locked"),
        of_driver(sqlite3.OperationalError, "attempt to write a readonly database"),
        of_driver(sqlite3.OperationalError, "database or disk is full"),
        of_driver(sqlite3.DatabaseError, "file is not a database"),
        sqlite3.OperationalError("unable to open database file"),
        of_driver(psycopg.OperationalError, "consuming input failed"),
        of_driver(psycopg.InterfaceError, "the connection is closed"),
        of_driver(psycopg.InternalError, "lost"),
        psycopg.OperationalError("connection failed"),
        psycopg.ProgrammingError(
            "can't change 'read_only' now: connection in transaction status UNKNOWN"
        ),
        *(
            of_driver(getattr(psycopg.errors, name), name)
            for name in (
                "AdminShutdown",
                "CrashShutdown",
                "CannotConnectNow",
                "IdleInTransactionSessionTimeout",
                "ReadOnlySqlTransaction",
                "FeatureNotSupported",  # what a standby says when asked to write
                "InsufficientPrivilege",
                "DiskFull",
                "OutOfMemory",
                "TooManyConnections",
                "LockNotAvailable",
                "QueryCanceled",
                "DeadlockDetected",
                "IoError",
                "DataCorrupted",
                "ObjectInUse",  # known by its kind alone
            )
        ),
        exc.TimeoutError("QueuePool limit"),
        exc.PendingRollbackError("Can't reconnect until invalid transaction is rolled back"),
        exc.InvalidatePoolError("the server went away"),
        exc.ProgrammingError("SELECT 1", {}, Exception("gone"), connection_invalidated=True),
    ],
    ids=lambda error: type(getattr(error, "orig", error)).__name__,
)
def test_away_is_503(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    answers_with(app, monkeypatch, raising(error))
    reply = client.get("/privacy")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("transaction status"),
        of_driver(sqlite3.IntegrityError, "UNIQUE constraint failed"),
        of_driver(sqlite3.ProgrammingError, "wrong number of bindings"),
        of_driver(psycopg.errors.UniqueViolation, "double"),
        of_driver(psycopg.errors.UndefinedColumn, "no such column"),
        of_driver(psycopg.errors.StringDataRightTruncation, "too long"),
        of_driver(psycopg.errors.InFailedSqlTransaction, "after another"),
        of_driver(psycopg.errors.ProgramLimitExceeded, "index row too large"),
        exc.InvalidRequestError("a session used wrongly"),
    ],
    ids=lambda error: type(getattr(error, "orig", error)).__name__,
)
def test_a_wrong_statement_is_not_away(error: Exception) -> None:
    assert not is_away(error)


# What was typed


def fresh(world: World) -> str:
    """What the form of the question says of itself, as it was drawn."""
    return token_in(world.client.get(PAGE), "p1")


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """`refusing(True)`: nothing can be committed from here on, until `refusing(False)`."""
    commit = transactions.commit

    def refuse(on: bool) -> None:
        error = of_driver(sqlite3.OperationalError, "database or disk is full")
        monkeypatch.setattr(transactions, "commit", raising(error) if on else commit)

    return refuse


def test_what_was_typed_is_sent_again_and_saved_once(
    world: World, refusing: Callable[[bool], None]
) -> None:
    world.client.checking = True
    token = fresh(world)
    refusing(True)
    reply = answer(world.client, PAGE, "p1", token, antwoord="b", toelichting=TYPED)
    assert reply.status_code == 503
    fields = fields_of(reply.text)
    assert {("vraag", "p1"), ("inzending", token), ("antwoord", "b"), ("toelichting", TYPED)} <= {
        *fields
    }
    assert f'action="{PAGE}"' in reply.text
    # still away: it stays on the page
    assert world.client.post(PAGE, data=dict(fields)).status_code == 503
    refusing(False)
    for _ in range(2):
        assert world.client.post(PAGE, data=dict(fields)).status_code == 303
    assert world.stored() == 1


@pytest.mark.parametrize("known", [True, False])
def test_nobody_sends_it_for_somebody_else(
    world: World,
    session: Any,
    refusing: Callable[[bool], None],
    monkeypatch: pytest.MonkeyPatch,
    known: bool,
) -> None:
    """Also when the database was away so early that nobody knew whose session it was."""
    mirjam = learner(session, "mirjam@voorbeeld.example")
    session.remove()
    token = fresh(world)
    if known:
        refusing(True)
        page = answer(world.client, PAGE, "p1", token, antwoord="b").text
        refusing(False)
    else:
        find = browsers.find
        monkeypatch.setattr(browsers, "find", raising(of_driver(psycopg.OperationalError, "gone")))
        sent = {"vraag": "p1", "inzending": token, "antwoord": "b"}
        page = world.client.post(PAGE, data=sent).text
        monkeypatch.setattr(browsers, "find", find)
    mirjam.sign_in(world.client)
    assert world.client.post(PAGE, data=dict(fields_of(page))).status_code == 403
    assert world.stored() == 0
    world.noor.sign_in(world.client)
    assert world.client.post(PAGE, data=dict(fields_of(page))).status_code == 303


@on_sqlite
def test_it_is_kept_when_the_session_ends_meanwhile(
    world: World, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = browsers.find
    hers = select(Enrolment.person_id).where(Enrolment.id == world.noor.enrolment_id)
    passwords.replace(session.scalar(hers), passwords.hash_of(PASSWORD), clock.now())
    session.commit()
    sent = {"vraag": "p1", "inzending": fresh(world), "antwoord": "b"}
    monkeypatch.setattr(browsers, "find", raising(of_driver(psycopg.OperationalError, "gone")))
    fields = dict(fields_of(world.client.post(PAGE, data=sent).text))
    monkeypatch.setattr(browsers, "find", find)
    later(monkeypatch, hours=2)
    asked = world.client.post(PAGE, data=fields)
    assert asked.status_code == 401
    kept = sign_in(world.client, "noor@voorbeeld.example", kept=hidden(asked, "kept"))
    again = {name: hidden(kept, name) for name in sent}
    assert world.client.post(PAGE, data=again).status_code == 303
    assert world.stored() == 1


@on_sqlite
def test_a_password_never_comes_back(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        transactions, "commit", raising(of_driver(sqlite3.OperationalError, "full"))
    )
    reply = client.post(
        "/inloggen", data={"email": "noor@voorbeeld.example", "password": "geheim-geheim-1"}
    )
    assert reply.status_code == 503
    assert "geheim-geheim-1" not in reply.text
    assert "Verstuur opnieuw" not in reply.text


@on_sqlite
def test_a_form_with_a_file_is_chosen_again(
    app: Flask, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO

    error = of_driver(sqlite3.OperationalError, "full")

    def view() -> None:
        assert request.files
        raise error

    monkeypatch.setitem(app.view_functions, "sign_in.sign_in", allow(PUBLIC)(view))
    reply = client.post(
        "/inloggen", data={"bestand": (BytesIO(b"a;b"), "lijst.csv"), "school": "x"}
    )
    assert reply.status_code == 503
    assert "Verstuur opnieuw" not in reply.text


# Real faults


@on_sqlite
def test_a_file_that_is_no_database_any_more_and_comes_back(
    world: World, tmp_path: Path, database: SqliteDatabase
) -> None:
    copy = tmp_path / "kopie.sqlite3"
    with database.driver.connect(copy) as target:
        database.outsider().backup(target)
    target.close()
    app = flask_on(f"sqlite:///{copy}", tmp_path)
    client = world.noor.sign_in(CheckingClient(app))
    token = token_in(client.get(PAGE), "p1")
    release(app)
    good = copy.read_bytes()
    for path in tmp_path.glob("kopie.sqlite3-*"):
        path.unlink()
    copy.write_bytes(b"geen database " * 1000)
    for _ in range(3):
        reply = client.post(PAGE, data={"vraag": "p1", "inzending": token, "antwoord": "b"})
        assert reply.status_code == 503
        assert ("antwoord", "b") in fields_of(reply.text)
        assert client.get(PAGE).status_code == 503
    copy.write_bytes(good)
    assert client.post(PAGE, data=dict(fields_of(reply.text))).status_code == 303


def flask_on(url: str, folder: Path) -> Flask:
    from course import create_app

    app = create_app(config_on(url, folder))
    migrate(app)
    return app
