"""What became of mails of a ledger: rows that are only added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select

from course import clock
from course.domain.messages.fates import MailEnd
from course.models import Mail, MailFate, Person, db
from course.models.base import insert_many

KEPT = ("reminder:", "refresher:")  # how the key of a mail of these ledgers begins
REPORT_LASTS = timedelta(days=30)  # longer than a mail server tries before it reports


def note(keys: Iterable[str], fate: MailEnd, now: datetime) -> None:
    """Write down what became of these mails; of one that is of no ledger, nothing."""
    of_ledgers = [key for key in keys if key.startswith(KEPT)]
    shared = {"fate": fate.value, "at": now}
    insert_many(MailFate, ({"mail_key": key, **shared} for key in of_ledgers))


def drop(which: Sequence[ColumnElement[bool]], now: datetime) -> None:
    """These mails are taken back before they go out."""
    waited = select(Mail.key).where(*which).order_by(Mail.id)
    note(db.session.scalars(waited), MailEnd.DROPPED, now)


def returned(email_keys: Collection[str], now: datetime) -> None:
    """Reports say that these addresses, folded, are not reached: the last mail that each was sent
    came back.
    """
    found = db.session.execute(
        select(Person.email_key, Mail.key)
        .join(Mail, Mail.recipient == Person.email)
        .where(Person.email_key.in_(email_keys), Mail.sent_at > now - REPORT_LASTS)
        .order_by(Mail.sent_at, Mail.id)
    )
    last = dict(found.all())
    note((last[key] for key in sorted(last)), MailEnd.RETURNED, now)


def fate_on(mail_key: Any, day: date) -> ScalarSelect[str]:
    """What was known of a mail at the end of a day, for another statement; NULL: nothing."""
    return (
        select(MailFate.fate)
        .where(MailFate.mail_key == mail_key, MailFate.at < clock.end_of_day(day))
        .order_by(MailFate.at.desc(), MailFate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
