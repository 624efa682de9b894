"""A form that arrived after the session had ended is kept on the sign-in page, so that nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, make_response, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from course import clock
from course.config import Config
from course.store import sessions
from course.web import again
from course.web.access import session_token
from course.web.auth.pages import SignInPage, sign_in_page
from course.web.border import is_secret
from course.web.paths import own_path

LASTS_S = 24 * 60 * 60
LARGEST = 100_000  # characters, signed and packed


@dataclass(frozen=True)
class KeptForm:
    """What was sent, and by whom when that is known: it is never sent in the name of somebody else."""

    path: str
    fields: tuple[tuple[str, str], ...]
    owner: str  # the person's ref, or empty


def keep_form() -> Response:
    """The answer to a form without a session: the sign-in page, with the form in it."""
    kept = _seal(_from_request())
    too_large = len(kept) > LARGEST
    page: SignInPage = sign_in_page(kept="" if too_large else kept, lost=too_large)
    return make_response(render_template("auth/sign_in.html", page=page), 401)


def open_kept(sealed: str) -> KeptForm | None:
    """The form that was kept; None when there is none, it was changed, or it is more than a day old."""
    if not sealed or len(sealed) > LARGEST:
        return None
    try:
        path, fields, owner = _serializer().loads(sealed, max_age=LASTS_S)
    except BadSignature:
        return None
    path = own_path(path, "")
    return KeptForm(path, tuple((name, value) for name, value in fields), owner) if path else None


def _seal(form: KeptForm | None) -> str:
    if form is None:
        return ""
    return _serializer().dumps([form.path, form.fields, form.owner])


def _from_request() -> KeptForm | None:
    path = own_path(request.full_path.rstrip("?"), "")
    fields = [(name, value) for name, value in request.form.items(multi=True) if not is_secret(name)]
    if not path or not fields or request.method != "POST":
        return None
    token = session_token()
    found = sessions.find(token, clock.today()) if token else None
    if found is not None and again.is_from(found.actor):  # the owner says it from here on; the session will be another
        fields = [(name, value) for name, value in fields if name != again.SENDER]
    return KeptForm(path, tuple(fields), found.actor.ref if found else "")


def _serializer() -> URLSafeTimedSerializer:
    config: Config = current_app.config["DEELWIJS"]
    return URLSafeTimedSerializer(config.secret_key, salt="kept-form")
