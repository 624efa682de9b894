"""The pages on which somebody ends reminders, or refreshers, or has them again: from a mail,
without an account.

The address is a seal that nobody can guess. Opening it changes nothing, for mail scanners follow
links; a press does, and so does the one press of a mail program (RFC 8058).
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from course import clock
from course.domain.messages import stop_links
from course.store import transaction
from course.store.messages import refreshers, reminders
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import settings
from course.web.page.answering import or_404
from course.web.site.blueprint import bp


@dataclass(frozen=True)
class StoppingPage:
    """Whether mail of a kind comes, and the one press that changes it."""

    stopped: bool
    action: str
    of_refreshers: bool = False


@bp.get("/mail/stoppen/<sealed>")
@allow(PUBLIC)
def show_stopping(sealed: str) -> str:
    """The button."""
    page = StoppingPage(reminders.has_stopped(_person(sealed)), request.path)
    return render_template("site/stopping.html", page=page)


@bp.post("/mail/stoppen/<sealed>")
@allow(PUBLIC)
def stop_reminders(sealed: str) -> Response:
    """No more reminders, or reminders again."""
    ref = _person(sealed)
    transaction.begin(may_write=True)
    again = request.form.get("weer") == "ja"
    done = reminders.resume(ref) if again else reminders.stop(ref, clock.now())
    transaction.commit()
    if not done:
        abort(404)
    return redirect(request.path, 303)


stop_reminders.by_address = True  # type: ignore[attr-defined]


@bp.get("/mail/opfrissers/<sealed>")
@allow(PUBLIC)
def show_stopping_refreshers(sealed: str) -> str:
    """The button that ends refreshers, and them alone."""
    stopped = refreshers.has_stopped(_person(sealed, stop_links.REFRESHERS))
    page = StoppingPage(stopped, request.path, of_refreshers=True)
    return render_template("site/stopping.html", page=page)


@bp.post("/mail/opfrissers/<sealed>")
@allow(PUBLIC)
def stop_refreshers(sealed: str) -> Response:
    """No more refreshers, or refreshers again."""
    ref = _person(sealed, stop_links.REFRESHERS)
    transaction.begin(may_write=True)
    again = request.form.get("weer") == "ja"
    now = clock.now()
    done = refreshers.resume(ref, clock.day_of(now)) if again else refreshers.stop(ref, now)
    transaction.commit()
    if not done:
        abort(404)
    return redirect(request.path, 303)


stop_refreshers.by_address = True  # type: ignore[attr-defined]


def _person(sealed: str, what: str = stop_links.REMINDERS) -> str:
    return or_404(stop_links.opened(settings().secret_key, sealed, what))
