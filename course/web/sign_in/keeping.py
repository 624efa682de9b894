"""A form that arrived after somebody was signed out is kept on the sign-in page, so that nothing
typed is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from course.domain.people.roles import Actor
from course.web.http import drawn
from course.web.http.border import is_secret
from course.web.http.paths import own_path
from course.web.http.settings import settings
from course.web.sign_in.pages import SignInPage, sign_in_page

LASTS_S = 24 * 60 * 60
LARGEST = 100_000  # characters, signed and packed


@dataclass(frozen=True)
class KeptForm:
    """What was sent, and where to. Whose it is, the form says itself."""

    path: str
    fields: tuple[tuple[str, str], ...]

    def belongs_to(self, actor: Actor) -> bool:
        """Whether it was drawn for this person.

        A form of nobody, or without its owner's mark, is never sent.
        """
        return drawn.belongs_to(actor.ref, self.path, self.fields)


def keep_form() -> Response:
    """The answer to a form of nobody who is signed in: the sign-in page, with the form in it."""
    kept = _seal(_from_request())
    page: SignInPage = sign_in_page(kept=kept)
    if len(kept) > LARGEST:
        page = sign_in_page(lost=True)
    return make_response(render_template("sign_in/sign_in.html", page=page), 401)


def open_kept(sealed: str) -> KeptForm | None:
    """The form that was kept; None when there is none, it was changed, or it is more than a day
    old.
    """
    if not sealed or len(sealed) > LARGEST:
        return None
    try:
        path, fields = _serializer().loads(sealed, max_age=LASTS_S)
    except (BadSignature, ValueError):  # ValueError: kept by an earlier version
        return None
    path = own_path(path, "")
    if not path:
        return None
    return KeptForm(path, tuple((name, value) for name, value in fields))


def _seal(form: KeptForm | None) -> str:
    if form is None:
        return ""
    return _serializer().dumps([form.path, form.fields])


def _from_request() -> KeptForm | None:
    path = own_path(request.full_path.rstrip("?"), "")
    fields = tuple(
        (name, value) for name, value in request.form.items(multi=True) if not is_secret(name)
    )
    if not path or not fields or request.method != "POST":
        return None
    return KeptForm(path, fields)


def _serializer() -> URLSafeTimedSerializer:
    config = settings()
    return URLSafeTimedSerializer(config.secret_key, salt="kept-form")
