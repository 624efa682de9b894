"""What an installation must not hold before it may serve real people."""

from __future__ import annotations

from sqlalchemy import inspect, select

from course.config import ConfigError
from course.models import Person, db


def refuse_demo_accounts() -> None:
    """Stop when a demo account exists. A database without tables has none.

    Errors: ConfigError.
    """
    if not inspect(db.engine).has_table(Person.__tablename__):
        return
    found = db.session.scalar(select(Person.email).where(Person.is_demo).order_by(Person.id).limit(1))
    db.session.rollback()
    if found is not None:
        raise ConfigError(
            "this database holds demo accounts, and production may not; "
            "start with an empty database (DEELWIJS_DATA_DIR or DEELWIJS_DATABASE_URL)"
        )
