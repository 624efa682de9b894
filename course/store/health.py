"""Whether the database answers."""

from __future__ import annotations

from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError

from course.models import db


def answers() -> bool:
    """True when a query comes back."""
    try:
        return db.session.scalar(select(literal(1))) == 1
    except SQLAlchemyError:
        db.session.rollback()
        return False
