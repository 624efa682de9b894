"""Somebody with an account, and signing in the way a person does it: through the form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from course import clock
from course.domain.people.roles import Role
from course.models import Mail, Person, School
from course.store.signing_in import passwords
from tests import builders
from tests.checking_client import CheckingClient

PASSWORD = "vier-losse-woorden-samen"
EMAIL = "lotte@voorbeeld.example"
_HASHED: dict[str, str] = {}  # hashing is slow on purpose


def add_person(
    session: Any, email: str = EMAIL, password: str | None = PASSWORD, name: str = "Lotte de Wit"
) -> Person:
    """An account, committed. `password` None: this person has none yet."""
    person = builders.person(session, name, email)
    if password is not None:
        hashed = _HASHED.setdefault(password, passwords.hash_of(password))
        passwords.replace(person.id, hashed, datetime(2026, 1, 1, tzinfo=UTC))
    session.commit()
    return person


def add_school(session: Any, code: str = "de-brug") -> School:
    """A school with a board of its own, committed."""
    school = builders.school(session, code=code, name=f"School {code}")
    session.commit()
    return school


def grant(session: Any, person: Person, role: Role, school: School) -> None:
    """A role at a school, from long ago, committed."""
    builders.grant(session, person, role, school)
    session.commit()


def sign_in(
    client: CheckingClient, email: str = EMAIL, password: str = PASSWORD, **fields: str
) -> TestResponse:
    """What the sign-in form sends."""
    return client.post(
        "/inloggen", data={"email": email, "password": password, "next": "", **fields}
    )


def token_of(client: CheckingClient) -> str | None:
    """The session token that this browser holds."""
    cookie = client.get_cookie("sessie")
    return cookie.value if cookie else None


def hidden(response: TestResponse, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(
        rf'<input type="hidden" name="{name}" value="([^"]*)"', response.get_data(as_text=True)
    )
    assert found, f"the page has no hidden field {name}"
    return unescape(found[1])


def mailed_link(session: Any) -> str:
    """The path of the link in the newest mail."""
    body = session.query(Mail).order_by(Mail.id.desc()).first().body
    session.rollback()
    found = re.search(r"http://localhost(/inloggen/link/\S+)", body)
    assert found, "the newest mail has no link"
    return found[1]


def later(monkeypatch: pytest.MonkeyPatch, **passed: float) -> None:
    """So much time goes by."""
    now = clock.now() + timedelta(**passed)
    monkeypatch.setattr(clock, "now", lambda: now)
