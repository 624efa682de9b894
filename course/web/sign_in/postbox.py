"""The outbox as a page, for the demo and for who builds: there mail goes nowhere, and a link must
be pressed.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import render_template
from flask.blueprints import BlueprintSetupState

from course import clock
from course.config import Config, Mode
from course.models import Mail
from course.store.messages import outbox
from course.web.http.access import PUBLIC, allow
from course.web.http.paths import own_path
from course.web.page.parts import Link
from course.web.sign_in.blueprint import bp
from course.web.sign_in.pages import PostboxPage, ShownMail

AT_MOST = 50
_LINK = re.compile(r"https?://\S+/inloggen/link/\S+")


@bp.record_once
def _register(state: BlueprintSetupState) -> None:
    """Where real people are, the page does not exist."""
    config: Config = state.app.config["DEELWIJS"]
    if config.mode is not Mode.PRODUCTION:
        state.add_url_rule("/postvak", view_func=show_postbox, methods=["GET"])


@allow(PUBLIC)
def show_postbox() -> str:
    """The last messages, newest first."""
    mails = tuple(map(_shown, outbox.latest(AT_MOST)))
    return render_template("sign_in/postbox.html", page=PostboxPage(mails))


def _shown(mail: Mail) -> ShownMail:
    body = outbox.readable(mail, clock.now())
    link = None
    if mail.sent_at is None:
        link = _link_in(body)
    paragraphs = tuple(text.strip() for text in body.split("\n\n") if text.strip())
    return ShownMail(
        mail.recipient, mail.subject, paragraphs, mail.created_at, mail.sent_at is not None, link
    )


def _link_in(body: str) -> Link | None:
    """The link of a mail, as an address of this server."""
    found = _LINK.search(body)
    if found is None:
        return None
    parts = urlsplit(found.group())._replace(scheme="", netloc="", fragment="")
    path = own_path(parts.geturl(), "")
    if not path:
        return None
    return Link("Open de link uit deze mail", path)
