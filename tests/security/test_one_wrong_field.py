"""A form that is right but for one field, a cookie or a header that holds what nobody expects: never
a 5xx.

The fuzz seldom comes this far: where several fields are wrong, the first one is told. A few texts a
field in each run; all of them with `DEELWIJS_FUZZ` set to anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from course.web.http import drawn
from tests.checking_client import header_faults
from tests.databases import Database
from tests.security.test_fuzz import HEADERS_TRIED, LARGE, NASTY, SAID, Said, shared
from tests.web.http.forms import FORMS, SAYS_ALL
from tests.web.http.forms.site import Form, Site, send, site, stamp_of  # noqa: F401 one is a fixture

STEP = 13
COOKIES = ("sessie", "apparaat", "weergave", "session", "")
PAGES = ("/hulp", "/inloggen", "/leren", "/rapport?bladzijde=2", "/static/geen/css/app.css")


def some(place: int) -> tuple[str, ...]:
    """Texts to try here; other ones at the next place."""
    found = NASTY if LARGE else NASTY[place % STEP :: STEP]
    return tuple(value.encode("utf-8", "replace").decode() for value in found)


def fields_of(form: Form) -> list[str]:
    """What may be changed; what the form says of itself is tried elsewhere."""
    return [name for name in form.fields if name != drawn.FIELD]


@pytest.mark.stirs  # who works at a school is told that it changed
def test_one_wrong_field_in_every_form(
    site: Site,  # noqa: F811
    database: Database,
    scene: Callable[[str, Callable[[], Any]], Any],
) -> None:
    """Each form finds the site as it was made: some of them let people leave whom others need."""
    tried = 0
    for rule in shared(sorted(FORMS), database):
        role, draw, _ = FORMS[rule]
        scene("site", lambda: pytest.fail("the site is there"))
        form = draw(site)
        client = site.client(role)
        client.checking = False
        for name in fields_of(form):
            for value in some(tried):
                fresh = {}
                if rule in SAYS_ALL:  # else the first that is taken would answer for the next
                    fresh = {drawn.FIELD: stamp_of(site, role, 0, form.action)}
                reply = send(client, form, **(fresh | {name: value}))
                assert reply.status_code < 500, f"{rule}: {name} is {value!r}"
                assert list(header_faults(reply)) == []
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_cookies_and_headers(
    site: Site,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(site.app, "wsgi_app", Said(site.app.wsgi_app))
    for place, cookie in enumerate(COOKIES):
        for value in some(place):
            _ask(site, place, HTTP_COOKIE=f"{cookie}={value}" if cookie else value)
    for place, name in enumerate(HEADERS_TRIED):
        for value in some(place):
            _ask(site, place, **{name: value})


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_configured_proxy_says(site: Site, make_app: Any) -> None:  # noqa: F811
    """It writes these itself; but who made a mistake in its settings gets pages all the same."""
    site.app = make_app(proxy_hops=1)
    site.app.wsgi_app = Said(site.app.wsgi_app)  # type: ignore[method-assign]
    for place, name in enumerate(("FOR", "HOST", "PROTO", "PORT", "PREFIX")):
        for value in NASTY:
            _ask(
                site, place, **{f"HTTP_X_FORWARDED_{name}": value.encode(errors="replace").decode()}
            )


def _ask(site: Site, place: int, **headers: str) -> None:  # noqa: F811
    """As a server hands it on: bytes as Latin-1, without an end of line."""
    client = site.client("manager")
    client.checking = False
    sent = {
        name: value.replace("\r", " ").replace("\n", " ").encode().decode("latin-1")
        for name, value in headers.items()
    }
    for page in PAGES[place % 2 :: 2]:
        reply = client.get(page, environ_overrides={SAID: sent}, buffered=True)
        assert reply.status_code < 500, f"{page} with {headers!r}"
        assert list(header_faults(reply)) == []
