"""Signing in with a password, sessions, signing out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from course import clock
from course.config import Mode
from course.domain.people.roles import Role
from course.models import Password, Person, SignedInBrowser, Throttle
from course.store.signing_in import browsers, passwords
from tests.accounts import (
    EMAIL,
    PASSWORD,
    add_person,
    add_school,
    grant,
    hidden,
    later,
    sign_in,
    token_of,
)
from tests.checking_client import CheckingClient

WRONG = "niet-het-goede-wachtwoord"
WORDS = "horen niet bij elkaar"


def start_of(response: Any) -> str:
    return str(response.headers["Location"])


def test_sign_in_opens_a_session_and_goes_on(session: Any, client: CheckingClient) -> None:
    add_person(session)
    assert start_of(client.get("/account")) == "/inloggen?next=/account"
    response = sign_in(client, next="/account")
    assert (response.status_code, start_of(response)) == (303, "/account")
    assert "Lotte de Wit" in client.get("/account").text
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_address_is_folded_for_case_and_spaces(session: Any, client: CheckingClient) -> None:
    add_person(session)
    assert sign_in(client, email="  LOTTE@Voorbeeld.example ").status_code == 303


@pytest.mark.asvs("6.2.8")
def test_password_is_checked_as_typed(session: Any, client: CheckingClient) -> None:
    add_person(session)
    for password in (PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1]):
        assert sign_in(client, password=password).status_code == 422


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", PASSWORD, "Vul uw mailadres in."),
        ("lotte", PASSWORD, "Vul een volledig mailadres in."),
        (EMAIL, "", "Vul uw wachtwoord in."),
        (EMAIL, WRONG, WORDS),
        (EMAIL, "x" * 200_000, WORDS),
        ("a\x00b@voorbeeld.example", "\x00", WORDS),
        ("x" * 300 + "@voorbeeld.example", PASSWORD, "Vul een volledig mailadres in."),
    ],
)
def test_unusable_input_is_answered_with_words(
    session: Any, client: CheckingClient, email: str, password: str, words: str
) -> None:
    add_person(session)
    response = sign_in(client, email, password)
    assert response.status_code == 422
    assert words in response.text
    assert "<title>Fout: Inloggen" in response.text
    assert token_of(client) is None


@pytest.mark.asvs("6.3.8")
def test_unknown_blocked_and_wrong_look_the_same(session: Any, client: CheckingClient) -> None:
    """Also the account without a password. Only the address that was typed differs."""
    add_person(session)
    blocked = add_person(session, "geblokkeerd@voorbeeld.example")
    blocked.blocked_at = clock.now()
    add_person(session, "zonder@voorbeeld.example", password=None)
    session.commit()
    answers = {
        (
            response.status_code,
            response.text.replace(email, ""),
            tuple(sorted(response.headers.keys())),
        )
        for email, password in [
            (EMAIL, WRONG),
            ("geblokkeerd@voorbeeld.example", PASSWORD),
            ("zonder@voorbeeld.example", PASSWORD),
            ("onbekend@voorbeeld.example", PASSWORD),
        ]
        for response in [sign_in(client, email, password)]
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_unknown_account_costs_a_hash_too(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time follows work: for each of them exactly one hash with the same settings is compared."""
    add_person(session)
    compared: list[str] = []

    def verify(_: PasswordHasher, stored: str, password: str) -> bool:
        compared.append(stored)
        return original(passwords._HASHER, stored, password)

    original = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", verify)
    sign_in(client, EMAIL, WRONG)
    sign_in(client, "onbekend@voorbeeld.example", WRONG)
    settings = [stored.split("$")[1:4] for stored in compared]
    assert settings == [["argon2id", "v=19", "m=19456,t=2,p=1"]] * 2
    sign_in(client, EMAIL, "x" * 129)
    assert len(compared) == 2  # too long is refused before hashing


def test_hash_grows_with_the_settings(session: Any, client: CheckingClient) -> None:
    person = add_person(session)
    weak = PasswordHasher(memory_cost=1024, time_cost=1, parallelism=1).hash(PASSWORD)
    session.get(Password, person.id).hash = weak
    session.commit()
    assert sign_in(client).status_code == 303
    stored = session.get(Password, person.id, populate_existing=True).hash
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    session.rollback()
    assert sign_in(client).status_code == 303


@pytest.mark.asvs("7.2.4")
def test_token_is_never_adopted_and_always_new(session: Any, client: CheckingClient) -> None:
    """Fixation: what the browser brought is not used.

    Rotation: the old session of this browser ends.
    """
    add_person(session)
    client.set_cookie("sessie", "meegebracht-door-een-ander")
    sign_in(client)
    first = token_of(client)
    assert first not in (None, "meegebracht-door-een-ander")
    sign_in(client)
    second = token_of(client)
    assert second not in (None, first)
    assert session.query(SignedInBrowser).count() == 1
    session.rollback()
    client.set_cookie("sessie", str(first))
    assert client.get("/account").status_code == 303


@pytest.mark.asvs("7.2.2")
def test_only_a_hash_of_the_token_is_stored(session: Any, client: CheckingClient) -> None:
    add_person(session)
    sign_in(client)
    token = str(token_of(client))
    assert len(token) == 43  # 256 bits
    assert session.query(SignedInBrowser.token_hash).scalar() == browsers.hash_of(token)


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize(
    ("passed", "status"), [({"minutes": 59}, 200), ({"minutes": 61}, 303), ({"hours": 13}, 303)]
)
def test_session_ends_by_itself(
    session: Any,
    client: CheckingClient,
    monkeypatch: pytest.MonkeyPatch,
    passed: dict[str, float],
    status: int,
) -> None:
    add_person(session)
    sign_in(client)
    later(monkeypatch, **passed)
    assert client.get("/account").status_code == status


@pytest.mark.asvs("7.4.2")
def test_blocked_account_is_out_at_the_next_request(session: Any, client: CheckingClient) -> None:
    person = add_person(session)
    sign_in(client)
    assert client.get("/account").status_code == 200
    session.get(Person, person.id).blocked_at = clock.now()
    session.commit()
    assert client.get("/account").status_code == 303


@pytest.mark.asvs("7.4.1")
def test_sign_out_ends_the_session_and_clears_the_browser(
    session: Any, client: CheckingClient
) -> None:
    add_person(session)
    sign_in(client)
    token = str(token_of(client))
    response = client.post("/uitloggen")
    assert (response.status_code, start_of(response)) == (303, "/inloggen?uit=1")
    assert response.headers["Clear-Site-Data"] == '"storage"'
    assert token_of(client) is None
    assert "U bent uitgelogd." in client.get("/inloggen?uit=1").text
    client.set_cookie("sessie", token)
    assert client.get("/account").status_code == 303
    assert client.post("/uitloggen").status_code == 303  # twice is no mistake


def test_signed_in_goes_on_from_the_sign_in_page(session: Any, client: CheckingClient) -> None:
    add_person(session)
    sign_in(client)
    assert start_of(client.get("/inloggen")) == "/"
    assert start_of(client.get("/inloggen?next=/account")) == "/account"
    assert start_of(client.get("/inloggen?next=//elders.example")) == "/"


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "way_on",
    [
        "https://elders.example/",
        "//elders.example/",
        "///elders.example/",
        "/\\elders.example/",
        "\\\\elders.example",
        "/\t/elders.example",
        "/\n/elders.example",
        "/\x00/elders.example",
        "javascript:alert(1)",
        "elders.example",
        " /account",
        "/\u2028/elders.example",
        "/\u202e/elders.example",
        "/x\r\nSet-Cookie: sessie=boos",
        "/" + "x" * 3000,
        "",
    ],
)
def test_next_never_leaves_this_site(session: Any, client: CheckingClient, way_on: str) -> None:
    add_person(session)
    response = sign_in(client, next=way_on)
    assert (response.status_code, start_of(response)) == (303, "/")
    client.delete_cookie("sessie")
    shown = client.get("/inloggen", query_string={"next": way_on})
    assert hidden(shown, "next") == "/"


@pytest.mark.asvs("6.3.1")
def test_account_waits_after_five_misses_and_is_never_locked(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(session)
    for _ in range(5):
        assert sign_in(client, password=WRONG).status_code == 422
    refused = sign_in(client)  # right, but too soon
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "30"
    assert re.search(
        r"Wacht 1 minuut\. Vanaf \d+\.\d\d uur kunt u het weer proberen\.", refused.text
    )
    assert EMAIL in refused.text
    assert token_of(client) is None
    # somebody else does not wait
    assert sign_in(client, email="ander@voorbeeld.example").status_code == 422
    later(monkeypatch, seconds=31)
    assert sign_in(client).status_code == 303
    # a right password starts the count anew
    assert sign_in(client, password=WRONG).status_code == 422


def test_unknown_account_waits_just_the_same(client: CheckingClient) -> None:
    for _ in range(5):
        assert sign_in(client, "onbekend@voorbeeld.example", WRONG).status_code == 422
    assert sign_in(client, "onbekend@voorbeeld.example", WRONG).status_code == 429


def test_waits_hold_over_processes(session: Any, make_app: Any) -> None:
    """Another process, the same table. It holds no address and no name."""
    add_person(session)
    first, second = make_app().test_client(), make_app().test_client()
    for client in (first, second, first, second, first):
        assert sign_in(client, password=WRONG).status_code == 422
    assert sign_in(second).status_code == 429
    keys = [row.key for row in session.query(Throttle)]
    assert len(keys) == 3
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_address_of_a_school_waits_after_300(session: Any, client: CheckingClient) -> None:
    add_person(session)
    sign_in(client, "iemand@voorbeeld.example", WRONG)
    session.query(Throttle).filter(Throttle.misses == 1).update({"misses": 299})
    session.commit()
    assert sign_in(client).status_code == 303  # right guesses do not count
    client.delete_cookie("apparaat")
    assert sign_in(client, "weer@voorbeeld.example", WRONG).status_code == 422
    assert sign_in(client).status_code == 429
    elsewhere = client.post(
        "/inloggen",
        data={"email": EMAIL, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_new_addresses_of_one_network_count_together(session: Any, client: CheckingClient) -> None:
    for number in (1, 2, 3):
        client.post(
            "/inloggen",
            data={"email": EMAIL, "password": WRONG},
            environ_overrides={"REMOTE_ADDR": f"2001:db8:1:2::{number}"},
        )
    assert sorted(row.misses for row in session.query(Throttle)) == [3, 3, 3]


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_unsafe_route_refuses_other_sites(
    app: Flask, session: Any, client: CheckingClient
) -> None:
    """Whatever the route, signed in or not: nothing happens when another site sends the form."""
    add_person(session)
    sign_in(client)
    routes = [
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})
        # a mail program presses for its reader, by an address that only that mail holds
        if not getattr(app.view_functions[rule.endpoint], "by_address", False)
    ]
    assert ("/inloggen", "POST") in routes
    for path, method in routes:
        address = re.sub(r"<[^>]+>", "1", path)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
        ):
            assert client.open(address, method=method, headers=headers).status_code == 403, (
                path,
                headers,
            )
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    for path, method in routes:
        address = re.sub(r"<[^>]+>", "1", path)
        for origin in ({}, {"Origin": "https://elders.example"}, {"Origin": "null"}):
            assert client.open(address, method=method, headers=origin).status_code == 403, (
                path,
                origin,
            )
    # still signed in: /uitloggen did nothing either
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_old_browser_passes_by_its_origin(session: Any, client: CheckingClient) -> None:
    add_person(session)
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    form = {"email": EMAIL, "password": PASSWORD}
    assert (
        client.post("/inloggen", data=form, headers={"Origin": "http://localhost"}).status_code
        == 303
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_demo_names_its_people_on_the_sign_in_page(make_app: Any) -> None:
    page = make_app(mode=Mode.DEMO).test_client().get("/inloggen").text
    for address in ("noor@", "mirjam@", "tarik@", "beheer@"):
        assert f"{address}demo.example" in page
    assert "/postvak" in page
    assert "demo.example" not in make_app(mode=Mode.DEVELOPMENT).test_client().get("/inloggen").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_https_binds_the_cookie_to_this_host(session: Any, make_app: Any) -> None:
    add_person(session)
    client = make_app(base_url="https://deelwijs.example").test_client()
    response = client.post(
        "/inloggen",
        data={"email": EMAIL, "password": PASSWORD},
        base_url="https://deelwijs.example",
    )
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sessie=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_roles_hold_from_the_next_request(session: Any, client: CheckingClient) -> None:
    person = add_person(session)
    school = add_school(session)
    sign_in(client)
    assert start_of(client.get("/")) == "/leren"
    grant(session, person, Role.MANAGER, school)
    assert start_of(client.get("/")) == "/rapport"
