"""Mail about duties: the next round before it goes out, the ledger of what went out and what did
not, whom mail does not reach, and one mail by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Generic, TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import clock
from course.domain.duties import reminders as rule
from course.domain.duties import weekly
from course.domain.duties.reminders import MailVerdict, Silence
from course.domain.people.roles import Actor, Permission
from course.store import transaction
from course.store.duties import reminding
from course.store.duties import weekly as store_weekly
from course.store.duties.reminding import Reminded
from course.store.messages import reminders
from course.store.messages.reminders import SENT, LedgerRow, NamedPerson, UnreachedRow
from course.store.rows import ListPart
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.formats import counted, long_date, time_of_day
from course.web.page.lists import DASH, Field, cells, columns, day, words
from course.web.page.parts import Cell, Column, Link, Paging
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.train import bp, telling
from course.web.train.telling import SILENCES

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class NextMail:
    """What the next round says of one person. No verdict: nothing is to be said."""

    person: Reminded
    verdict: MailVerdict | None


@dataclass(frozen=True)
class LedgerLine:
    """A line of the ledger. `ours`: it is about a duty to one of the reader's schools."""

    row: LedgerRow
    ours: bool


@dataclass(frozen=True)
class MailList(Generic[RowT]):
    """One of the three lists in words, and its columns. `one` and `many` say what is counted."""

    title: str
    path: str
    about: str
    one: str
    many: str
    empty: str
    fields: tuple[Field[RowT], ...]


@dataclass(frozen=True)
class ReminderListPage:
    """One of the three lists."""

    title: str
    about: str
    lists: tuple[Link, ...]
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    paging: Paging


@dataclass(frozen=True)
class PreviewMailPage:
    """The mail that somebody would get now, with their own figures."""

    name: str
    subject: str
    paragraphs: tuple[str, ...]
    silence: str  # why it cannot go out now; empty: it can
    nothing: bool  # there is nothing to do, so there is no mail
    action: str


@bp.get("/mail")
@allow(Permission.ASSIGN)
def show_next_round() -> str:
    """Who would hear something now, by the same rule that sends it. Nothing is sent."""
    return _list(ROUND, partial(_next_mails, current_person(), clock.today()))


@bp.get("/mail/verstuurd")
@allow(Permission.ASSIGN)
def show_ledger() -> str:
    """Every mail to the people of the trainer's schools, sent or not, and why not."""
    return _list(LEDGER, partial(_ledger_lines, current_person(), clock.today()))


@bp.get("/mail/niet-bereikt")
@allow(Permission.ASSIGN)
def show_unreached() -> str:
    """People whose address does not work."""
    return _list(
        UNREACHED, partial(reminders.unreached, current_person(), clock.today(), limit=PAGE_SIZE)
    )


@bp.get("/mail/<ref>")
@allow(Permission.ASSIGN)
def show_mail(ref: str) -> str:
    """The mail of one person as it would go out now."""
    named = _named(ref)
    person = _one(named.id)
    found = _seen_of(person, _by_hand(person)) if person else None
    if person is None or found is None:
        page = PreviewMailPage(named.name, "", (), "", nothing=True, action="")
        return render_template("train/reminder.html", page=page)
    letter = telling.letter_for(person, found, settings(), telling.titles_now())
    page = PreviewMailPage(
        person.name,
        letter.subject,
        telling.paragraphs(letter, settings(), person),
        "" if found.silence is None else SILENCES[found.silence],
        nothing=False,
        action=url_for("train.send_mail", ref=ref),
    )
    return render_template("train/reminder.html", page=page)


@bp.post("/mail/<ref>")
@allow(Permission.ASSIGN)
def send_mail(ref: str) -> Response:
    """One mail by hand, at most one a week for one person, whoever asks for it."""
    actor, number = current_person(), _named(ref).id
    config = settings()
    before = _one(number)
    prepared = None
    if before is not None:
        prepared = telling.prepare(before, _by_hand(before), config, telling.titles_now())
    transaction.begin(may_write=True)
    reminding.lock([number])
    person = _one(number)
    found = _by_hand(person) if person else None
    if person is None or _seen_of(person, found) is None:
        found = None  # what is to do is owed to schools of others, who write about it
    sent = person is not None and telling.tell(person, found, prepared, config, actor.id)
    transaction.commit()
    if sent:
        flash("De mail gaat zo de deur uit.")
    elif found is not None and found.silence is not None:
        flash(f"Er is niets verstuurd. {SILENCES[found.silence]}")
    else:
        flash("Er is niets verstuurd: deze medewerker heeft nu niets te doen.")
    return redirect(url_for("train.show_mail", ref=ref), 303)


def _by_hand(person: Reminded) -> MailVerdict | None:
    return rule.by_hand(person.duties, person.addressee, person.told, clock.today())


def _seen_of(person: Reminded, found: MailVerdict | None) -> MailVerdict | None:
    """What who is signed in may read of it: the duties to the schools where they assign."""
    return rule.within(found, reminding.seen_by(current_person(), _refs(person)))


def _refs(person: Reminded) -> list[str]:
    return [duty.ref for duty in person.duties]


def _named(ref: str) -> NamedPerson:
    found = reminders.person_in_scope(current_person(), ref, clock.today())
    if found is None:
        abort(404)
    return found


def _one(number: int) -> Reminded | None:
    return next(iter(reminding.facts([number], clock.today())), None)


def _list(told: MailList[RowT], fetch: Callable[..., ListPart[RowT]]) -> str:
    number, found = page_of(request.args.get("bladzijde", ""), fetch)
    page = ReminderListPage(
        told.title,
        told.about,
        tuple(link for link in LISTS if link.url != request.path),
        counted(found.total, told.one, told.many),
        columns(told.fields),
        tuple(cells(told.fields, row) for row in found.rows),
        told.empty,
        paging(request.path, {}, number, found.total, "regels"),
    )
    return render_template("train/reminders.html", page=page)


def _next_mails(actor: Actor, today: date, *, offset: int) -> ListPart[NextMail]:
    ids, total = reminders.people_in_scope(actor, today, limit=PAGE_SIZE, offset=offset)
    news = store_weekly.news_for(ids, today)
    found, config = reminding.facts(ids, today, news), settings()
    seen = reminding.seen_by(actor, chain.from_iterable(map(_refs, found)))
    mails: list[NextMail] = []
    for one in found:
        if one.id in news or seen.intersection(_refs(one)):
            judged = telling.judge(config, one, today, news.get(one.id))
            mails.append(NextMail(one, rule.within(judged[-1], seen) if judged else None))
    return ListPart(tuple(mails), total)


def _ledger_lines(actor: Actor, today: date, *, offset: int) -> ListPart[LedgerLine]:
    part = reminders.ledger(actor, today, limit=PAGE_SIZE, offset=offset)
    about = [frozenset(map(rule.duty_of, row.steps)) for row in part.rows]
    seen = reminding.seen_by(actor, chain.from_iterable(about))
    seen |= {rule.WEEK_MAIL}
    lines = zip(part.rows, about, strict=True)
    return ListPart(tuple(LedgerLine(row, bool(refs & seen)) for row, refs in lines), part.total)


def _says(row: NextMail) -> str:
    found = row.verdict
    if found is None:
        return "Niets te melden"
    if found.silence is not None:
        return f"Geen mail. {SILENCES[found.silence]}"
    if any(map(weekly.is_weekly, found.steps)):
        return "Krijgt de weekmail"
    if not found.duties:
        return "Niets te melden"
    return f"Krijgt mail, eerste datum {long_date(found.duties[0].due_on)}"


def _when(row: NextMail) -> str:
    if row.verdict is None or row.verdict.silence is not None:
        return DASH
    learned = row.person.learned_at
    at = learned.astimezone(clock.AMSTERDAM).time() if learned else None
    return f"Vanaf {rule.hour_for(at)}.00 uur"


def _mail_link(ref: str, name: str) -> Cell:
    return Cell(name, url_for("train.show_mail", ref=ref))


def _outcome(line: LedgerLine) -> str:
    row = line.row
    if not line.ours:
        return "Gaat over een opdracht van een andere school"
    if row.outcome != SENT:
        return f"Geen mail. {SILENCES[Silence(row.outcome)]}"
    how = _how(row)
    if row.mail_sent_at is not None:
        return f"{how}, verstuurd"
    return f"{how}, niet aangekomen" if row.mail_error else f"{how}, wacht"


def _how(row: LedgerRow) -> str:
    if row.by_hand:
        return "Met de hand"
    return "Weekmail" if any(map(weekly.is_weekly, row.steps)) else "Herinnering"


def _at(line: LedgerLine) -> str:
    return f"{long_date(line.row.at)}, {time_of_day(line.row.at)}"


ROUND_FIELDS: tuple[Field[NextMail], ...] = (
    Field("Naam", cell=lambda row: _mail_link(row.person.ref, row.person.name)),
    words("Wat er gebeurt", _says),
    words("Hoe laat", _when),
)
LEDGER_FIELDS: tuple[Field[LedgerLine], ...] = (
    Field("Naam", cell=lambda line: _mail_link(line.row.person_ref, line.row.person)),
    words("Wat er gebeurde", _outcome),
    words("Wanneer", _at),
)
UNREACHED_FIELDS: tuple[Field[UnreachedRow], ...] = (
    words("Naam", lambda row: row.person),
    words("Adres", lambda row: row.email),
    day("Sinds", lambda row: clock.day_of(row.since)),
    words("Code", lambda row: row.code),
)
ROUND = MailList(
    title="De volgende ronde",
    path="/trainen/mail",
    about="Zo zou de ronde van nu gaan. Hier wordt niets verstuurd.",
    one="medewerker op uw scholen, op naam",
    many="medewerkers op uw scholen, op naam",
    empty="Niemand op deze bladzijde heeft een opdracht.",
    fields=ROUND_FIELDS,
)
LEDGER = MailList(
    title="Wat er verstuurd is",
    path="/trainen/mail/verstuurd",
    about="Elke mail over een training, ook wat niet uitging en waarom. Het nieuwste staat boven.",
    one="regel",
    many="regels",
    empty="Er is nog niets verstuurd.",
    fields=LEDGER_FIELDS,
)
UNREACHED = MailList(
    title="Niet bereikt",
    path="/trainen/mail/niet-bereikt",
    about="Mail aan deze adressen kwam terug. Vraag de school om het goede adres.",
    one="medewerker",
    many="medewerkers",
    empty="Alle mail komt aan, voor zover bekend.",
    fields=UNREACHED_FIELDS,
)
LISTS = tuple(Link(one.title, one.path) for one in (ROUND, LEDGER, UNREACHED))
