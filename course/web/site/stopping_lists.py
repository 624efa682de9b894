"""The page on which somebody ends a list that comes every week or month: from its mail, without an
account. Opening it changes nothing; a press does, as on the other pages of `stopping.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from course import clock
from course.domain.messages import stop_links
from course.domain.messages.schedules import EndedBy
from course.store import transaction
from course.store.messages import schedules
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import settings
from course.web.page.answering import or_404
from course.web.site.blueprint import bp


@dataclass(frozen=True)
class StoppingListPage:
    """Whether the list still comes, and the one press that ends it."""

    is_open: bool
    action: str


@bp.get("/mail/lijst/<sealed>")
@allow(PUBLIC)
def show_stopping_list(sealed: str) -> str:
    """The button."""
    is_open = or_404(schedules.is_open(_schedule(sealed)))
    page = StoppingListPage(is_open, request.path)
    return render_template("site/stopping_list.html", page=page)


@bp.post("/mail/lijst/<sealed>")
@allow(PUBLIC)
def stop_list(sealed: str) -> Response:
    """It comes no more. A new one is asked on screen, by who may see it."""
    ref = _schedule(sealed)
    transaction.begin(may_write=True)
    done = schedules.end(ref, EndedBy.MAIL, clock.now())
    transaction.commit()
    if not done:
        abort(404)
    return redirect(request.path, 303)


stop_list.by_address = True  # type: ignore[attr-defined]


def _schedule(sealed: str) -> str:
    return or_404(stop_links.opened(settings().secret_key, sealed, stop_links.LISTS))
