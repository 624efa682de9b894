"""Who sends a form by script is told where to go on, and reads no message away."""

from __future__ import annotations

from typing import Any

import pytest

from course.web.http.onward import HEADER
from tests.accounts import add_person, sign_in
from tests.checking_client import CheckingClient

BEGIN = "/account/apparaten"


@pytest.fixture
def lotte(session: Any, client: CheckingClient) -> CheckingClient:
    add_person(session)
    sign_in(client)
    return client


def test_a_script_is_told_where_to_go(lotte: CheckingClient) -> None:
    reply = lotte.post(BEGIN, headers={HEADER: "asked"})
    assert reply.status_code == 200
    assert reply.headers[HEADER] == "/account"
    assert "Location" not in reply.headers
    assert reply.data == b""
    assert "bent u uitgelogd" in lotte.get("/account").text  # the message waited for its page


def test_who_does_not_ask_is_redirected(lotte: CheckingClient) -> None:
    reply = lotte.post(BEGIN)
    assert reply.status_code == 303
    assert HEADER not in reply.headers


def test_a_page_of_somebody_bears_their_mark_alone(
    session: Any, lotte: CheckingClient, client: CheckingClient
) -> None:
    """The same on each page, another for each person, and none for who is not signed in."""
    own = [marks_on(lotte, path) for path in ("/account", "/hulp")]
    assert len(set(own)) == 1
    lotte.delete_cookie("sessie")
    assert marks_on(client, "/hulp") == ""
    add_person(session, "ander@voorbeeld.example", name="Ander Mens")
    sign_in(client, "ander@voorbeeld.example")
    assert marks_on(client, "/hulp") not in ("", own[0])


def marks_on(client: CheckingClient, path: str) -> str:
    _, _, rest = client.get(path).text.partition('<body data-person="')
    return rest.partition('"')[0]
