"""Fills what stands around every page, as `chrome`: the menu of who is signed in, the theme,
messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

from flask import Flask, Request, Response, flash, g, get_flashed_messages, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from markupsafe import Markup

from course.config import Config, Mode
from course.domain.people.roles import Actor, Permission
from course.web.http import drawn
from course.web.http.access import signed_in
from course.web.http.paths import own_path
from course.web.http.settings import settings
from course.web.page.chrome import Chrome, NavItem

THEMES: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
THEME_COOKIE = "weergave"
PLAIN = "message"  # of a message without a deed that can be taken back
NOT_DONE = "not-done"
_SECTIONS: tuple[tuple[Permission, str, str], ...] = (
    (Permission.LEARN, "Mijn training", "/leren"),
    (Permission.ASSIGN, "Toewijzen", "/trainen"),
    (Permission.SCHOOL_REPORT, "Rapport", "/rapport"),
    (Permission.PEOPLE, "Beheer", "/beheer"),
)
HELP = ("Hulp en melden", "/hulp")


class MessageCookie(SecureCookieSessionInterface):
    """Flask's session holds a message for the next page and nothing else.

    Without its cookie nothing is verified.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; mostly there is none."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """A message that was told or read; mostly there is none."""
        if session.modified:
            super().save_session(app, session, response)


def init_frame(app: Flask) -> None:
    """Give every template its `chrome`."""
    app.session_interface = MessageCookie()
    init_drawn_once(app)
    app.context_processor(lambda: {"chrome": chrome()})


def init_drawn_once(app: Flask) -> None:
    """`drawn_once(macro, …)` in a template is what the macro makes of this, remembered: most pages
    have it the same as one before.
    """

    def draw(macro: Callable[..., Markup], *shown: Any) -> Markup:
        return macro(*shown)

    app.jinja_env.globals["drawn_once"] = lru_cache(maxsize=1024)(draw)


def chrome() -> Chrome:
    """The frame of this page."""
    around, told = _around(signed_in()), get_flashed_messages(with_categories=True)
    if not told:
        return around
    done = tuple(str(one[1]) for one in told if one[0] != NOT_DONE)
    explained = tuple(str(one[1]) for one in told if one[0] == NOT_DONE)
    undo = ""
    if told[-1][0] not in (PLAIN, NOT_DONE):
        undo = f"/beheer/logboek/{told[-1][0]}/ongedaan"
    return replace(around, flashes=done, explained=explained, undo=undo)


def tell(words: str, deed: str = "") -> None:
    """Say on the next page what was done, with a button that takes that deed back when there is
    one.
    """
    flash(words, deed or PLAIN)


def explain(words: str) -> None:
    """Say on the next page why what was asked did not happen, or is otherwise than it was asked."""
    flash(words, NOT_DONE)


def known_chrome() -> Chrome:
    """The frame of an error page: who it is for only when that is known already, and messages wait
    for the next page.

    It asks neither the database nor a session, for those may be what failed.
    """
    return _around(g.get("actor"))


def bare_chrome(config: Config) -> Chrome:
    """The frame of a page that nobody asked for yet."""
    return Chrome(
        config.brand,
        nav=(NavItem(*HELP),),
        person_name=None,
        theme="",
        demo=config.mode is Mode.DEMO,
        path="/",
    )


def _around(actor: Actor | None) -> Chrome:
    path, config = request.full_path.rstrip("?"), settings()
    return Chrome(
        config.brand,
        menu(actor, path.partition("?")[0]),
        actor.name if actor else None,
        _theme(),
        config.mode is Mode.DEMO,
        own_path(path),  # a control character in it would come back in the page
        person=drawn.mark_of(actor.ref) if actor else "",
    )


def menu(actor: Actor | None, path: str) -> tuple[NavItem, ...]:
    """The sections that somebody may enter; help is for everybody, also who is not signed in."""
    sections = [HELP]
    if actor is not None:
        sections = [(label, url) for may, label, url in _SECTIONS if actor.may(may)] + sections
    return tuple(NavItem(label, url, _current(url, path)) for label, url in sections)


def _current(section: str, path: str) -> Literal["", "page", "true"]:
    if path == section:
        return "page"
    if path.startswith(f"{section}/"):
        return "true"
    return ""


def _theme() -> Literal["light", "dark", ""]:
    return THEMES.get(request.cookies.get(THEME_COOKIE, ""), "")
