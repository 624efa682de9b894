"""Work that waits for a worker, and the workers that do it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, LongText, Name, RowId, Token, new_token


class Job(Base):
    """One piece of work, written down in the transaction of the deed that asks for it.

    Who holds its lease does it, and may write for it; who lost it may not.
    """

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_with_an_outcome"),
        Index(None, "ended_at", "run_at"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str | None] = mapped_column(String(120), unique=True)  # never queued twice
    arguments: Mapped[dict[str, Any]]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    queued_at: Mapped[datetime]
    run_at: Mapped[datetime]  # not before
    lease: Mapped[Token | None]  # drawn by the worker that took it
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(8))  # an JobOutcome
    done: Mapped[int]
    total: Mapped[int | None]  # None: not known yet
    place: Mapped[dict[str, Any]]  # where to go on after a worker that died
    message: Mapped[LongText | None]  # for its owner
    error: Mapped[str | None] = mapped_column(String(200))  # for who runs this installation
    file_name: Mapped[Name | None]  # of what was made
    file_type: Mapped[str | None] = mapped_column(String(120))


class JobPiece(Base):
    """A piece of a file that a job was given, or that it made: `role` is given or made.

    In the database, so that it commits with the deed and any worker can reach it.
    """

    __table_args__ = (Index(None, "job_id", "role", "number", unique=True),)

    id: Mapped[RowId]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class WorkerLife(Base):
    """One process of `flask worker`, from its first sign of life to its last."""

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]  # None: alive, or killed
    trouble: Mapped[str | None] = mapped_column(String(32))  # why it does nothing now


class Reminder(Base):
    """The ledger of reminders: one mail to one person, sent or not, and why not.

    `steps` is what it said; the same silence about the same steps is written once.
    """

    __table_args__ = (
        CheckConstraint("(outcome = 'sent') = (mail_key IS NOT NULL)", name="sent_with_a_mail"),
        Index(None, "person_id", "day"),
        Index(None, "day"),
    )

    id: Mapped[RowId]
    key: Mapped[Name] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12))  # sent, or a Silence
    steps: Mapped[list[str]]
    mail_key: Mapped[str | None] = mapped_column(String(200))
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # by hand; None: the plan


class MailFate(Base):
    """What became of a mail of a ledger: handed over, given up, or it came back. The last one
    counts. The outbox forgets its mails after a year; this is what evidence of a day goes by.
    """

    __table_args__ = (Index(None, "mail_key"),)

    id: Mapped[RowId]
    mail_key: Mapped[Name]
    fate: Mapped[str] = mapped_column(String(8))  # a MailEnd
    at: Mapped[datetime]


class MailStop(Base):
    """Somebody who wants no reminders. Mail that one asks for oneself still comes."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]


class Unreached(Base):
    """An address of ours that mail came back from, folded; until mail reaches it again or the
    person gets another one.
    """

    email_key: Mapped[Name] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    code: Mapped[str] = mapped_column(String(16))  # 550 or 5.1.1, as the mail system said it


class CalendarAddress(Base):
    """An address at which a calendar program reads days, without an account. It ends once; a next
    one is another address.
    """

    __table_args__ = (
        Index(
            "uq_calendar_address_now",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))  # a FeedKind
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
