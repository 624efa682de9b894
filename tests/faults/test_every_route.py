"""Every address while the database stops answering half way: a page of ours that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask

from course.models import db
from tests.checking_client import CheckingClient, header_faults
from tests.databases import Database
from tests.test_access import ROLE_OF, ROUTES, Cast, address, cast, marks, may  # noqa: F401 one is a fixture


@pytest.fixture
def stops(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`stops(2)`: the third question from here on, and all after it, find nobody."""
    with app.app_context():
        dialect = db.engine.dialect
    usual = dialect.do_execute

    def stop(after: int) -> None:
        asked = count()

        def execute(*args: Any) -> None:
            if next(asked) >= after:
                raise dialect.loaded_dbapi.OperationalError("gone")
            usual(*args)

        monkeypatch.setattr(dialect, "do_execute", execute)

    yield stop
    monkeypatch.setattr(dialect, "do_execute", usual)


def reader(app: Flask, method: str, rule: str) -> str:
    """Somebody to whom this route is open."""
    allowed = marks(app, method, rule)
    return next((member for member in ROLE_OF if may(member, allowed)), "learner")


@pytest.mark.parametrize(
    ("database", "after"), [("sqlite", 3), ("postgresql", 1)], indirect=["database"]
)  # so many questions are answered before; with others it takes longer and finds the same
def test_an_address_whose_database_goes_away_says_so(
    app: Flask,
    cast: Cast,  # noqa: F811
    stops: Callable[[int], None],
    after: int,
) -> None:
    for method, rule in ROUTES:
        client = CheckingClient(app)
        client.checking = False
        client.set_cookie("sessie", cast.tokens[reader(app, method, rule)])
        stops(after)
        reply = client.open(address(rule, cast.own), method=method, buffered=True)
        stops(10**9)
        case = f"{method} {rule}: {reply.status_code}"
        assert reply.status_code < 500 or reply.status_code == 503, case
        assert list(header_faults(reply)) == [], case
        if reply.status_code == 503 and rule != "/readyz":
            assert "Wij zijn even niet bereikbaar" in reply.text, case
            assert reply.headers["Retry-After"] == "30", case
