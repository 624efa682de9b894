"""A form that arrives without a session: nothing typed is lost, and nobody sends it for somebody
else.
"""

from __future__ import annotations

import secrets
from html import unescape
from typing import Any

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from course.models.base import new_token
from course.web.http import drawn
from course.web.sign_in import keeping
from tests.accounts import add_person, hidden, later, mailed_link, sign_in
from tests.checking_client import CheckingClient

TARGET = "/account/apparaten"  # any unsafe route for who is signed in
TYPED = "Eerste regel <b>&\n“tweede” regel 🐟 "


def add_owner(session: Any) -> str:
    """Lotte, by the ref that her forms are drawn for."""
    ref: str = add_person(session).ref
    session.rollback()
    return ref


def kept_by(client: CheckingClient, owner: str = "", **fields: Any) -> str:
    """A form that was drawn for somebody, as the sign-in page holds it; without `owner` for
    nobody.
    """
    sent = fields or {"tekst": TYPED, "keuze": ["a", "b"]}
    if owner:
        with client.application.app_context():
            sent[drawn.FIELD] = ".".join(drawn.seal(owner, TARGET, "", new_token()))
    response = client.post(TARGET, data=sent)
    assert response.status_code == 401
    assert "uw antwoord is bewaard" in response.text
    return hidden(response, "kept")


def test_form_survives_signing_in(session: Any, client: CheckingClient) -> None:
    lotte = add_owner(session)
    kept = kept_by(client, lotte)
    response = sign_in(client, kept=kept)
    assert response.status_code == 200
    assert "Uw antwoord is bewaard op deze pagina" in response.text
    assert f'action="{TARGET}"' in response.text
    assert unescape(hidden(response, "tekst")) == TYPED
    assert response.text.count('name="keuze"') == 2
    assert "Lotte de Wit" in response.text  # the frame already says who is signed in
    assert client.post(TARGET, data={"tekst": TYPED}).status_code == 303


def test_form_survives_typing_errors_and_waits(session: Any, client: CheckingClient) -> None:
    lotte = add_owner(session)
    kept = kept_by(client, lotte)
    for _ in range(6):
        response = sign_in(client, password="fout-wachtwoord", kept=kept)
        assert hidden(response, "kept") == kept
    assert response.status_code == 429


def test_form_survives_signing_in_by_mail(session: Any, client: CheckingClient) -> None:
    """The link opens in another tab; this page stays and goes on from there."""
    lotte = add_owner(session)
    kept = kept_by(client, lotte)
    sent = sign_in(client, password="", kept=kept, via="link")
    assert hidden(sent, "kept") == kept
    early = client.post("/inloggen/bewaard", data={"kept": kept, "next": "/"})
    assert early.status_code == 401
    assert hidden(early, "kept") == kept
    client.post(mailed_link(session))
    page = client.post("/inloggen/bewaard", data={"kept": kept, "next": "/"})
    assert hidden(page, "tekst") == TYPED


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_passwords_are_never_kept(client: CheckingClient, app: Flask) -> None:
    names = ("password", "old_password", "New_Password", "wachtwoord2")
    kept = kept_by(client, tekst="wel", **dict.fromkeys(names, "geheim-geheim-geheim"))
    with app.app_context():
        form = keeping.open_kept(kept)
    assert form is not None
    assert form.fields == (("tekst", "wel"),)
    alone = client.post("/account/wachtwoord", data=dict.fromkeys(names, "x"))
    assert alone.status_code == 401
    assert 'name="kept"' not in alone.text


def test_form_of_somebody_else_is_not_sent(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session of one person ends, and the next one signs in on the same computer."""
    lotte = add_owner(session)
    add_person(session, "ander@voorbeeld.example", name="Ander Mens")
    sign_in(client)
    later(monkeypatch, hours=2)
    kept = kept_by(client, lotte)
    response = sign_in(client, "ander@voorbeeld.example", kept=kept)
    assert response.status_code == 303
    assert "van iemand anders" in client.get("/account").text
    client.delete_cookie("sessie")
    assert hidden(sign_in(client, kept=kept), "tekst") == TYPED


def test_a_form_without_an_owner_is_never_sent(session: Any, client: CheckingClient) -> None:
    """Also not by who signs in first: nobody knows who typed it."""
    add_person(session)
    kept = kept_by(client)
    response = sign_in(client, kept=kept)
    assert response.status_code == 303
    assert TYPED.split(maxsplit=1)[0] not in response.text
    assert "van iemand anders" in client.get("/account").text


def test_a_form_for_another_address_is_not_sent(
    session: Any, client: CheckingClient, app: Flask
) -> None:
    """Its own mark is good, but it was drawn to go elsewhere."""
    lotte = add_owner(session)
    with app.app_context():
        mark = ".".join(drawn.seal(lotte, "/elders", "", new_token()))
    assert sign_in(client, kept=kept_by(client, tekst=TYPED, inzending=mark)).status_code == 303


def test_form_lasts_a_day(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    lotte = add_owner(session)
    kept = kept_by(client, lotte)
    monkeypatch.setattr(keeping, "LASTS_S", -1)
    assert sign_in(client, kept=kept).status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_changed_or_foreign_form_is_ignored(session: Any, client: CheckingClient) -> None:
    lotte = add_owner(session)
    kept = kept_by(client, lotte)
    other_key = URLSafeTimedSerializer("een andere sleutel", salt="kept-form").dumps(
        ["/account", [["a", "b"]]]
    )
    for value in (kept[:-2] + "xx", "." + kept, "x", other_key, "x" * 200_000):
        assert sign_in(client, kept=value).status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_signed_form_for_elsewhere_is_ignored(
    session: Any, client: CheckingClient, app: Flask
) -> None:
    add_person(session)
    signer = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="kept-form")
    for path in ("https://elders.example/", "//elders.example/", "/\\elders.example"):
        assert sign_in(client, kept=signer.dumps([path, [["a", "b"]]])).status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_too_large_a_form_is_not_promised(client: CheckingClient) -> None:
    response = client.post(TARGET, data={"tekst": secrets.token_urlsafe(150_000)})
    assert response.status_code == 401
    assert 'name="kept"' not in response.text
    assert "Ga terug in uw browser" in response.text
