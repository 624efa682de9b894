"""Who may open which route.

Every route says so with `@allow(…)`; a route that says nothing answers 403.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from flask import Flask, Response, abort, current_app, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from course import clock
from course.config import Config
from course.domain.people.roles import Actor, Permission
from course.domain.signing_in.lifetimes import SEEN_EVERY, is_alive, is_proved
from course.store import transaction
from course.store.signing_in import browsers
from course.web.http import drawn, still_there
from course.web.http.paths import own_path
from course.web.http.settings import settings

PUBLIC = "public"
ViewT = TypeVar("ViewT", bound=Callable[..., Any])
_NOT_ASKED: Any = object()
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def allow(*permissions: Permission | str) -> Callable[[ViewT], ViewT]:
    """Mark a view: `@allow(PUBLIC)`, or one or more permissions of which one is enough."""

    def mark(view: ViewT) -> ViewT:
        view.allowed = frozenset(permissions)  # type: ignore[attr-defined]
        return view

    return mark


def proved_lately(view: ViewT) -> ViewT:
    """Mark a view that hands out people, gives rights, decides who signs in how, shows managers
    more or takes a text back: only for who signed in the last minutes. Who did so longer ago signs
    in once more, and goes on.
    """
    view.asks_proof = True  # type: ignore[attr-defined]
    return view


def asks_proof(view: Callable[..., Any]) -> bool:
    """Whether a view is marked so."""
    return getattr(view, "asks_proof", False)


def allowed_for(view: Callable[..., Any]) -> frozenset[Permission | str]:
    """What a view is marked with; empty when it is not marked."""
    return getattr(view, "allowed", frozenset())


def current_person() -> Actor:
    """The signed-in person. 403 when there is none, which a marked route has already ruled out."""
    actor = signed_in()
    if actor is None:
        abort(403)
    return actor


def signed_in() -> Actor | None:
    """The signed-in person, or None. Asked once per request."""
    actor: Actor | None = g.get("actor", _NOT_ASKED)
    if actor is _NOT_ASKED:
        actor = g.actor = _find_actor()
    return actor


def cookie_name(config: Config) -> str:
    """`__Host-` binds the cookie to this host; browsers accept that prefix only over https."""
    return "__Host-sessie" if config.secure_cookies else "sessie"


def set_browser_cookie(response: BaseResponse, token: str) -> None:
    """Hand a fresh token to the browser."""
    config = settings()
    response.set_cookie(
        cookie_name(config),
        token,
        secure=config.secure_cookies,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def browser_token() -> str | None:
    """The token that the browser sent, whatever it is worth."""
    return request.cookies.get(cookie_name(settings()))


def init_access(app: Flask) -> None:
    """Check every request before its view, and write the last sign of life after it."""
    # comes before every check, also the one that asks where a form came from
    app.url_value_preprocessor(_only_read)
    app.before_request(_check)
    app.after_request(_touch)


def _find_actor() -> Actor | None:
    token = browser_token()
    if not token or len(token) > 100:
        return None
    now = clock.now()
    found = browsers.find(token, clock.day_of(now))
    if found is None or not is_alive(found.created_at, found.seen_at, found.actor.roles, now):
        return None
    g.seen_long_ago = now - found.seen_at > SEEN_EVERY
    g.is_proved = is_proved(found.created_at, now)
    return found.actor


def _only_read(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A request only reads until its view says that it begins to write: a refused one never holds
    anybody up.
    """
    transaction.ask_first(None)
    transaction.begin(may_write=False)


def _check() -> BaseResponse | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # 404 and 405 have their own answer
    view = current_app.view_functions[endpoint]
    marks = allowed_for(view)
    if not marks:
        abort(403)
    if PUBLIC in marks:
        return None
    actor = signed_in()
    if actor is None:
        return _to_sign_in(request.full_path)
    permissions = [mark for mark in marks if isinstance(mark, Permission)]
    if not any(actor.may(permission) for permission in permissions):
        abort(403)
    if request.method not in _SAFE:
        drawn.check(actor)
        still_there.check()
    return _once_more(view)


def _once_more(view: Callable[..., Any]) -> BaseResponse | None:
    """To the sign-in page for who has to prove again who they are, and from there to the page on
    which they asked for a file: a download would leave them at the door.
    """
    if asks_proof(view) and not g.is_proved:
        return _to_sign_in(_asked_on() or request.full_path, "&opnieuw=1")
    return None


def _asked_on() -> str:
    """The page of ours that this request came from; empty when the browser does not say."""
    try:
        where = urlsplit(request.referrer or "")
    except ValueError:  # a header says anything
        return ""
    ours = where.netloc == request.host and where.path != "/inloggen"
    return urlunsplit(("", "", where.path, where.query, "")) if ours else ""


def _to_sign_in(way_on: str, again: str = "") -> BaseResponse:
    """Sign in first, then come back. A form that was sent by nobody is kept by `sign_in`."""
    if request.method in _SAFE:
        way_on = own_path(way_on.rstrip("?"), "")
        asked = f"?next={quote(way_on or '/', safe='/')}{again}"
        return redirect(f"/inloggen{asked if way_on or again else ''}", 303)
    keep: Callable[[], BaseResponse] = current_app.extensions["deelwijs-keep-form"]
    return keep()


def _touch(response: Response) -> Response:
    if (
        g.get("seen_long_ago")
        and response.status_code < 500
        and request.endpoint != "sign_in.sign_out"
    ):
        token = browser_token()
        if token:
            transaction.beside("sign of life", lambda: browsers.touch(token, clock.now()))
    return response
