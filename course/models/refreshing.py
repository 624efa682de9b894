"""Refreshers after completion: what was asked of whom, and what came of it. Nothing here decides
about a completion.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, Name, RowId, Slug, Token, new_token


class RefresherPlan(Base):
    """Why each rule of a course is asked of somebody, as it was when the course was done."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course: Mapped[Slug] = mapped_column(primary_key=True)
    learned_on: Mapped[date]
    origins: Mapped[dict[str, Any]]  # an Origin by module/goal; what is not in it is OTHER
    # before this day there is nothing to send; the rest follows from the answers
    look_on: Mapped[date] = mapped_column(index=True)


class Refresher(Base):
    """One refresher of one person, sent or not, and why not. A later one is another row.

    `moments` is what it asks, in order, as module/lesson/item/goal; without a goal it is a story.
    """

    __table_args__ = (
        CheckConstraint("(outcome = 'sent') = (mail_key IS NOT NULL)", name="sent_with_a_mail"),
        Index(None, "person_id", "day"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    key: Mapped[Name] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[Slug]
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    day: Mapped[date]
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12))  # sent, or a Silence
    moments: Mapped[list[str]]
    open_until: Mapped[date]  # the last day on which its link opens it
    mail_key: Mapped[str | None] = mapped_column(String(200))


class RefresherAnswer(Base):
    """One answer in a refresher: what it was, and what a ladder made of it.

    Never changed, so that another ladder can be tried on what happened.
    """

    __table_args__ = (
        Index(None, "refresher_id", "item", unique=True),
        Index(None, "person_id", "course"),
        CheckConstraint("earned BETWEEN 0 AND possible", name="points_in_range"),
    )

    id: Mapped[RowId]
    refresher_id: Mapped[int] = mapped_column(ForeignKey("refresher.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[Slug]
    module: Mapped[Slug]
    goal: Mapped[Slug]  # empty for a story
    lesson: Mapped[Slug]
    item: Mapped[Slug]
    response: Mapped[list[str]]
    earned: Mapped[int]
    possible: Mapped[int]  # 0 for a story
    confidence: Mapped[str | None] = mapped_column(String(8))
    day: Mapped[date]
    at: Mapped[datetime]
    step_before: Mapped[int | None]  # the rung of the rule; None for a story
    step_after: Mapped[int | None]
    scheduler: Mapped[str] = mapped_column(String(20))  # the name of the ladder


class RefresherStop(Base):
    """Somebody who wants no refreshers. Reminders of duties still come."""

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
