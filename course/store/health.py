"""Whether the database answers, and which it is."""

from __future__ import annotations

from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError

from course.models import db, engines


def answers() -> bool:
    """True when a query comes back."""
    try:
        return db.session.scalar(select(literal(1))) == 1
    except SQLAlchemyError:
        db.session.rollback()
        return False


def described() -> str:
    """The database that is used, in a few words: `SQLite 3.53.4 (pysqlite3), journal WAL`."""
    try:
        return engines.describe(db.engine)
    except SQLAlchemyError:
        return "antwoordt nu niet"
