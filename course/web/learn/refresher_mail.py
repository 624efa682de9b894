"""What is sent to somebody who did a course: a refresher, or nothing and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from course import clock
from course.config import Config
from course.domain.duties.reminders import Silence
from course.domain.learning.refreshing import RefresherMoment, next_due
from course.domain.messages import refresher_links, stop_links
from course.domain.messages.refreshers import LASTS, next_after, refresher_silence
from course.letters.composing import compose
from course.letters.refresher.letter import RefresherMail
from course.models.base import new_token
from course.store.courses import releases
from course.store.learning import drawing, history
from course.store.learning.knowledge import Knowledge, origins_as_kept
from course.store.learning.refreshers import as_kept
from course.store.messages import outbox, refreshers
from course.store.messages.outbox import Outgoing
from course.store.messages.refreshers import Refreshed, RefresherEntry
from course.store.messages.reminders import SENT
from course.web.page.formats import long_date

UNREACHABLE = (Silence.STOPPED, Silence.UNREACHED)


@dataclass(frozen=True)
class PreparedRefresher:
    """What was made ready while nobody waited. `to` is None for who works nowhere today."""

    person_id: int
    to: Refreshed | None
    known: tuple[Knowledge, ...]
    asks: Knowledge | None  # the course that something is due of
    moments: tuple[RefresherMoment, ...]
    silence: Silence | None


def prepare(
    person_id: int, to: Refreshed | None, known: tuple[Knowledge, ...], today: date
) -> PreparedRefresher:
    """What somebody should be asked today, and whether they may be."""
    nothing = PreparedRefresher(person_id, to, known, None, (), None)
    if to is None or to.waits_until is not None:
        return nothing
    silence = refresher_silence(to.addressee, to.mail, today)
    for one in known:
        due_on = next_due(one.states())
        if due_on is not None and due_on <= today:
            reader = history.reader_on(person_id, today)
            moments = () if silence else tuple(drawing.draw(one, person_id, reader, today))
            return PreparedRefresher(person_id, to, known, one, moments, silence)
    return nothing


def send(prepared: PreparedRefresher, now: Refreshed | None, config: Config, today: date) -> bool:
    """Write what was prepared, unless something about this person changed meanwhile. True when a
    mail goes out.
    """
    if now != prepared.to:
        return False
    sent = now is not None and prepared.asks is not None and _tell(prepared, now, config, today)
    for one in prepared.known:
        look_on = _look_on(prepared, one, today, sent=sent)
        kept = origins_as_kept(one.origins)
        refreshers.plan(prepared.person_id, one.course, one.learned_on, kept, look_on)
    return sent


def stop_refreshers_url(config: Config, ref: str) -> str:
    """Where one press ends refreshers."""
    sealed = stop_links.seal(config.secret_key, ref, stop_links.REFRESHERS)
    return f"{config.base_url}/mail/opfrissers/{sealed}"


def refresher_path(config: Config, ref: str, open_until: date) -> str:
    """Where somebody answers one refresher."""
    return f"/leren/opfrissen/{refresher_links.seal_refresher(config.secret_key, ref, open_until)}"


def _tell(prepared: PreparedRefresher, to: Refreshed, config: Config, today: date) -> bool:
    """One line in the ledger, and the mail when there is something to ask and nothing against."""
    asks = prepared.asks
    if asks is None or not (prepared.silence or prepared.moments):
        return False
    ref, open_until = new_token(), today + LASTS
    outcome = prepared.silence.value if prepared.silence else SENT
    entry = RefresherEntry(
        to.id, asks.course, asks.release, to.sent, outcome, as_kept(prepared.moments), open_until
    )
    now = clock.now()
    key = refreshers.write(entry, ref, now, today)
    if key is None:
        return False
    link = config.base_url + refresher_path(config, ref, open_until)
    title, stop = releases.outline(asks.release).title, stop_refreshers_url(config, to.ref)
    until, count = long_date(open_until), len(prepared.moments)
    text = compose(RefresherMail(config.brand, to.name, title, count, until, link, stop))
    letter = Outgoing(key, to.email, text.subject, text.body, text.html, stop)
    outbox.queue_all([letter], now)
    return True


def _look_on(prepared: PreparedRefresher, one: Knowledge, today: date, *, sent: bool) -> date:
    """The day on which a course of somebody is looked at again."""
    to, tomorrow = prepared.to, today + timedelta(days=1)
    if to is None or prepared.silence in UNREACHABLE:
        return refreshers.later(today)
    if to.waits_until is not None:
        return to.waits_until + timedelta(days=1)
    if sent:
        return next_after(today, to.unanswered)
    return max(next_due(one.states()) or refreshers.later(today), tomorrow)
