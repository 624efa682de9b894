"""What can be shown to others: certificates, and that one was withdrawn; and who looked at whose
record; and the norms that evidence is held against.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, Name, RowId, Slug, Token
from course.models.dated import DatedTwice, in_order, one_at_a_time


class Certificate(Base):
    """Who did which course, as it was when this was issued.

    A later one with another name names the one that it replaces; each is replaced once.
    """

    __table_args__ = (
        Index(
            "uq_certificate_first",
            "enrolment_id",
            unique=True,
            sqlite_where=text("replaces_id IS NULL"),
            postgresql_where=text("replaces_id IS NULL"),
        ),
        Index(None, "person_id"),
    )

    id: Mapped[RowId]
    number: Mapped[Token] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    name: Mapped[Name]
    # where this person worked on the day that it was done, the longest first
    schools: Mapped[list[str]]
    modules: Mapped[list[str]]  # those that were done when it was issued
    minutes: Mapped[int]
    completed_on: Mapped[date]
    valid_until: Mapped[date | None]  # the last day; None: for good
    issued_at: Mapped[datetime]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), unique=True)


class CertificateWithdrawal(Base):
    """A certificate that no longer counts, why and by whom. It holds for good."""

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    reason: Mapped[LongText]
    withdrawn_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime]


class NormRow(DatedTwice, Base):
    """One line of the table of the Normenkader, for every school. `key` is the same as long as it
    is the same line. Without any row: the lines that come with the program.
    """

    __table_args__ = (*in_order(), one_at_a_time("uq_norm_row_now", "key"))

    id: Mapped[RowId]
    key: Mapped[Token]
    norm: Mapped[Name]  # its number on the site
    wording: Mapped[LongText]
    level: Mapped[Name]
    figure: Mapped[Slug]  # a NormFigure
    checked_on: Mapped[date | None]  # when somebody compared it with the site
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RecordLook(Base):
    """Somebody looked at the record of somebody else; once for each of their days.

    `school_id`: for which school they looked; empty: at the account as a whole.
    """

    __table_args__ = (
        CheckConstraint("person_id <> viewer_id", name="of_another"),
        UniqueConstraint("person_id", "viewer_id", "day"),
        Index(None, "day"),
    )

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    viewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    day: Mapped[date]
