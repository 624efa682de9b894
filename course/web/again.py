"""A form that could not be saved just now, drawn so that it can be sent again as it is.

It goes to the same address with the same submission token, so twice sent is once saved. On a shared computer somebody
else may have signed in before the button is pressed; so the form says whose it was, and is refused for anybody else.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, abort, current_app, g, request
from werkzeug.exceptions import HTTPException

from course.config import Config
from course.domain.roles import Actor
from course.web.access import session_token
from course.web.border import URLENCODED, is_secret
from course.web.paths import own_path

SENDER = "afzender"  # the field that says whose form it is


@dataclass(frozen=True)
class AgainField:
    """One field as it was sent. `typed`: a person wrote it, so it is shown and may be changed."""

    name: str
    value: str
    typed: bool
    id: str


@dataclass(frozen=True)
class Again:
    """Where the form goes, and everything in it."""

    path: str
    fields: tuple[AgainField, ...]

    @property
    def texts(self) -> int:
        """How many fields there are to read."""
        return sum(field.typed for field in self.fields)


def form_again() -> Again | None:
    """The form of this request. None when there is none to send again: no form, a file in it, or a password."""
    path = own_path(request.full_path.rstrip("?"), "")
    if request.method != "POST" or not path or request.mimetype not in (URLENCODED, ""):
        return None
    try:
        sent = [(name, value) for name, value in request.form.items(multi=True) if name != SENDER]
    except HTTPException:
        return None
    if any(is_secret(name) for name, _value in sent):
        return None
    return Again(path, (*_fields(sent), *_sender()))


def init_again(app: Flask) -> None:
    """Refuse such a form for anybody but who sent it before. After `access`, which finds out who asks."""
    app.before_request(_check)


def _check() -> None:
    actor: Actor | None = g.get("actor")
    if actor is None or request.method != "POST" or request.mimetype != URLENCODED or SENDER not in request.form:
        return
    known = {_mark("person", actor.ref), _mark("session", session_token() or "")}
    if request.form[SENDER] not in known:
        abort(403)


def _fields(sent: list[tuple[str, str]]) -> Iterator[AgainField]:
    for place, (name, value) in enumerate(sent, start=1):
        yield AgainField(name, value, typed=any(sign.isspace() for sign in value.strip()), id=f"veld-{place}")


def _sender() -> Iterator[AgainField]:
    """Who is known is marked as a person; else the session, which could not be looked up. A visitor leaves no mark."""
    actor: Actor | None = g.get("actor")
    token = session_token()
    if actor is not None:
        yield AgainField(SENDER, _mark("person", actor.ref), typed=False, id=SENDER)
    elif token:
        yield AgainField(SENDER, _mark("session", token), typed=False, id=SENDER)


def _mark(kind: str, whose: str) -> str:
    config: Config = current_app.config["DEELWIJS"]
    return hmac.new(config.secret_key.encode(), f"again\n{kind}\n{whose}".encode(), hashlib.sha256).hexdigest()
