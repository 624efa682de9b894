"""A browser that signed in before carries a cookie that says so, and has an allowance of its own.

So a stranger who guesses at somebody's account makes everybody else wait, but not the person in
their own browser. The cookie holds a random word for the browser and, for each account that signed
in with it, a keyed hash of that word with the address: it proves nothing elsewhere, and names
nobody. It opens no door either; it only keeps one from being shut.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode

from flask import request
from werkzeug.wrappers import Response

from course.config import Config
from course.models.base import new_token
from course.text.names import fold_email
from course.web.http.settings import settings

LASTS_S = 365 * 24 * 60 * 60
MOST = 8  # accounts on one device: the teachers' room has one computer
_WORD = "[A-Za-z0-9_-]{22}"
_SHAPE = re.compile(rf"{_WORD}(?:\.{_WORD}){{0,{MOST}}}")


def known_device(email: str) -> str | None:
    """The word of this browser, when this account signed in with it before; else None."""
    device, *marks = _words()
    mark = _mark(device, email)
    if any(hmac.compare_digest(mark, one) for one in marks):
        return device
    return None


def remember_device(response: Response, email: str) -> None:
    """This account signed in with this browser. The account that did so longest ago gives way."""
    config = settings()
    device, *marks = _words()
    mark = _mark(device, email)
    kept = [mark, *(one for one in marks if one != mark)][:MOST]
    response.set_cookie(
        _name(config),
        ".".join((device, *kept)),
        max_age=LASTS_S,
        secure=config.secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def _words() -> list[str]:
    """What the cookie holds; a new word for a browser that has none."""
    sent = request.cookies.get(_name(settings()), "")
    if not _SHAPE.fullmatch(sent):
        return [new_token()]
    return sent.split(".")


def _mark(device: str, email: str) -> str:
    config = settings()
    message = "\n".join(("device", device, fold_email(email))).encode()
    digest = hmac.digest(config.secret_key.encode(), message, hashlib.sha256)
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def _name(config: Config) -> str:
    return "__Host-apparaat" if config.secure_cookies else "apparaat"
