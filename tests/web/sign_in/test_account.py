"""One's own account: the password, and other browsers."""

from __future__ import annotations

from typing import Any

import pytest

from course.domain.signing_in.passwords import Weakness
from course.models import Membership, SignedInBrowser
from course.web.sign_in.wording import OLD_WRONG, WEAK
from tests.accounts import (
    EMAIL,
    PASSWORD,
    add_person,
    add_school,
    later,
    mailed_link,
    sign_in,
    token_of,
)
from tests.builders import LONG_AGO
from tests.checking_client import CheckingClient

NEW = "ketel fluit trein blauw"


def change(
    client: CheckingClient, old: str = PASSWORD, new: str = NEW, again: str | None = None
) -> Any:
    fields = {
        "old_password": old,
        "new_password": new,
        "new_password_again": new if again is None else again,
    }
    return client.post("/account/wachtwoord", data=fields)


def test_account_says_who_and_where(session: Any, client: CheckingClient) -> None:
    person, school = add_person(session), add_school(session)
    session.add(Membership(person_id=person.id, school_id=school.id, starts_on=LONG_AGO))
    session.commit()
    sign_in(client)
    page = client.get("/account").text
    for words in (
        "Lotte de Wit",
        EMAIL,
        "School de-brug",
        "U bent alleen op dit apparaat ingelogd",
    ):
        assert words in page


@pytest.mark.asvs("7.4.3")
def test_new_password_ends_other_sessions(session: Any, client: CheckingClient, app: Any) -> None:
    add_person(session)
    other = app.test_client()
    sign_in(other)
    sign_in(client)
    before = token_of(client)
    response = change(client)
    assert (response.status_code, response.headers["Location"]) == (303, "/account")
    assert token_of(client) not in (None, before)
    assert "Uw nieuwe wachtwoord is bewaard" in client.get("/account").text
    assert other.get("/account").status_code == 303
    assert sign_in(other).status_code == 422
    assert sign_in(other, password=NEW).status_code == 303


@pytest.mark.asvs("6.2.3")
@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("", NEW, NEW, "Vul uw oude wachtwoord in."),
        ("niet-het-oude-wachtwoord", NEW, NEW, OLD_WRONG),
        (PASSWORD, "kort", "kort", WEAK[Weakness.TOO_SHORT]),
        (PASSWORD, "x7" * 65, "x7" * 65, WEAK[Weakness.TOO_LONG]),
        (PASSWORD, "Welkom-School-2026", "Welkom-School-2026", WEAK[Weakness.COMMON]),
        (PASSWORD, "Lotte-de-Wit-2026", "Lotte-de-Wit-2026", WEAK[Weakness.COMMON]),
        (PASSWORD, NEW, NEW + "!", "Vul twee keer hetzelfde nieuwe wachtwoord in."),
    ],
)
def test_refused_password_changes_nothing(
    session: Any, client: CheckingClient, old: str, new: str, again: str, words: str
) -> None:
    add_person(session)
    sign_in(client)
    response = change(client, old, new, again)
    assert response.status_code == 422
    assert words in response.text
    assert "<title>Fout: " in response.text
    client.post("/uitloggen")
    assert sign_in(client).status_code == 303


def test_guessing_the_old_password_has_to_wait(session: Any, client: CheckingClient) -> None:
    """Somebody at an unlocked computer guesses as slowly as on the sign-in page, and from the same
    five.
    """
    add_person(session)
    sign_in(client)
    for _ in range(5):
        assert change(client, old="niet-het-oude-wachtwoord").status_code == 422
    assert change(client).status_code == 429
    client.post("/uitloggen")
    assert sign_in(client).status_code == 429


def test_link_replaces_a_forgotten_password_for_ten_minutes(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(session)
    client.post("/inloggen/link", data={"email": EMAIL})
    client.post(mailed_link(session))
    assert "Oude wachtwoord" not in client.get("/account").text
    later(monkeypatch, minutes=11)
    assert "Oude wachtwoord" in client.get("/account").text
    assert change(client, old="").status_code == 422
    client.post("/inloggen/link", data={"email": EMAIL})
    client.post(mailed_link(session))
    assert change(client, old="").status_code == 303
    assert change(client, old="").status_code == 422  # that proof went with the old session


def test_proof_of_one_browser_is_not_that_of_another(
    session: Any, client: CheckingClient, app: Any
) -> None:
    add_person(session)
    sign_in(client)
    other = app.test_client()
    other.post("/inloggen/link", data={"email": EMAIL})
    other.post(mailed_link(session))
    assert change(client, old="").status_code == 422


def test_first_password_needs_a_fresh_link(
    session: Any, client: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(session, password=None)
    client.post("/inloggen/link", data={"email": EMAIL})
    client.post(mailed_link(session))
    later(monkeypatch, minutes=11)
    assert "U hebt nog geen wachtwoord" in client.get("/account").text
    assert change(client, old="zomaar-een-gok").status_code == 422
    client.post("/inloggen/link", data={"email": EMAIL})
    client.post(mailed_link(session))
    assert change(client, old="").status_code == 303
    client.post("/uitloggen")
    assert sign_in(client, password=NEW).status_code == 303


@pytest.mark.asvs("7.4.4")
def test_other_devices_can_be_signed_out(session: Any, client: CheckingClient, app: Any) -> None:
    add_person(session)
    other = app.test_client()
    sign_in(other)
    sign_in(client)
    assert "U bent ingelogd op 2 apparaten" in client.get("/account").text
    assert client.post("/account/apparaten").status_code == 303
    assert other.get("/account").status_code == 303
    assert client.get("/account").status_code == 200
    assert session.query(SignedInBrowser).count() == 1


def test_devices_of_somebody_else_stay(session: Any, client: CheckingClient, app: Any) -> None:
    add_person(session)
    add_person(session, "ander@voorbeeld.example")
    other = app.test_client()
    sign_in(other, "ander@voorbeeld.example")
    sign_in(client)
    client.post("/account/apparaten")
    change(client)
    assert other.get("/account").status_code == 200
