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

from flask import render_template, request, url_for

from course import clock
from course.domain.duties import reminders as rule
from course.domain.duties import weekly
from course.domain.duties.reminders import MailVerdict, Silence
from course.domain.messages.schedules import EndedBy
from course.domain.people.roles import Actor, Permission
from course.store.duties import reminding
from course.store.duties import weekly as store_weekly
from course.store.duties.reminding import Reminded
from course.store.messages import reminders, schedules
from course.store.messages.outbox import DROPPED_AS, UNKNOWN
from course.store.messages.reminders import SENT, LedgerRow, MailReader, UnreachedRow
from course.store.rows import ListPart
from course.web.http.access import allow, current_person
from course.web.http.settings import settings
from course.web.page.formats import counted, instant_words, long_date
from course.web.page.lists import DASH, Field, columns, day, rows_of, words
from course.web.page.parts import Cell, Column, Link, Paging
from course.web.page.query import PAGE_SIZE, page_of, paging
from course.web.train import bp, telling
from course.web.train.telling import SILENCES

RowT = TypeVar("RowT")
NO_LISTS = {  # why there was no mail with a list
    schedules.UNREACHED: "Geen mail: een eerdere mail kwam terug.",
    schedules.FAILED: "Niet gemaakt: dat ging mis.",
    schedules.DAY_OFF: "Geen lijst: tot de volgende was er geen gewone schooldag.",
    schedules.MISSED: "Niet gemaakt: de server maakte haar niet op tijd.",
    EndedBy.RIGHT.value: "Gestopt: wie hem vroeg, mag hem niet meer zien.",
    EndedBy.GONE.value: "Gestopt: de cursus, de groep of de school is er niet meer.",
}


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
    home: Link  # the page above it
    lists: tuple[Link, ...]
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    paging: Paging


@bp.get("/mail")
@allow(Permission.ASSIGN)
def show_next_round() -> str:
    """Who would hear something now, by the same rule that sends it. Nothing is sent."""
    return list_page(ROUND, partial(_next_mails, current_person(), clock.today()))


@bp.get("/mail/verstuurd")
@allow(Permission.ASSIGN)
def show_ledger() -> str:
    """Every mail to the people of the trainer's schools, sent or not, and why not."""
    return list_page(LEDGER, partial(ledger_lines, MailReader(current_person()), clock.today()))


@bp.get("/mail/niet-bereikt")
@allow(Permission.ASSIGN)
def show_unreached() -> str:
    """People whose address does not work."""
    return list_page(
        UNREACHED,
        partial(reminders.unreached, MailReader(current_person()), clock.today(), limit=PAGE_SIZE),
    )


def refs_of(person: Reminded) -> list[str]:
    """The duties of somebody."""
    return [duty.ref for duty in person.duties]


def list_page(
    told: MailList[RowT],
    fetch: Callable[..., ListPart[RowT]],
    lists: tuple[Link, ...] = (),
    home: Link | None = None,
) -> str:
    """One of the lists, with the way to the others: those of trainers, unless others are given."""
    number, found = page_of(request.args.get("bladzijde", ""), fetch)
    page = ReminderListPage(
        told.title,
        told.about,
        home or Link("Toewijzen", url_for("train.show_assignments")),
        tuple(link for link in lists or LISTS if link.url != request.path),
        counted(found.total, told.one, told.many),
        columns(told.fields),
        rows_of(told.fields, found.rows),
        told.empty,
        paging(request.path, {}, number, found.total, "regels"),
    )
    return render_template("train/reminders.html", page=page)


def _next_mails(actor: Actor, today: date, *, offset: int) -> ListPart[NextMail]:
    ids, total = reminders.people_in_scope(actor, today, limit=PAGE_SIZE, offset=offset)
    news = store_weekly.news_for(ids, today)
    found, config = reminding.facts(ids, today, news), settings()
    seen = reminding.seen_by(actor, chain.from_iterable(map(refs_of, found)))
    mails: list[NextMail] = []
    for one in found:
        if one.id in news or seen.intersection(refs_of(one)):
            judged = telling.judge(config, one, today, news.get(one.id))
            mails.append(NextMail(one, rule.within(judged[-1], seen) if judged else None))
    return ListPart(tuple(mails), total)


def ledger_lines(reader: MailReader, today: date, *, offset: int) -> ListPart[LedgerLine]:
    """A part of the ledger, the newest first."""
    part = reminders.ledger(reader, today, limit=PAGE_SIZE, offset=offset)
    about = [frozenset(map(rule.duty_of, row.steps)) for row in part.rows]
    seen = reminding.seen_by(reader.actor, chain.from_iterable(about), reader.right)
    seen |= {rule.WEEK_MAIL}
    lines = zip(part.rows, about, strict=True)
    return ListPart(tuple(LedgerLine(row, bool(refs & seen)) for row, refs in lines), part.total)


def _says(row: NextMail) -> str:
    found = row.verdict
    if found is None:
        return "Niets te melden"
    if found.silence is not None:
        return why_silent(found.silence)
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


def outcome(line: LedgerLine, silent: Callable[[Silence], str]) -> str:
    """What became of a line of the ledger. `silent`: what its reader may hear of why there was no
    mail.
    """
    row = line.row
    if row.list_day is not None:
        return _list_outcome(row)
    if not line.ours:
        return "Gaat over een opdracht van een andere school"
    return _duty_outcome(row) if row.outcome == SENT else silent(Silence(row.outcome))


def why_silent(why: Silence) -> str:
    """The reason, for who may read all of it."""
    return f"Geen mail. {SILENCES[why]}"


def _duty_outcome(row: LedgerRow) -> str:
    """What became of a mail about trainings that was to go out."""
    if row.mail_error == DROPPED_AS:
        return "Geen mail. Het account of de aanstelling veranderde voordat hij uitging."
    return _sent_words(row, _how_sent(row))


def _list_outcome(row: LedgerRow) -> str:
    """Of a list that comes again, without what is in it."""
    how = f"Lijst van {long_date(row.list_day)}" if row.list_day else ""
    return _sent_words(row, how) if row.outcome == SENT else f"{how}. {NO_LISTS[row.outcome]}"


def _sent_words(row: LedgerRow, how: str) -> str:
    """What became of a mail that went out."""
    if row.mail_sent_at is not None:
        return f"{how}, verstuurd"
    if row.mail_error == UNKNOWN:
        return f"{how}, onbekend of hij aankwam"
    return f"{how}, niet aangekomen" if row.mail_error else f"{how}, wacht"


def _how_sent(row: LedgerRow) -> str:
    """By what it went out."""
    if row.by_hand:
        return "Met de hand"
    return "Weekmail" if any(map(weekly.is_weekly, row.steps)) else "Herinnering"


def _ledger_name(line: LedgerLine) -> Cell:
    """Of who gets a list only the name: the mail behind the link is about trainings."""
    row = line.row
    return Cell(row.person) if row.list_day else _mail_link(row.person_ref, row.person)


def when_written(line: LedgerLine) -> str:
    """When it went out, or did not."""
    return instant_words(line.row.at)


ROUND_FIELDS: tuple[Field[NextMail], ...] = (
    Field("Naam", cell=lambda row: _mail_link(row.person.ref, row.person.name)),
    words("Wat er gebeurt", _says),
    words("Hoe laat", _when),
)
LEDGER_FIELDS: tuple[Field[LedgerLine], ...] = (
    Field("Naam", cell=_ledger_name),
    words("Wat er gebeurde", lambda line: outcome(line, why_silent)),
    words("Wanneer", when_written),
)
UNREACHED_FIELDS: tuple[Field[UnreachedRow], ...] = (
    words("Naam", "person"),
    words("Adres", "email"),
    day("Sinds", "since"),
    words("Code", "code"),
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
    about=(
        "Elke mail over een training en over een lijst die steeds komt, ook wat niet uitging en "
        "waarom. Het nieuwste staat boven."
    ),
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
