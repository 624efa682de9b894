"""A test client that reads every page as a strict browser, a screen reader and a security officer
would.

Whatever a test fetches, it checks the headers; of every page in HTML it checks the markup, the
names of controls, the targets of references and the way readers are addressed. One `PageError`
lists everything that is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError, fromstring

import html5lib
from flask import has_app_context
from flask.testing import FlaskClient
from html5lib.constants import E as MESSAGES
from markupever import HtmlOptions, Parser
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from course import clock
from course.models import Person, SignedInBrowser, db
from course.models.base import new_token
from course.models.engines import writing
from course.store.learning import reading
from course.store.learning.places import LessonPlace
from course.store.signing_in import browsers
from course.web.http import drawn
from course.web.learn.learner import about_item

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
SESSION_COOKIE = re.compile(r"(?:^|;\s*)(?:__Host-)?sessie=")
CONTROLS = ("input", "select", "textarea")
LESSON = re.compile(r"/leren/([^/]+)/([^/]+)/([^/]+)")
FORM = re.compile(r'<form[^>]* method="post".*?</form>', re.DOTALL)
# what these do, they do for whoever sends them
FOR_ANYBODY = (
    "/uitloggen",
    "/weergave",
    "/inloggen",
)
SIGN_OUT = b"/uitloggen"  # on every page for somebody who is signed in
BUTTON_INPUTS = ("submit", "reset", "button")
REFERENCES = (
    "aria-describedby",
    "aria-labelledby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "aria-errormessage",
    "for",
    "form",
    "list",
    "popovertarget",
)
SPOKEN = frozenset(("aria-label", "alt", "title", "placeholder", "data-say"))
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "dfn",
        "em",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "time",
    ]
)
INFORMAL = re.compile(r"\b(?:je|jij|jou|jouw)\b", re.IGNORECASE)
# Somebody's words between curly quotes; an apostrophe inside a word (foto’s) does not end them.
QUOTED = re.compile(r"“[^”\n]*”|‘(?:[^’\n]|’(?=\w))*’")


class PageError(AssertionError):
    """A response that no test may accept. The message names the address and every fault in it."""


class CheckingClient(FlaskClient):
    """A visitor whose browser says where a request comes from, and who checks all that comes back.

    `checking = False` switches the checks off, for fuzzing and for timing. A request with its own
    `Sec-Fetch-Site` header keeps it; `client.environ_base.pop("HTTP_SEC_FETCH_SITE")` is a browser
    that sends none.

    A form that a test sends without fetching its page gets what such a page would have said of
    itself: for whom it was drawn, and for which address (`web/http/drawn.py`). `stamping = False`
    sends what the test says and no more.
    """

    checking = True
    stamping = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As in Flask; redirects that are followed are checked one by one.

        Errors: PageError when the response breaks a rule of the house. RuntimeError when the test
        itself still holds a transaction, which on SQLite would end in ten seconds of waiting and
        "database is locked".
        """
        if has_app_context() and db.session().in_transaction():
            raise RuntimeError(
                "commit or roll back `session` before a request: it would wait for the lock you "
                "hold"
            )
        if self.stamping and kwargs.get("method") == "POST" and args and isinstance(args[0], str):
            kwargs["data"] = self._stamped(args[0], kwargs.get("data"))
        # A context of its own: inside the fixture `session` the `g` of one request would else be
        # that of the next.
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        writing.set(True)  # a GET said that it only reads; the test may write again
        if self.checking and (faults := list(response_faults(response))):
            where = (
                f"{response.request.method} {response.request.full_path.rstrip('?')} "
                f"({response.status_code})"
            )
            raise PageError(f"{where}:\n" + "\n".join(f"  - {fault}" for fault in faults))
        return response

    def _stamped(self, address: str, data: Any) -> Any:
        """The fields with the hidden one that a page draws.

        A test may give its token; a whole stamp stays as it is.
        """
        cookie = self.get_cookie("sessie")
        sent = {} if data is None else data
        if cookie is None or not isinstance(sent, dict):
            return data
        token = sent.get(drawn.FIELD, new_token())
        if not isinstance(token, str) or "." in token:
            return data  # a stamp, or something that no form sends
        with self.application.app_context():
            writing.set(False)  # somebody else may be writing
            try:
                stamp = _stamp(cookie.value, address, sent.get("vraag", ""), token)
            except DBAPIError:
                return data  # a test without a database: no page was drawn either
            finally:
                db.session.remove()
                writing.set(True)
        return sent | {drawn.FIELD: stamp} if stamp else data


def _stamp(cookie: str, address: str, item: str, token: str) -> str:
    """What a form of the person with this cookie would say; empty for a cookie of nobody."""
    query = select(Person).join(SignedInBrowser, SignedInBrowser.person_id == Person.id)
    person = db.session.scalar(query.where(SignedInBrowser.token_hash == browsers.hash_of(cookie)))
    if person is None:
        return ""
    place = LESSON.fullmatch(urlsplit(address).path)
    found = reading.learning(person.id, place[1], clock.today()) if place and item else None
    about = (
        about_item(LessonPlace(found.enrolment_id, found.release, place[2], place[3]), item)
        if found and place
        else ""
    )
    return ".".join(drawn.seal(person.ref, address, about, token))


def response_faults(response: TestResponse) -> Iterator[str]:
    """Everything wrong with one response: its headers, and the page in it if there is one."""
    yield from header_faults(response)
    redirect = 300 <= response.status_code < 400
    if response.mimetype == "text/html" and not redirect and SIGN_OUT in response.get_data():
        yield from unsigned_forms(response.get_data(as_text=True))
    if response.mimetype == "text/html" and not redirect and response.request.method != "HEAD":
        yield from page_faults(response.get_data(as_text=True), response.request.path)


def unsigned_forms(html: str) -> Iterator[str]:
    """Forms that somebody signed in may send and that do not say for whom they were drawn."""
    for form in FORM.findall(html):
        action = re.search(r' action="?([^" >]*)', form)
        if action and action[1].startswith(FOR_ANYBODY):
            continue
        if f'name="{drawn.FIELD}"' not in form:
            yield (
                f"the form that goes to {action[1] if action else 'its own page'} does not say "
                "for whom it is"
            )


def header_faults(response: TestResponse) -> Iterator[str]:
    """What is missing or different in the headers that every response carries."""
    for name, wanted in HEADERS.items():
        if response.headers.get(name) != wanted:
            yield f"header {name} is {response.headers.get(name)!r}, not {wanted!r}"
    policy = dict(
        (*part.split(None, 1), "")[:2]
        for part in response.headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    )
    policy = {name: value.strip() for name, value in policy.items()}
    for name in sorted(POLICY.keys() | policy.keys() - {"sandbox"}):
        if policy.get(name) != POLICY.get(name):
            yield f"policy {name} is {policy.get(name)!r}, not {POLICY.get(name)!r}"
    if response.mimetype == "text/html" and SESSION_COOKIE.search(
        response.request.environ.get("HTTP_COOKIE", "")
    ):
        if not response.cache_control.no_store:
            yield (
                f"signed in, Cache-Control is {response.headers.get('Cache-Control')!r}, not "
                "no-store"
            )
        if SIGN_OUT in response.get_data() and "cookie" not in (
            value.lower() for value in response.vary
        ):
            yield "signed in, there is no Vary: Cookie"


def page_faults(html: str, path: str = "") -> list[str]:
    """Everything wrong with one page.

    `path` is its own address, so that links to places on it can be followed.
    """
    root, faults = read_page(html)
    for rule in RULES:
        faults.extend(rule(root, path))
    return faults


def read_page(html: str) -> tuple[Element, list[str]]:
    """The tree, with the names of its elements alone, and what a strict browser would say of it.

    html5ever reads a page in a hundredth of the time that html5lib takes; where it finds a fault,
    html5lib says in which line.
    """
    quick = Parser(HtmlOptions())
    quick.process(html)
    quick.finish()
    if found := quick.errors():
        return _read_slowly(html, found)
    try:
        root = fromstring(quick.into_dom().serialize(is_html=False))
    except ParseError:  # a sign that HTML may hold and XML may not
        return _read_slowly(html, [])
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return root, []


def _read_slowly(html: str, found: list[str]) -> tuple[Element, list[str]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    placed = [
        f"line {position[0]}, column {position[1]}: {MESSAGES[code] % data}"
        for position, code, data in parser.errors
    ]
    return root, placed or found


def _frame(root: Element, _: str) -> Iterator[str]:
    """Language, title, and exactly one of what there must be one of."""
    if root.get("lang") != "nl":
        yield f'html has lang={root.get("lang")!r}, not "nl"'
    if not (root.findtext("head/title") or "").strip():
        yield "the page has no title"
    for tag in ("h1", "main"):
        if (found := sum(1 for _ in root.iter(tag))) != 1:
            yield f"{found} elements {tag} instead of one"


def _unique_ids(root: Element, _: str) -> Iterator[str]:
    for name, count in Counter(
        node.get("id") for node in root.iter() if node.get("id") is not None
    ).items():
        if count > 1:
            yield f"id {name!r} stands {count} times on the page"
        if not name or re.search(r"\s", name):
            yield f"id {name!r} is empty or has a space in it"


def _references(root: Element, path: str) -> Iterator[str]:
    """Everything that points at an id on this page points at one that is there."""
    ids = {node.get("id") for node in root.iter()}
    for node in _elements(root):
        for attribute in REFERENCES:
            for name in (node.get(attribute) or "").split():
                if name not in ids:
                    yield f"{_sketch(node)}: {attribute} names {name!r}, which is not on the page"
    for link in root.iter("a"):
        href = link.get("href")
        if href in ("", "#"):
            yield f"{_sketch(link)}: leads nowhere"
        target = urlsplit(href or "")
        here = not any((target.scheme, target.netloc, target.query)) and target.path in ("", path)
        if here and target.fragment and unquote(target.fragment) not in ids:
            yield f"{_sketch(link)}: #{target.fragment} is not on the page"


def _named_controls(root: Element, _: str) -> Iterator[str]:
    """A screen reader has something to say for every field, button, link and image."""
    labels = {node.get("for"): node for node in root.iter("label") if node.get("for")}
    inside = {
        control
        for label in root.iter("label")
        if _words(label)
        for control in label.iter()
        if control.tag in CONTROLS
    }
    ids = {node.get("id"): node for node in root.iter() if node.get("id")}

    def named(node: Element) -> bool:
        by = [ids[name] for name in (node.get("aria-labelledby") or "").split() if name in ids]
        return bool((node.get("aria-label") or "").strip()) or any(_words(target) for target in by)

    for node in _elements(root):
        if node.tag == "input" and node.get("type") == "hidden":
            continue
        if node.tag in CONTROLS and not (node.tag == "input" and node.get("type") in BUTTON_INPUTS):
            label = labels.get(node.get("id"))
            if not (named(node) or node in inside or (label is not None and _words(label))):
                yield f"{_sketch(node)}: has no label"
        elif node.tag in ("button", "a", "summary", "input") and not (
            _words(node) or named(node) or node.get("value")
        ):
            yield f"{_sketch(node)}: has no words"
        elif node.tag == "img" and node.get("alt") is None:
            yield f"{_sketch(node)}: has no alt"
        elif node.tag == "fieldset" and not _words(node.find("legend")):
            yield f"{_sketch(node)}: has no legend"


def _nothing_inline(root: Element, _: str) -> Iterator[str]:
    """No style, script or address that the policy would block, or should."""
    for node in _elements(root):
        if node.tag == "style" or (node.tag == "script" and (not node.get("src") or _words(node))):
            yield f"{_sketch(node)}: stands in the page itself"
        for name, value in node.attrib.items():
            if not isinstance(name, str):
                continue
            if name == "style" or name.startswith("on"):
                yield f"{_sketch(node)}: has the attribute {name}"
            scheme = value.strip().lower().partition(":")[0]
            if name in ("href", "src", "action", "formaction", "poster", "data") and scheme in (
                "javascript",
                "data",
            ):
                yield f"{_sketch(node)}: {name} starts with {scheme}:"


def _formal(root: Element, _: str) -> Iterator[str]:
    """Readers are addressed with u. People in a dialogue or a quotation speak as they do."""
    said: list[str] = []
    _own_words(root, said.append)
    for line in QUOTED.sub("…", "".join(said)).split("\n"):
        if found := INFORMAL.search(line):
            yield f"addresses the reader with {found.group()!r}: {line.strip()[:120]}"


RULES: tuple[Callable[[Element, str], Iterator[str]], ...] = (
    _frame,
    _unique_ids,
    _references,
    _named_controls,
    _nothing_inline,
    _formal,
)


def _elements(root: Element) -> Iterator[Element]:
    """Every element; comments, whose tag is a function, left out."""
    return (node for node in root.iter() if isinstance(node.tag, str))


def _words(node: Element | None) -> str:
    """What is read aloud for an element: its text, and the alternatives of images in it."""
    if node is None:
        return ""
    alternatives = (image.get("alt") or "" for image in node.iter("img"))
    return " ".join([*node.itertext(), *alternatives]).strip()


def _own_words(node: Element, say: Callable[[str], None]) -> None:
    """The text of the application itself, a line for each block, without dialogue and
    quotations.
    """
    if not isinstance(node.tag, str) or node.tag in ("q", "blockquote", "script", "textarea"):
        return
    if node.get("data-dialogue") is not None or "dialogue" in (node.get("class") or "").split():
        return
    edge = "" if node.tag in INLINE else "\n"
    say(edge)
    for name in node.attrib.keys() & SPOKEN:
        say(f"\n{node.get(name)}\n")
    say((node.text or "").replace("\n", " "))
    for child in node:
        _own_words(child, say)
        say((child.tail or "").replace("\n", " "))
    say(edge)


def _sketch(node: Element) -> str:
    """An element in short, as a person would find it in the page."""
    shown = "".join(
        f' {name}="{node.get(name)}"'
        for name in ("id", "name", "type", "href", "class")
        if node.get(name)
    )
    return f"<{node.tag}{shown}>"


class Visitor(CheckingClient):
    """A browser that lets go of what the test just read. What a test adds, it commits itself."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.rollback()
        return super().open(*args, **kwargs)
