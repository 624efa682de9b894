"""A form says for whom and for what it was drawn. What comes back is believed for that person and
that place alone.

One hidden field holds four words with a point between them. The first is random: the same token
again is the same deed. The others are keyed hashes of it, with the person; with the address that
the form goes to; and with what it asks there, such as one question of one test. `access.py` checks
the first three on every form that only somebody signed in may send. A view whose address does not
say all asks for the last one (`require_about`).

Why: docs/decisions/0012-drawn-forms.md.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from course.domain.people.roles import Actor
from course.models.base import new_token
from course.store import transaction
from course.web.http.border import is_secret
from course.web.http.settings import settings

FIELD = "inzending"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}(?:\.[A-Za-z0-9_-]{16}){3}")
_HASH_BYTES = 12


class Why(Enum):
    """Why a form is not taken, with the status of the answer."""

    MISSING = 422
    SOMEBODY_ELSE = 403
    ELSEWHERE = 409


class NotDrawnHereError(Exception):
    """This form was drawn for another person or for something else. Nothing is stored.

    `url` is where to go on, for who may see that; `words` say what changed meanwhile.
    """

    def __init__(self, why: Why, words: str = "", url: str = "") -> None:
        super().__init__(why.name)
        self.why, self.words, self.url = why, words, url


class Drawn(NamedTuple):
    """The words of the field."""

    token: str
    person: str
    place: str
    about: str


@dataclass(frozen=True)
class RefusedPage:
    """What is said instead. `typed` is shown to nobody but who typed it."""

    why: str
    words: str
    url: str
    typed: tuple[str, ...]


def init_drawn(app: Flask) -> None:
    """`drawn_for(action)` in a template is the hidden field of a form that goes there."""
    app.jinja_env.globals["drawn_for"] = hidden_field
    app.register_error_handler(NotDrawnHereError, _refuse)


def hidden_field(action: str, about: str = "") -> Markup:
    """The field itself; nothing while nobody is signed in, for then there is nobody to draw a form
    for.
    """
    if _actor() is None:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, stamp(action, about))


def stamp(action: str, about: str = "") -> str:
    """The value of the field, for a form of who is signed in.

    `action` is an address of ours, `about` what it asks.
    """
    actor = _actor()
    return ".".join(seal(actor.ref, action, about, new_token())) if actor is not None else ""


def seal(person: str, action: str, about: str, token: str) -> Drawn:
    """The words for one person and one place.

    The same words each time, as long as the key is the same.
    """
    key, path = _key(), unquote(urlsplit(action).path)
    place = _hash(key, "place", token, person, path)
    of_person = _hash(key, "person", token, person)
    return Drawn(token, of_person, place, _hash(key, "about", place, about))


def check(actor: Actor) -> None:
    """Errors:

    NotDrawnHereError when what arrived was not drawn for this person, or not for the address it
    came to.
    """
    sent = read(request.form.get(FIELD, ""))
    if sent is None:
        raise NotDrawnHereError(Why.MISSING)
    own = seal(actor.ref, request.path, "", sent.token)
    if not hmac.compare_digest(sent.person, own.person):
        raise NotDrawnHereError(Why.SOMEBODY_ELSE)
    if not hmac.compare_digest(sent.place, own.place):
        raise NotDrawnHereError(Why.ELSEWHERE)
    g.drawn = sent


def is_about(about: str) -> bool:
    """Whether the form that arrived asks this. Only after `check`."""
    sent: Drawn = g.drawn
    return hmac.compare_digest(sent.about, _hash(_key(), "about", sent.place, about))


def require_about(about: str, words: str, url: str) -> None:
    """Errors: NotDrawnHereError when the form that arrived asks something else."""
    if not is_about(about):
        raise NotDrawnHereError(Why.ELSEWHERE, words, url)


def token() -> str:
    """The token of the form that arrived. Only after `check`."""
    sent: Drawn = g.drawn
    return sent.token


def typed_here() -> tuple[str, ...] | None:
    """What who is signed in typed in a form that we drew for them; None for any other request. Asks
    no database.
    """
    actor: Actor | None = g.get("actor")
    if request.method != "POST" or actor is None:
        return None
    try:
        check(actor)
    except (NotDrawnHereError, HTTPException):
        return None
    return _typed()


def belongs_to(person: str, path: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Whether a form that was kept, field by field, was drawn for this person and this address."""
    sent = read(next((value for name, value in fields if name == FIELD), ""))
    if sent is None:
        return False
    own = seal(person, path, "", sent.token)
    return hmac.compare_digest(sent.person + sent.place, own.person + own.place)


def mark_of(person: str) -> str:
    """A word for a person that says nothing to others: the same in all pages of one person."""
    return _hash(_key(), "page", person)


def read(text: str) -> Drawn | None:
    """The words of the field; None when they are not ours in shape."""
    return Drawn(*text.split(".")) if _SHAPE.fullmatch(text) else None


def _actor() -> Actor | None:
    """Who is signed in, as `access` found before any page is drawn."""
    return g.get("actor") if g else None


def _key() -> bytes:
    return settings().secret_key.encode()


def _hash(key: bytes, *words: str) -> str:
    message = "\n".join(("drawn", *words)).encode()
    digest = hmac.digest(key, message, hashlib.sha256)
    return urlsafe_b64encode(digest[:_HASH_BYTES]).decode()


def _refuse(refused: NotDrawnHereError) -> Response:
    """Say so. What was typed stays readable, but only for whom the form was drawn."""
    transaction.rollback()  # nobody waits while this page is drawn
    own = refused.why is Why.ELSEWHERE
    page = RefusedPage(
        why=refused.why.name,
        words=refused.words,
        url=(refused.url or page_here()) if own else "",
        typed=_typed() if own else (),
    )
    return make_response(
        render_template("errors/not_drawn_here.html", page=page), refused.why.value
    )


def page_here() -> str:
    """The page at the address that the form came to; empty when there is none."""
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return ""
    return request.path


def _typed() -> tuple[str, ...]:
    """Every text of more than one word: the rest are keys that say nothing to people."""
    return tuple(
        value
        for name, value in request.form.items(multi=True)
        if len(value.split()) > 1 and not is_secret(name)
    )
