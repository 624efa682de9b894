"""What is given at a school and who works there wait for each other: an assignment is for everybody
who works in its target, whichever was first.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from course.models import Assignment, School, db


def to_give(schools: Collection[int]) -> None:
    """Nobody comes, goes or changes function at these schools until this transaction ends. Before
    anything is asked or locked that it rests on.
    """
    held = select(School.id).where(School.id.in_(schools)).order_by(School.id)
    db.session.execute(held.with_for_update(key_share=True)).all()


def to_change(ref: str) -> None:
    """The same at the school of an assignment."""
    of_assignment = select(Assignment.school_id).where(Assignment.ref == ref)
    to_give(db.session.scalars(of_assignment).all())


def to_settle(school_id: int) -> None:
    """Nothing is given, changed or withdrawn at this school until this transaction ends."""
    held = select(School.id).where(School.id == school_id)
    db.session.execute(held.with_for_update(read=True)).all()
