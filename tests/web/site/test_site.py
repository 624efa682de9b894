"""The start page, help, the theme, what machines ask, and the headers of every kind of answer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course import clock, create_app
from course.domain.people.roles import Role
from course.models import Membership
from course.store.messages import workers
from course.store.upkeep import health
from tests import builders
from tests.accounts import add_person, add_school, grant, sign_in
from tests.builders import LONG_AGO
from tests.checking_client import HEADERS, CheckingClient

ASK = "Vraag dit na bij uw leidinggevende"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (None, "/leren"),
        (Role.MANAGER, "/rapport"),
        (Role.TRAINER, "/trainen"),
        (Role.ADMINISTRATOR, "/beheer"),
    ],
)
def test_start_leads_to_where_somebody_works(
    session: Any, client: CheckingClient, role: Role | None, home: str
) -> None:
    person = add_person(session)
    if role:
        grant(session, person, role, add_school(session))
    assert client.get("/").headers["Location"] == "/inloggen"
    sign_in(client)
    assert client.get("/").headers["Location"] == home


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path", ["/hulp", "/hulp/zakkaart", "/privacy", "/toegankelijkheid", "/inloggen"]
)
def test_public_pages_open_for_everybody(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/hulp", "/hulp/zakkaart"])
def test_help_puts_the_exception_first_and_invents_nothing(
    client: CheckingClient, path: str
) -> None:
    page = client.get(path).text
    assert page.index("Bestuur bij spoed") < page.index("Ict-dienst")
    assert page.count(ASK) == 5  # board, ict, FG, two confidential advisers
    numbers = set(re.findall(r"\b0[\d ]{8,}\d\b", page))
    assert numbers <= {"0900 111 3 111", "09001113111"}


def test_help_shows_what_the_own_school_filled_in(session: Any, client: CheckingClient) -> None:
    person, school, other = add_person(session), add_school(session), add_school(session, "elders")
    today = clock.today()
    session.add(Membership(person_id=person.id, school_id=school.id, starts_on=LONG_AGO))
    session.add(
        Membership(
            person_id=person.id,
            school_id=other.id,
            starts_on=LONG_AGO,
            ends_on=today - timedelta(days=1),
        )
    )
    values = {
        "contact_bestuur_spoed": "Kamer 1 <b>, meteen",
        "naam_ict_dienst": "Het Steunpunt",
        "contact_ict_dienst": "https://steunpunt.example/hulp",
        "leidinggevende_term": "teamleider",
        "contact_fg": "   ",
    }
    for key, text in values.items():
        builders.word(session, school, key, text)
    builders.word(session, other, "naam_fg", "VAN-DE-ANDERE-SCHOOL")
    session.commit()
    sign_in(client)
    page = client.get("/hulp").text
    assert "Kamer 1 &lt;b&gt;, meteen" in page
    assert "Het Steunpunt" in page
    assert 'href="https://steunpunt.example/hulp"' in page
    assert "uw teamleider" in page
    assert page.count(ASK) == 3  # FG and two confidential advisers
    assert "VAN-DE-ANDERE-SCHOOL" not in page
    assert "School elders" not in page


def test_help_of_two_schools_shows_both(session: Any, client: CheckingClient) -> None:
    person = add_person(session)
    for code in ("de-brug", "het-plein"):
        school = add_school(session, code)
        session.add(Membership(person_id=person.id, school_id=school.id, starts_on=LONG_AGO))
        builders.word(session, school, "naam_fg", f"FG van {code}")
    session.commit()
    sign_in(client)
    page = client.get("/hulp").text
    assert "FG van de-brug" in page
    assert "FG van het-plein" in page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("theme", "kept"), [("light", "light"), ("dark", "dark"), ("", ""), ("roze", "")]
)
def test_theme_is_kept_for_a_year(client: CheckingClient, theme: str, kept: str) -> None:
    response = client.post("/weergave", data={"theme": theme, "terug": "/hulp?x=1"})
    assert (response.status_code, response.headers["Location"]) == (303, "/hulp?x=1")
    page = client.get("/hulp").text
    assert (f'data-theme="{kept}"' in page) if kept else ("data-theme" not in page)
    if kept:
        assert f"Max-Age={365 * 24 * 3600}" in response.headers["Set-Cookie"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "back", ["https://elders.example", "//elders.example", "/\\elders.example", ""]
)
def test_theme_form_stays_on_this_site(client: CheckingClient, back: str) -> None:
    assert (
        client.post("/weergave", data={"theme": "dark", "terug": back}).headers["Location"] == "/"
    )


def test_machines_hear_whether_we_are_there(client: CheckingClient) -> None:
    for path in ("/healthz", "/readyz"):
        response = client.get(path)
        assert (response.status_code, response.mimetype) == (200, "text/plain")
        assert response.text.startswith("ok\n")


def test_ready_says_whether_a_worker_lives(client: CheckingClient, session: Any) -> None:
    assert client.get("/readyz").text.splitlines()[1].startswith("worker: niet gezien")
    now = clock.now()
    workers.seen("een", now, now, None)
    session.commit()
    assert client.get("/readyz").text == "ok\nworker: werkt\n"
    workers.stopped("een", now)
    session.commit()
    assert client.get("/readyz").text.splitlines()[1].startswith("worker: niet gezien")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ready_is_503_when_the_database_is_away(make_app: Any, tmp_path: Any) -> None:
    config = replace(
        make_app().config["DEELWIJS"], database_url=f"sqlite:///{tmp_path}/niet/daar/x.sqlite3"
    )
    client = create_app(config).test_client()
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("mail_from", "contact"),
    [
        ("", "http://localhost/hulp"),
        ("Deelwijs <deelwijs@stichting.example>", "mailto:deelwijs@stichting.example"),
    ],
)
def test_security_txt_says_whom_to_tell(make_app: Any, mail_from: str, contact: str) -> None:
    response = make_app(mail_from=mail_from).test_client().get("/.well-known/security.txt")
    assert response.mimetype == "text/plain"
    lines = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert lines["Contact"] == contact
    expires = datetime.fromisoformat(lines["Expires"])
    assert datetime.now(UTC) < expires < datetime.now(UTC) + timedelta(days=365)


@pytest.mark.asvs("3.4.1")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_headers_stand_on_every_kind_of_answer(session: Any, client: CheckingClient) -> None:
    """The client checks each of these; this says which kinds it saw, and that it looks at all."""
    person = add_person(session)
    seen = [
        client.get("/hulp"),
        client.get("/"),
        client.get("/is-er-niet"),
        client.get("/uitloggen"),
    ]
    seen.append(client.post("/inloggen", headers={"Sec-Fetch-Site": "cross-site"}))
    seen.append(sign_in(client, password="fout-wachtwoord-fout"))
    sign_in(client)
    seen.append(client.get("/account"))
    stylesheet = re.search(r'rel="stylesheet" href="([^"]+)"', seen[0].text)
    assert stylesheet
    seen.append(client.get(stylesheet[1]))
    assert [response.status_code for response in seen] == [200, 303, 404, 405, 403, 422, 200, 200]
    for response in seen:
        assert all(response.headers[name] == value for name, value in HEADERS.items())
    assert seen[6].headers["Cache-Control"] == "no-store"
    assert "Cookie" in seen[6].vary
    assert person.name in seen[6].text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_headers_stand_on_an_unexpected_error(
    make_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()

    def broken(*_folders: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(health, "troubles", broken)
    response = app.test_client().get("/readyz")
    assert response.status_code == 500
    assert "a bug" not in response.text
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_statement_on_accessibility_is_dated(client: CheckingClient) -> None:
    page = client.get("/toegankelijkheid").text
    found = re.search(r'<time datetime="([\d-]+)">', page)
    assert found
    assert date.fromisoformat(found[1]) >= date(2026, 11, 1)
