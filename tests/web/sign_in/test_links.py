"""Signing in with a link from the mail."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest

from course import clock
from course.config import Mode
from course.models import Mail, Person, SignedInBrowser, SignInLink
from course.store.signing_in import accounts, browsers
from tests.accounts import EMAIL, PASSWORD, add_person, later, mailed_link, sign_in, token_of
from tests.checking_client import CheckingClient

SENT = "Als dit adres bij ons bekend is, krijgt u een mail"
DEAD = "Deze link werkt niet meer"


def ask(client: CheckingClient, email: str = EMAIL, **fields: str) -> Any:
    return client.post("/inloggen/link", data={"email": email, **fields})


def test_link_opens_a_page_and_only_the_button_signs_in(
    session: Any, client: CheckingClient
) -> None:
    """Mail scanners open links: as often as they like."""
    add_person(session)
    assert SENT in ask(client).text
    link = mailed_link(session)
    for _ in range(3):
        opened = client.get(link)
        assert opened.status_code == 200
        assert "Inloggen als Lotte de Wit" in opened.text
        client.head(link)
    assert token_of(client) is None
    response = client.post(link)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert client.get("/account").status_code == 200


@pytest.mark.asvs("6.6.2")
def test_link_works_once(session: Any, client: CheckingClient) -> None:
    add_person(session)
    ask(client)
    link = mailed_link(session)
    assert client.post(link).status_code == 303
    client.delete_cookie("sessie")
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
        assert DEAD in response.text
        assert "/inloggen/link" in response.text
    assert token_of(client) is None


def test_two_presses_at_once_sign_in_once(session: Any, make_app: Any) -> None:
    add_person(session)
    app = make_app()
    ask(app.test_client())
    link = mailed_link(session)
    session.rollback()
    statuses: list[int] = []
    together = Barrier(4)

    def press() -> None:
        client = app.test_client()
        together.wait()
        statuses.append(client.post(link).status_code)

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 410, 410, 410]
    assert session.query(SignedInBrowser).count() == 1


@pytest.mark.parametrize(("minutes", "status"), [(29, 303), (31, 410)])
def test_link_lasts_half_an_hour(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    add_person(session)
    ask(client)
    later(monkeypatch, minutes=minutes)
    assert client.post(mailed_link(session)).status_code == status


@pytest.mark.parametrize(("days", "status"), [(6.9, 303), (7.1, 410)])
def test_invitation_lasts_seven_days(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch, days: float, status: int
) -> None:
    person = add_person(session, password=None)
    token = accounts.invite(person.id, clock.now())
    session.commit()
    later(monkeypatch, days=days)
    assert client.post(f"/inloggen/link/{token}").status_code == status


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "token", ["x", "A" * 43, "0", "%00", "..", "%F0%9F%90%9F", "' OR 1=1 --", "x" * 4000]
)
def test_forged_link_is_a_page_with_a_way_on(client: CheckingClient, token: str) -> None:
    for response in (client.get(f"/inloggen/link/{token}"), client.post(f"/inloggen/link/{token}")):
        assert response.status_code in (404, 410)
        assert "niet" in response.text
    assert token_of(client) is None


def test_new_password_voids_links(session: Any, client: CheckingClient) -> None:
    person = add_person(session)
    ask(client)
    link = mailed_link(session)
    sign_in(client)
    assert client.post("/account/wachtwoord", data=new_password(PASSWORD)).status_code == 303
    client.delete_cookie("sessie")
    assert client.post(link).status_code == 410
    assert session.query(SignInLink).filter_by(person_id=person.id).count() == 0


def new_password(old: str) -> dict[str, str]:
    new = "ketel fluit trein blauw"
    return {"old_password": old, "new_password": new, "new_password_again": new}


@pytest.mark.asvs("6.3.8")
def test_known_unknown_and_blocked_addresses_get_the_same_page(
    session: Any, client: CheckingClient
) -> None:
    add_person(session)
    blocked = add_person(session, "geblokkeerd@voorbeeld.example")
    blocked.blocked_at = clock.now()
    session.commit()
    pages = {
        (response.status_code, response.text.replace(email, ""))
        for email in (EMAIL, "onbekend@voorbeeld.example", "geblokkeerd@voorbeeld.example")
        for response in [ask(client, email)]
    }
    assert len(pages) == 1
    assert [mail.recipient for mail in session.query(Mail)] == [EMAIL]


def test_blocked_person_cannot_use_an_older_link(session: Any, client: CheckingClient) -> None:
    person = add_person(session)
    ask(client)
    link = mailed_link(session)
    session.get(Person, person.id).blocked_at = clock.now()
    session.commit()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert session.query(SignedInBrowser).count() == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_link_starts_with_the_configured_address(session: Any, make_app: Any) -> None:
    add_person(session)
    client = make_app().test_client()
    client.post("/inloggen/link", data={"email": EMAIL}, base_url="http://elders.example")
    body = session.query(Mail).one().body
    assert "http://localhost/inloggen/link/" in body
    assert "elders" not in body


@pytest.mark.asvs("6.5.3")
def test_only_a_hash_of_the_link_is_stored_and_it_is_long(
    session: Any, client: CheckingClient
) -> None:
    add_person(session)
    ask(client)
    token = mailed_link(session).rpartition("/")[2]
    assert len(token) == 43  # 256 bits
    assert session.query(SignInLink).one().token_hash == browsers.hash_of(token)


def test_link_goes_on_to_where_somebody_was_going(session: Any, client: CheckingClient) -> None:
    add_person(session)
    ask(client, next="/account?deel=1&x=2")
    assert client.post(mailed_link(session)).headers["Location"] == "/account?deel=1&x=2"
    ask(client, next="//elders.example")
    assert "next" not in mailed_link(session)
    token = mailed_link(session)
    assert client.post(f"{token}?next=https://elders.example").headers["Location"] == "/"


def test_button_on_the_sign_in_page_asks_for_a_link(session: Any, client: CheckingClient) -> None:
    add_person(session)
    assert SENT in sign_in(client, password="", via="link").text
    assert mailed_link(session)


def test_asking_again_and_again_has_to_wait(session: Any, client: CheckingClient) -> None:
    """Nobody can fill somebody's mailbox; signing in by password is not held up by it."""
    add_person(session)
    for _ in range(5):
        assert ask(client).status_code == 200
    refused = ask(client)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "30"
    assert session.query(Mail).count() == 5
    session.rollback()
    assert sign_in(client).status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "email", ["", "lotte", "lotte@", "a b@c.nl", "x" * 300 + "@voorbeeld.example"]
)
def test_unlikely_address_is_an_error_at_the_field(client: CheckingClient, email: str) -> None:
    response = ask(client, email)
    assert response.status_code == 422
    assert 'href="#email"' in response.text


def test_link_ends_the_session_of_somebody_else_in_this_browser(
    session: Any, client: CheckingClient
) -> None:
    add_person(session)
    add_person(session, "ander@voorbeeld.example", name="Ander Mens")
    sign_in(client, "ander@voorbeeld.example")
    before = token_of(client)
    ask(client)
    client.post(mailed_link(session))
    assert token_of(client) != before
    assert session.query(SignedInBrowser).count() == 1
    session.rollback()
    assert "Lotte de Wit" in client.get("/account").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_postbox_shows_the_link_in_the_demo_only(session: Any, make_app: Any) -> None:
    add_person(session)
    client = make_app(mode=Mode.DEMO).test_client()
    ask(client)
    assert mailed_link(session) in client.get("/postvak").text
    assert "/postvak" in ask(client).text
    production = make_app(
        mode=Mode.PRODUCTION,
        base_url="https://deelwijs.example",
        trusted_hosts=("deelwijs.example",),
    ).test_client()
    assert production.get("/postvak", base_url="https://deelwijs.example").status_code == 404
    sent = production.post(
        "/inloggen/link", data={"email": EMAIL}, base_url="https://deelwijs.example"
    )
    assert "/postvak" not in sent.text


def test_looking_at_a_link_writes_nothing(session: Any, client: CheckingClient) -> None:
    add_person(session)
    ask(client)
    client.get(mailed_link(session))
    assert session.query(SignInLink).one().used_at is None
