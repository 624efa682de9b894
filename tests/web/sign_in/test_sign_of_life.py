"""The last sign of life of a browser: written now and then, for that browser only, and never a way
to stay for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from course import clock
from course.models import SignedInBrowser
from course.store.signing_in import browsers
from tests.accounts import add_person, later, sign_in, token_of
from tests.checking_client import CheckingClient


def seen(session: Any, token: str) -> datetime:
    """When this browser gave its last sign of life."""
    session.expire_all()
    row = session.query(SignedInBrowser.seen_at).filter_by(token_hash=browsers.hash_of(token)).one()
    session.rollback()
    moment: datetime = row[0]
    return moment


@pytest.fixture
def other(session: Any, client: CheckingClient) -> str:
    """Somebody signed in, in this browser and in another; the token of the other one."""
    person = add_person(session)
    token = browsers.sign_in(person.id, clock.now())
    session.commit()
    sign_in(client)
    return token


@pytest.mark.usefixtures("other")
def test_it_is_written_once_a_minute(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun)
    token = str(token_of(client))
    first = seen(session, token)
    later(monkeypatch, seconds=50)
    client.get("/account")
    assert seen(session, token) == first
    later(monkeypatch, seconds=20)
    client.get("/account")
    assert seen(session, token) == clock.now()


def test_another_browser_shows_its_own(
    session: Any, client: CheckingClient, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(session, other)
    later(monkeypatch, minutes=5)
    client.get("/account")
    assert seen(session, other) == before


@pytest.mark.usefixtures("other")
def test_in_use_it_lives_on_and_ends_all_the_same(
    client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(14):  # every fifty minutes: never an hour without a request
        later(monkeypatch, minutes=50)
        assert client.get("/account").status_code == 200
    later(monkeypatch, minutes=12 * 60 - 14 * 50 + 1)
    assert client.get("/account").status_code == 303


@pytest.mark.usefixtures("other")
def test_a_page_that_is_not_there_is_a_sign_of_life_too(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = str(token_of(client))
    before = seen(session, token)
    later(monkeypatch, minutes=2)
    assert client.get("/leren/bestaat-niet").status_code == 404
    assert seen(session, token) - before > timedelta(minutes=1)
