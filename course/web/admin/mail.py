"""What was mailed to the people whose accounts an administrator keeps, and what was not; and whom
mail does not reach.

The ledger is that of trainers. Why somebody hears nothing is here only as far as it is about the
account: how far people are, and whether they are paused or exempt, is for who assigns.
"""

from __future__ import annotations

from functools import partial

from flask import url_for

from course import clock
from course.domain.duties.reminders import Silence
from course.domain.people.roles import Permission
from course.store.messages import reminders
from course.store.messages.reminders import MailReader, UnreachedRow
from course.web.admin import bp
from course.web.http.access import allow, current_person
from course.web.page.lists import Field, words
from course.web.page.parts import Cell, Link
from course.web.page.query import PAGE_SIZE
from course.web.train.reminding import (
    UNREACHED_FIELDS,
    LedgerLine,
    MailList,
    ledger_lines,
    list_page,
    outcome,
    when_written,
    why_silent,
)

OF_TRAINERS = frozenset({Silence.DONE, Silence.PAUSED, Silence.EXEMPT})
NOT_HERE = "Geen mail. Waarom, ziet de trainer."


@bp.get("/mail")
@allow(Permission.PEOPLE)
def show_mail() -> str:
    """Every mail to the people of these schools, sent or not."""
    fetch = partial(ledger_lines, _reader(), clock.today())
    return list_page(SENT_MAIL, fetch, LISTS, _home())


@bp.get("/mail/niet-bereikt")
@allow(Permission.PEOPLE)
def show_not_reached() -> str:
    """People whose address does not work, each with the page on which that is mended."""
    fetch = partial(reminders.unreached, _reader(), clock.today(), limit=PAGE_SIZE)
    return list_page(NOT_REACHED, fetch, LISTS, _home())


def _reader() -> MailReader:
    return MailReader(current_person(), Permission.PEOPLE)


def _home() -> Link:
    return Link("Beheer", url_for("admin.show_people"))


def _account(ref: str, name: str) -> Cell:
    return Cell(name, url_for("admin.show_person", ref=ref))


def _why_silent(why: Silence) -> str:
    return NOT_HERE if why in OF_TRAINERS else why_silent(why)


SENT_FIELDS: tuple[Field[LedgerLine], ...] = (
    Field("Naam", cell=lambda line: _account(line.row.person_ref, line.row.person)),
    words("Wat er gebeurde", lambda line: outcome(line, _why_silent)),
    words("Wanneer", when_written),
)
NOT_REACHED_FIELDS: tuple[Field[UnreachedRow], ...] = (
    Field("Naam", cell=lambda row: _account(row.person_ref, row.person)),
    *UNREACHED_FIELDS[1:],
)
SENT_MAIL = MailList(
    title="Verstuurde mail",
    path="/beheer/mail",
    about=(
        "Elke mail over een training en over een lijst die steeds komt, ook wat niet uitging. "
        "Wat er in stond, ziet alleen wie hem kreeg en de trainer. Het nieuwste staat boven."
    ),
    one="regel",
    many="regels",
    empty="Er is nog niets verstuurd.",
    fields=SENT_FIELDS,
)
NOT_REACHED = MailList(
    title="Niet bereikt",
    path="/beheer/mail/niet-bereikt",
    about=(
        "Mail aan deze adressen kwam terug. Vraag het goede adres, en vul het in op de bladzijde "
        "van de medewerker."
    ),
    one="medewerker",
    many="medewerkers",
    empty="Alle mail komt aan, voor zover bekend.",
    fields=NOT_REACHED_FIELDS,
)
LISTS = tuple(Link(one.title, one.path) for one in (SENT_MAIL, NOT_REACHED))
