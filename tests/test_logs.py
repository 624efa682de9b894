"""The log: JSON lines with a request id, a route and references, and never what somebody typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from course import clock, logs
from course.models import db
from course.store import transaction
from tests.accounts import EMAIL, PASSWORD, add_person, mailed_link, sign_in
from tests.cast import assemble

NAME, QUERY = "Zoë Geheimhouder", "zoek=zoekwoord-dat-niemand-ziet"


class Lines:
    """What the log of a server would hold."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def of(self, event: str) -> dict[str, Any]:
        (found,) = [line for line in self.all() if line["event"] == event]
        return found


@pytest.fixture
def lines() -> Iterator[Lines]:
    found = Lines()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(logs.JsonLines())
    root, ours = logging.getLogger(), logging.getLogger(logs.OURS)
    level = ours.level
    ours.setLevel(logging.INFO)
    root.addHandler(handler)
    yield found
    root.removeHandler(handler)
    ours.setLevel(level)


def test_signing_in_and_out_are_noted_with_references_only(
    client: Any, session: Any, lines: Lines
) -> None:
    ref = add_person(session, name=NAME).ref
    session.rollback()
    sign_in(client, password="een-verkeerd-wachtwoord")
    entered = sign_in(client)
    client.post("/uitloggen")
    wrong, right, out = lines.of("refused"), lines.of("signed in"), lines.of("signed out")
    assert (wrong["route"], wrong["status"], wrong["level"]) == ("/inloggen", 422, "warning")
    assert right["person"] == out["person"] == ref
    assert right["request"] == entered.headers["X-Request-ID"]
    said = lines.stream.getvalue()
    assert not any(
        secret in said
        for secret in (EMAIL, NAME, PASSWORD, "een-verkeerd-wachtwoord", "voorbeeld.example")
    )


def test_a_link_is_noted_by_its_route_without_its_token(
    client: Any, session: Any, lines: Lines
) -> None:
    add_person(session)
    client.post("/inloggen/link", data={"email": EMAIL})
    link = mailed_link(session)
    client.post(link)
    client.delete_cookie("sessie")
    client.post(link)
    assert lines.of("signed in")["route"] == "/inloggen/link/<token>"
    assert lines.of("refused")["status"] == 410
    assert link.rpartition("/")[2] not in lines.stream.getvalue()


def test_refusals_are_noted_and_noise_is_not(
    app: Flask, client: Any, session: Any, lines: Lines
) -> None:
    cast = assemble(session, clock.today(), clock.now())
    home, away, manager = cast.home.school.code, cast.away.school.code, cast["manager"].person.ref
    session.rollback()
    cast.sign_in(client, "learner")
    assert client.get(f"/rapport/scholen/{home}?{QUERY}").status_code == 403
    cast.sign_in(client, "manager")
    assert client.get(f"/rapport/scholen/{away}").status_code == 404
    assert client.get("/wp-login.php").status_code == 404
    outside, other = [line for line in lines.all() if line["event"] == "refused"]
    assert (outside["status"], other["status"]) == (403, 404)
    assert other["route"] == "/rapport/scholen/<code>"
    assert other["person"] == manager
    assert QUERY not in lines.stream.getvalue()


def test_a_method_that_is_none_is_not_repeated(client: Any, lines: Lines) -> None:
    client.checking = False
    assert client.open("/hulp", method="GEHEIM-WACHTWOORD").status_code in (403, 405)
    assert "GEHEIM" not in lines.stream.getvalue()
    assert '"method": "?"' in lines.stream.getvalue()


def test_a_file_that_leaves_is_noted(client: Any, session: Any, lines: Lines) -> None:
    from course.sheets.csv_files import csv_response

    with client.application.test_request_context("/rapport/scholen/brug/medewerkers.csv"):
        csv_response("rapport-brug-2026-11-29.csv", ["Naam"], [(NAME,)])
    assert lines.of("exported")["file"] == "rapport-brug-2026-11-29.csv"
    assert NAME not in lines.stream.getvalue()


@pytest.fixture
def broken(make_app: Any) -> Flask:
    """An application with a page that fails with somebody's words in the message."""
    from course.web.http.access import PUBLIC, allow

    app: Flask = make_app()

    @allow(PUBLIC)
    def fail(code: str) -> str:
        try:
            db.session.execute(
                text("SELECT * FROM person WHERE email = :email AND nergens = 1"), {"email": EMAIL}
            )
        except Exception as error:
            raise ValueError(f"niet te lezen: {NAME} <{EMAIL}>") from error
        return ""

    app.add_url_rule("/stuk/<code>", view_func=fail)
    return app


def test_an_error_is_noted_by_type_place_and_statement_and_its_number_is_on_the_page(
    broken: Flask, lines: Lines
) -> None:
    response = broken.test_client().get(f"/stuk/geheime-code?{QUERY}")
    assert response.status_code == 500
    number = response.headers["X-Request-ID"]
    assert number in response.get_data(as_text=True)
    line = lines.of("unexpected error")
    assert line["request"] == number
    assert line["route"] == "/stuk/<code>"
    assert line["error"]["type"] == "builtins.ValueError"
    assert any(place.startswith("tests/test_logs.py:") for place in line["error"]["place"])
    assert line["error"]["cause"]["statement"] == "SELECT person"
    said = lines.stream.getvalue()
    assert not any(
        secret in said for secret in (NAME, EMAIL, "Geheimhouder", "geheime-code", QUERY)
    )


@pytest.mark.usefixtures("session")
def test_a_broken_rule_of_the_database_tells_no_values(session: Any, lines: Lines) -> None:
    add_person(session)
    with pytest.raises(transaction.DatabaseFault) as caught:
        add_person(session)
    logs.fail("proef", caught.value)
    transaction.rollback()
    line = lines.of("proef")
    assert line["error"]["statement"] == "INSERT person"
    assert line["error"]["code"] in ("23505", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_UNIQUE")
    assert EMAIL not in lines.stream.getvalue()


def test_every_response_has_a_number_of_its_own(client: Any) -> None:
    paths = ("/inloggen", "/healthz", "/is-er-niet", "/static/is-er-niet.css", "/leren")
    numbers = {
        client.get(path, headers={"X-Request-ID": "van-buiten"}).headers["X-Request-ID"]
        for path in paths
    }
    assert len(numbers) == len(paths)
    assert "van-buiten" not in numbers


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("Error handling request %s", "/inloggen/link/abc?next=/x"), "Error handling request …"),
        (("Worker (pid:%s) was sent %s!", 12, "SIGKILL"), "Worker (pid:12) was sent …!"),
        (("connection to wie:geheim@server failed",), "connection to … failed"),
        (("GET /inloggen/link/geheim-woord HTTP",), "GET /inloggen/link/… HTTP"),
        (("van 192.168.1.20 kwam niets",), "van … kwam niets"),
    ],
)
def test_lines_of_libraries_lose_their_values(
    words: tuple[Any, ...], shown: str, lines: Lines
) -> None:
    logging.getLogger("een.bibliotheek").error(*words)
    (line,) = lines.all()
    assert (line["event"], line["logger"]) == (shown, "een.bibliotheek")


def test_a_line_stays_one_line(lines: Lines) -> None:
    logs.note("proef", file="regel een\nregel twee\u2028drie")
    assert lines.stream.getvalue().count("\n") == 1
    assert lines.of("proef")["file"] == "regel een\nregel twee\u2028drie"


def test_statements_are_named_without_their_values() -> None:
    names = {
        "INSERT INTO attempt (id) VALUES (?)": "INSERT attempt",
        "SELECT a.x FROM person AS a WHERE a.email = 'iemand@voorbeeld.example'": "SELECT person",
        "UPDATE mail SET body=?": "UPDATE mail",
        "BEGIN IMMEDIATE": "BEGIN",
        "": "?",
    }
    assert {statement: logs.statement_name(statement) for statement in names} == names
