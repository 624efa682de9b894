"""What happened.

Rows are only added; what they mean is computed (`projections.py`, `store/duties/totals.py`).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from course.models.base import Base, Hash, LongText, RowId, Slug, Token, new_token
from course.models.dated import DatedTwice, in_order, one_at_a_time


class Assignment(Base):
    """A trainer's decision: this course, for a school, one of its teams or one of its people, by
    this day.
    """

    __table_args__ = (
        CheckConstraint("team_id IS NULL OR person_id IS NULL", name="one_target"),
        Index(None, "school_id", "course"),
        Index(None, "batch"),
        Index(None, "board_id"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    course: Mapped[Slug]
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    # neither team nor person: the whole school
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # the kinds of work that count, with a space between; empty: every kind
    functions: Mapped[str] = mapped_column(String(80), default="")
    # made because the whole board was chosen: its later schools get it too
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id"))
    due_on: Mapped[date]
    # who joins later has so many school weeks at least; empty: four
    weeks: Mapped[int | None]
    # the same for all that were made with one press
    batch: Mapped[Token] = mapped_column(default=new_token)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    # drawn with the form: a double click is one assignment
    submission: Mapped[Token] = mapped_column(unique=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Duty(Base):
    """What one person owes one school. It holds as long as one of its reasons does."""

    __table_args__ = (
        Index(None, "school_id", "course", "person_id", unique=True),
        Index(None, "person_id", "course"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    course: Mapped[Slug]


class DutyReason(DatedTwice, Base):
    """Why a duty holds: an assignment, from a day up to and including a day.

    The strictest due day of its reasons is the duty's.
    """

    __table_args__ = (
        *in_order(),
        one_at_a_time("uq_duty_reason_now", "duty_id", "assignment_id"),
        Index(None, "duty_id", "assignment_id"),
        Index(None, "assignment_id"),
    )

    id: Mapped[RowId]
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    due_on: Mapped[date]


class DutyRelief(DatedTwice, Base):
    """Why somebody need not do what they owe for a while: paused, or exempt.

    Of a pause no reason is kept, for it may be health. `until` is the last day; empty: until
    somebody ends it. Both change nothing about reasons or progress.
    """

    __table_args__ = (
        *in_order(),
        one_at_a_time("uq_duty_relief_now", "duty_id"),
        CheckConstraint("(kind = 'exempt') = (category IS NOT NULL)", name="category_of_exempt"),
        CheckConstraint("kind = 'exempt' OR until IS NOT NULL", name="pause_has_an_end"),
        Index(None, "duty_id"),
    )

    id: Mapped[RowId]
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    kind: Mapped[str] = mapped_column(String(8))
    category: Mapped[str | None] = mapped_column(String(16))
    until: Mapped[date | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Enrolment(Base):
    """One person in one course, once per cycle, pinned to a release."""

    __table_args__ = (
        Index(None, "person_id", "course", "cycle", unique=True),
        Index(None, "release"),
    )

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course: Mapped[Slug]
    cycle: Mapped[int] = mapped_column(default=1)
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    enrolled_at: Mapped[datetime]
    # a renewal: the last day on which the completion before it was valid when this began
    renews: Mapped[date | None]
    # a renewal: the lessons that it asks, as module/lesson; None asks the whole course
    asked: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    # how often progress followed what it rests on: a page that was read before rests on less
    followed: Mapped[int] = mapped_column(default=0)


class LessonVisit(Base):
    """Somebody opened a lesson.

    Written when they move to another lesson; the last one is where they resume.
    """

    __table_args__ = (Index(None, "enrolment_id", "id"),)

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module: Mapped[Slug]
    lesson: Mapped[Slug]
    visited_at: Mapped[datetime]


class Sitting(Base):
    """One go at a module's test: the items drawn for it, in order.

    At most one is open per enrolment and test.
    """

    __table_args__ = (
        Index(
            "uq_sitting_open",
            "enrolment_id",
            "module",
            "lesson",
            unique=True,
            sqlite_where=text("handed_in_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL"),
        ),
        Index(None, "enrolment_id", "module"),
    )

    id: Mapped[RowId]
    ref: Mapped[Token] = mapped_column(unique=True, default=new_token)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    module: Mapped[Slug]
    lesson: Mapped[Slug]
    items: Mapped[list[str]]
    opened_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]


class Answer(Base):
    """A response given in an open sitting.

    The last one per item counts when the test is handed in.
    """

    __table_args__ = (Index(None, "sitting_id", "item"),)

    id: Mapped[RowId]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    item: Mapped[Slug]
    response: Mapped[list[str]]
    confidence: Mapped[str | None] = mapped_column(String(8))
    submission: Mapped[Token] = mapped_column(unique=True)
    given_at: Mapped[datetime]


class Attempt(Base):
    """One response to one item, marked once. A correction is a later row, never an update."""

    __table_args__ = (
        CheckConstraint("earned BETWEEN 0 AND possible", name="points_in_range"),
        Index(None, "enrolment_id", "module", "lesson", "item"),
        # without the condition, SQLite would look up an item of a page by "in no sitting": nearly
        # every row there is
        Index(
            None,
            "sitting_id",
            sqlite_where=text("sitting_id IS NOT NULL"),
            postgresql_where=text("sitting_id IS NOT NULL"),
        ),
    )

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))
    module: Mapped[Slug]
    lesson: Mapped[Slug]
    item: Mapped[Slug]
    response: Mapped[list[str]]  # option keys as they stand in that release
    earned: Mapped[int]  # points, 0 up to possible; both 0 for what is never marked
    possible: Mapped[int]
    confidence: Mapped[str | None] = mapped_column(String(8))
    settled: Mapped[bool]  # this response finished the item on its page: right, or the last try
    sitting_id: Mapped[int | None] = mapped_column(
        ForeignKey("sitting.id")
    )  # None: an item on a page
    # drawn with the form: a double click is one attempt
    submission: Mapped[Token] = mapped_column(unique=True)
    submitted_at: Mapped[datetime]


class Regrade(Base):
    """A later mark for an answer whose question had a wrong key. The last one counts."""

    __table_args__ = (
        CheckConstraint("earned BETWEEN 0 AND possible", name="points_in_range"),
        Index(None, "attempt_id", "id"),
    )

    id: Mapped[RowId]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    release: Mapped[Hash] = mapped_column(ForeignKey("release.hash"))  # whose key it was marked by
    earned: Mapped[int]
    possible: Mapped[int]
    settled: Mapped[bool]
    reason: Mapped[LongText]  # empty for what went up by itself
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
