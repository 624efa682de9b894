"""Every form and every address with what nobody expects in it, as several people: never a 5xx,
always our headers.

Each run tries some hundred requests, the same each time. `DEELWIJS_FUZZ=20000` before the command
of a test tries that many others on each database: `DEELWIJS_FUZZ=20000 .venv/bin/python -m pytest
tests/security/test_fuzz.py`.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from typing import Any, TypeVar
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from course import clock
from course.domain.people.roles import Role
from course.models import Person, SignedInBrowser, db
from course.models.base import new_token
from course.store.signing_in import browsers
from course.web.http import drawn
from course.web.http.access import PUBLIC
from tests import builders
from tests.checking_client import CheckingClient, header_faults
from tests.databases import Database
from tests.test_access import ROLE_OF, ROUTES, Cast, address, cast, marks, may  # noqa: F401 one is a fixture

LARGE = int(os.environ.get("DEELWIJS_FUZZ", "0"))
EXAMPLES = LARGE or 100
TRIED = ("visitor", "learner", "manager", "trainer", "administrator", "ended")
ENDS_A_SESSION = {
    "/uitloggen",
    "/account/apparaten",
    "/account/wachtwoord",
    "/inloggen/link/<token>",
}
LESSONS = [
    (f"/leren/proef/een/{lesson}", "learner") for lesson in ("dilemma", "toets", "plan", "klas")
]
NASTY = (
    "",
    " ",
    "\0",
    "a\0b",
    "\u202e\u200b",
    "\ufeff=1+1",
    "é" * 300,
    "e\u0301" * 200,
    "a" + "\u0301" * 300,
    "İ" * 250 + "@voorbeeld.example",
    "\U0001f469\u200d\U0001f467",
    "\ud800",
    "\uffff",
    "x" * 20_000,
    "9" * 1500,
    "9" * 25,
    "0001" + "9" * 25,
    "-" + "9" * 5000,
    "1" + ".000" * 2000,
    "-1",
    "0",
    "1e999",
    "²",
    "٣",
    "nan",
    "' OR 1=1 --",
    "%s%n{0}{{7*7}}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "//elders.example",
    "/\\elders.example",
    "javascript:alert(1)",
    "a\r\nSet-Cookie: x=y",
    "31-2-2026",
    "1-1-0001",
    "31-12-9999",
    "2026-13-45",
    "[]",
    "{}",
    "null",
    "en|de|ja",
    "x" * 22,
    "inzending-nummer-001",
)
HEADERS_TRIED = (
    "HTTP_COOKIE",
    "HTTP_HOST",
    "HTTP_ORIGIN",
    "HTTP_SEC_FETCH_SITE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT",
    "HTTP_RANGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_AUTHORIZATION",
    "HTTP_EXPECT",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "HTTP_TRANSFER_ENCODING",
    "REMOTE_ADDR",
    "SCRIPT_NAME",
    "QUERY_STRING",
)
SAID = "tests.said"
Listed = TypeVar("Listed")
text = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
# What a server hands on of a header: any byte but a line end, as Latin-1.
header = st.one_of(
    st.sampled_from(NASTY).map(lambda value: value.encode("utf-8", "replace").decode("latin-1")),
    st.text(st.characters(max_codepoint=255), max_size=60),
).map(lambda value: re.sub(r"[\r\n]", " ", value))

headers = st.dictionaries(st.sampled_from(HEADERS_TRIED), header, max_size=2)


class Said:
    """Puts what a test says of a request into it last: the client itself takes no address that is
    none.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.update(environ.pop(SAID, {}))
        return self._app(environ, start_response)


@dataclass
class Target:
    """The application, its people, and what its own pages send to each route: names of fields with
    values.
    """

    app: Flask
    cast: Cast
    people: dict[str, int]
    refs: dict[str, str]
    sent: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def client(self, member: str) -> CheckingClient:
        client = CheckingClient(self.app)
        client.checking = False
        if member in self.cast.tokens:
            client.set_cookie("sessie", self.cast.tokens[member])
        return client

    def stamp(self, member: str, path: str) -> str:
        """What a form says that was drawn for this person and this address; else few would come
        further.
        """
        with self.app.app_context():
            return ".".join(drawn.seal(self.refs.get(member, ""), path, "", new_token()))

    def renew(self, member: str) -> None:
        """A session for somebody whose last one may have ended."""
        if member in self.people:
            with self.app.app_context():
                self.cast.tokens[member] = browsers.sign_in(self.people[member], clock.now())
                db.session.commit()

    def read_forms(self) -> None:
        """Fetch every page and one of each kind to which it leads, send every form on the first
        once as it stands, and note every field of every form on the way.
        """
        rules = [
            rule for method, rule in ROUTES if method == "GET" and not rule.startswith("/static")
        ]
        pages = [
            (address(rule, self.cast.own), member)
            for rule in rules
            for member in self.readers(rule)
        ]
        known: set[tuple[str, bool]] = set()
        for path, member in [*pages, *LESSONS]:
            page = self.client(member).get(path, buffered=True)
            for link in links_in(page):
                kind = self.rule_of(link), "?" in link  # a chosen line has its page by a query
                if kind not in known and kind[0] not in ENDS_A_SESSION:
                    known.add(kind)
                    self.note(self.client(member).get(link, buffered=True))
            for action, fields in self.note(page):
                self.walk(member, action, fields)

    def readers(self, rule: str) -> tuple[str, ...]:
        """Who sees a page as it is meant, and a stranger where that is another page."""
        public = PUBLIC in marks(self.app, "GET", rule)
        return ("visitor", "learner") if public else (self.who_may("GET", rule),)

    def walk(self, member: str, action: str, fields: list[tuple[str, str]]) -> None:
        """Send a form and read the page to which it leads, such as the first question of a test."""
        if self.rule_of(action) in ENDS_A_SESSION:
            return
        sent = MultiDict([*fields, ("antwoord", "a")])
        reply = self.client(member).post(action, data=sent, buffered=True)
        self.note(reply)
        if reply.location:
            self.note(self.client(member).get(reply.location, buffered=True))

    def note(self, page: TestResponse) -> list[tuple[str, list[tuple[str, str]]]]:
        found = list(forms_in(page))
        for action, fields in found:
            names = self.sent[self.rule_of(action)]  # also a form of a button alone
            for name, value in fields:
                names[name].add(value)
        return found

    def fields_of(self, rule: str) -> dict[str, set[str]]:
        """What the forms that go there send; where none was found, every field there is."""
        return self.sent.get(rule) or {name: {""} for names in self.sent.values() for name in names}

    def who_may(self, method: str, rule: str) -> str:
        """Somebody to whom this route is open."""
        allowed = marks(self.app, method, rule)
        return next((member for member in ROLE_OF if may(member, allowed)), "learner")

    def rule_of(self, path: str) -> str:
        adapter = self.app.url_map.bind("localhost")
        for method in ("POST", "GET"):
            try:
                return str(
                    adapter.match(path.partition("?")[0], method=method, return_rule=True)[0]
                )
            except HTTPException:
                continue
        return path


def links_in(reply: TestResponse) -> list[str]:
    """The addresses of ours to which a page leads."""
    if reply.mimetype != "text/html":
        return []
    return [unescape(path) for path in re.findall(r'<a[^>]* href="(/[^"#]*)"', reply.text)]


def forms_in(reply: TestResponse) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Where each form of a page goes, with its fields and their values."""
    if reply.mimetype != "text/html":
        return
    for attributes, inside in re.findall(r"<form([^>]*)>(.*?)</form>", reply.text, re.DOTALL):
        action = re.search(r'action="([^"]*)"', attributes)
        fields = []
        for control in re.findall(r"<(?:input|textarea|select|button|option)[^>]*>", inside):
            name, value = (
                re.search(r' name="([^"]*)"', control),
                re.search(r' value="([^"]*)"', control),
            )
            if name:
                fields.append((unescape(name[1]), unescape(value[1]) if value else ""))
        yield unescape(action[1]) if action and action[1] else reply.request.path, fields


@pytest.fixture
def target(
    app: Flask,
    cast: Cast,  # noqa: F811
    session: Any,
    scene: Callable[[str, Callable[[], Target]], Target],
    monkeypatch: pytest.MonkeyPatch,
) -> Target:
    monkeypatch.setattr(app, "wsgi_app", Said(app.wsgi_app))
    found = scene("target", lambda: read(app, cast, session))
    return replace(found, cast=cast)


def read(app: Flask, cast: Cast, session: Any) -> Target:  # noqa: F811
    """What there is to attack, all its forms read. Commits."""
    found = {
        name: session.execute(_person_of(token)).one()
        for name, token in cast.tokens.items()
        if name != "blocked"
    }
    keeper = session.get(Person, found["administrator"].id)  # of one school, and now of all
    builders.grant(session, keeper, Role.ADMINISTRATOR, None)
    session.commit()
    session.remove()
    people, refs = ({name: row[place] for name, row in found.items()} for place in (0, 1))
    target = Target(app, cast, people, refs)
    target.read_forms()
    return target


def _person_of(token: str) -> Any:
    signed_in = SignedInBrowser.token_hash == browsers.hash_of(token)
    return (
        select(Person.id, Person.ref)
        .join(SignedInBrowser, SignedInBrowser.person_id == Person.id)
        .where(signed_in)
    )


def attack(target: Target, data: st.DataObject) -> tuple[TestResponse, str]:
    """One request with something unexpected in it, and how to tell of it."""
    method, rule = data.draw(st.sampled_from(ROUTES), label="route")
    member = data.draw(st.sampled_from(TRIED), label="member")
    path = address(rule, data.draw(st.sampled_from((target.cast.own, target.cast.other))))
    if "<" in rule and data.draw(st.booleans()):
        path = re.sub(
            r"<[^>]*>", lambda _blank: quote(data.draw(text), safe="", errors="replace"), rule
        )
    known = target.fields_of(rule)
    chosen = data.draw(_names(tuple(known)), label="names")
    if data.draw(st.booleans()):
        chosen = [*known, *chosen]  # the whole form
    fields = [(name, data.draw(_value(frozenset(known.get(name, ()))))) for name in chosen]
    overrides = data.draw(headers, label="headers")
    sent = {
        name: [v.encode("utf-8", "replace").decode() for n, v in fields if n == name]
        for name, _value_ in fields
    }
    sent = {name.encode("utf-8", "replace").decode(): values for name, values in sent.items()}
    if method == "POST" and data.draw(st.integers(0, 3), label="drawn for who sends it"):
        sent[drawn.FIELD] = [target.stamp(member, path)]
    options: dict[str, Any] = {"query_string": sent} if method == "GET" else {"data": sent}
    if method == "POST" and data.draw(st.booleans()):
        options["content_type"] = "multipart/form-data"
    reply = target.client(member).open(
        path, method=method, environ_overrides={SAID: overrides}, buffered=True, **options
    )
    if rule in ENDS_A_SESSION:
        target.renew(member)
    event(f"{reply.status_code // 100}xx")
    return reply, f"{method} {path!r} as {member} with {sent!r}, {overrides!r}"


@cache  # made anew for each request they took longer than the request
def _names(known: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.one_of(st.sampled_from([*known, "x"]), text), max_size=8)


@cache
def _value(known: frozenset[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(sorted(known)), text) if known else text


@settings(max_examples=EXAMPLES, derandomize=not LARGE, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_request_fails_on_our_side(target: Target, data: st.DataObject) -> None:
    reply, case = attack(target, data)
    assert reply.status_code < 500, case
    assert list(header_faults(reply)) == [], case


def test_the_forms_of_half_the_routes_were_found(target: Target) -> None:
    """The others get every field there is.

    A form that is drawn otherwise some day does not go untried in silence.
    """
    posted = {rule for method, rule in ROUTES if method == "POST"} - {"/inloggen/bewaard"}
    assert len(posted & target.sent.keys()) >= len(posted) // 2, posted - target.sent.keys()
    assert {"inzending", "vraag", "antwoord"} <= target.sent[
        "/leren/<course>/<module>/<lesson>"
    ].keys()


def shared(listed: Sequence[Listed], database: Database) -> Sequence[Listed]:
    """Half of it on each of the two databases; in a large run all of it on both."""
    return listed if LARGE else listed[database.name == "postgresql" :: 2]


def test_nasty_texts_in_every_field_of_every_form(target: Target, database: Database) -> None:
    """One by one, where chance may not come: a few in each form, and all of them in a large run."""
    for place, (method, rule) in enumerate(shared(ROUTES, database)):
        if rule.startswith("/static"):
            continue
        for value in NASTY if LARGE else NASTY[place % 13 :: 13]:
            path, member, known = (
                address(rule, target.cast.own),
                target.who_may(method, rule),
                target.fields_of(rule),
            )
            sent = dict.fromkeys(known, value.encode("utf-8", "replace").decode())
            if method == "POST":
                sent |= {
                    "vraag": max(known.get("vraag", {"p1"})),
                    drawn.FIELD: target.stamp(member, path),
                }
            options: dict[str, Any] = {"query_string": sent} if method == "GET" else {"data": sent}
            reply = target.client(member).open(path, method=method, buffered=True, **options)
            if rule in ENDS_A_SESSION:
                target.renew(member)
            assert reply.status_code < 500, f"{method} {rule} as {member} with {value!r}"
            assert list(header_faults(reply)) == []
