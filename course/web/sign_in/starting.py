"""What happens once somebody has proved who they are.

A second factor will stand between the proof and `start`.
"""

from __future__ import annotations

from datetime import datetime

from flask import g, make_response, redirect, render_template
from werkzeug.wrappers import Response

from course import clock, logs
from course.domain.people.roles import Actor
from course.store import transaction
from course.store.signing_in import browsers
from course.web.http.access import browser_token, set_browser_cookie
from course.web.page.frame import explain
from course.web.sign_in import wording
from course.web.sign_in.devices import remember_device
from course.web.sign_in.keeping import KeptForm, open_kept
from course.web.sign_in.pages import KeptPage


def start(person_id: int, now: datetime, way_on: str, kept: str = "") -> Response:
    """Sign this browser in, end what it had, and go on: to the kept form, or to where
    somebody was going.

    The token is always a new one of ours. What the browser sent is only ever ended.
    """
    old = browser_token()
    if old:
        browsers.end(old)
    token = browsers.sign_in(person_id, now)
    found = browsers.find(token, clock.day_of(now))
    transaction.commit()
    if found is None:  # blocked a moment ago
        return redirect("/inloggen", 303)
    logs.note("signed in", person=found.actor.ref)
    g.actor = found.actor  # the frame of this very answer already shows who it is
    response = send_kept(open_kept(kept), found.actor) or redirect(way_on, 303)
    set_browser_cookie(response, token)
    remember_device(response, found.actor.email)
    return response


def send_kept(form: KeptForm | None, actor: Actor) -> Response | None:
    """The page from which a kept form goes on its way, by a press of a button; None when there is
    nothing to send.
    """
    if form is None:
        return None
    if not form.belongs_to(actor):
        explain(wording.OF_SOMEBODY_ELSE)
        return None
    return make_response(
        render_template("sign_in/kept.html", page=KeptPage(form.path, form.fields))
    )
