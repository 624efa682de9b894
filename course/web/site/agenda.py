"""Days in somebody's own calendar program: an address without an account, made and ended here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from course import clock
from course.domain.messages import stop_links
from course.domain.messages.feeds import USE, FeedKind
from course.domain.people.roles import Actor, Permission
from course.sheets.calendar_files import CONTENT_TYPE, calendar_file
from course.store import transaction
from course.store.messages import feeds
from course.store.messages.feeds import Feed
from course.store.people import access
from course.web.http.access import PUBLIC, allow, current_person
from course.web.http.settings import settings
from course.web.page.answering import or_404
from course.web.page.frame import tell
from course.web.site.agenda_days import own_days, trainer_days
from course.web.site.blueprint import bp

KINDS = {"eigen": FeedKind.OWN, "trainer": FeedKind.TRAINER}
NAMES = {FeedKind.OWN: "Uw eigen agenda", FeedKind.TRAINER: "Uw agenda als trainer"}
ABOUT = {
    FeedKind.OWN: "Uw uiterste data, en de bijeenkomsten waarvoor u bent aangemeld.",
    FeedKind.TRAINER: "De uiterste data van wat bij uw scholen openstaat, en uw bijeenkomsten.",
}


@dataclass(frozen=True)
class AgendaPart:
    """One calendar; `address` is empty when there is none yet."""

    value: str
    name: str
    about: str
    address: str


@dataclass(frozen=True)
class AgendaPage:
    """The calendars that somebody may have."""

    parts: tuple[AgendaPart, ...]


@bp.get("/agenda")
@allow(Permission.LEARN)
def show_agenda() -> str:
    """The addresses, and the buttons."""
    actor = current_person()
    kept = feeds.feeds_of(actor.id)
    parts = tuple(_part(value, kind, kept.get(kind)) for value, kind in _kinds(actor).items())
    return render_template("site/agenda.html", page=AgendaPage(parts))


@bp.post("/agenda")
@allow(Permission.LEARN)
def change_agenda() -> BaseResponse:
    """Make an address, or end it."""
    actor, now = current_person(), clock.now()
    kind = _kinds(actor).get(request.form.get("welke", ""))
    deed = request.form.get("doe", "")
    if kind is None or deed not in ("maak", "stop"):
        abort(422)
    transaction.begin(may_write=True)
    if deed == "maak":
        feeds.make(actor.id, kind, now)
    else:
        feeds.end(actor.id, kind, now)
    transaction.commit()
    tell(
        "Het adres staat klaar. Zet het in uw agenda."
        if deed == "maak"
        else "Het adres werkt niet meer. Haal het ook weg uit uw agenda."
    )
    return redirect(url_for("site.show_agenda"), 303)


@bp.get("/agenda/<sealed>.ics")
@allow(PUBLIC)
def show_feed(sealed: str) -> BaseResponse:
    """The days as they are now, for who has the address. Opening it changes nothing.

    410 once it was ended, or when its person has no account any more.
    """
    config, today = settings(), clock.today()
    ref = stop_links.opened(config.secret_key, sealed, USE)
    feed = or_404(feeds.find(ref) if ref else None)
    actor = access.actor_of(feed.person_id, today)
    if feed.ended_at is not None or actor is None:
        abort(410)
    days = own_days(actor, today) if feed.whose is FeedKind.OWN else trainer_days(actor, today)
    host = urlsplit(config.base_url).hostname or "localhost"
    name = config.brand if feed.whose is FeedKind.OWN else f"{config.brand} (trainer)"
    response = Response(calendar_file(config.brand, name, host, days, today))
    response.content_type = CONTENT_TYPE
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.add_etag()
    return response.make_conditional(request)


def _kinds(actor: Actor) -> dict[str, FeedKind]:
    """Those that somebody may have."""
    trains = actor.may(Permission.ASSIGN)
    return {value: kind for value, kind in KINDS.items() if trains or kind is FeedKind.OWN}


def _part(value: str, kind: FeedKind, kept: Feed | None) -> AgendaPart:
    address = ""
    if kept is not None:
        sealed = stop_links.seal(settings().secret_key, kept.ref, USE)
        address = f"{settings().base_url}/agenda/{sealed}.ics"
    return AgendaPart(value, NAMES[kind], ABOUT[kind], address)
