"""The start page, the theme, and the pages that say how things are done here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course import clock
from course.domain.people.roles import Permission
from course.web.http.access import PUBLIC, allow, signed_in
from course.web.http.paths import own_path
from course.web.http.settings import settings
from course.web.page.frame import THEME_COOKIE, THEMES
from course.web.site.blueprint import bp
from course.web.site.first_steps import has_steps

YEAR_S = 365 * 24 * 60 * 60
# Where somebody works, most specific first; everybody learns.
_HOMES = (
    (Permission.PEOPLE, "/beheer"),
    (Permission.ASSIGN, "/trainen"),
    (Permission.SCHOOL_REPORT, "/rapport"),
    (Permission.LEARN, "/leren"),
)


@dataclass(frozen=True)
class AccessibilityPage:
    """The statement on accessibility, as of the day that somebody last went through it."""

    checked_on: date


STATEMENT = AccessibilityPage(checked_on=date(2026, 11, 30))


@bp.get("/")
@allow(PUBLIC)
def show_start() -> Response:
    """To the section where this person works; signing in comes first."""
    actor = signed_in()
    if actor is None:
        return redirect("/inloggen", 303)
    if has_steps(actor, clock.today()):
        return redirect("/eerste-stappen", 303)
    return redirect(next(path for permission, path in _HOMES if actor.may(permission)), 303)


@bp.post("/weergave")
@allow(PUBLIC)
def choose_theme() -> Response:
    """Light, dark, or as the device asks; kept in this browser for a year."""
    config = settings()
    response = redirect(own_path(request.form.get("terug")), 303)
    theme = request.form.get("theme")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=YEAR_S,
            secure=config.secure_cookies,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(
            THEME_COOKIE, secure=config.secure_cookies, httponly=True, samesite="Lax"
        )
    return response


@bp.get("/privacy")
@allow(PUBLIC)
def show_privacy() -> str:
    """Who sees what."""
    return render_template("site/privacy.html")


@bp.get("/toegankelijkheid")
@allow(PUBLIC)
def show_accessibility() -> str:
    """What was checked, how, and what was not yet."""
    return render_template("site/accessibility.html", page=STATEMENT)
