"""What an installation must not hold before it may serve real people."""

from __future__ import annotations

from sqlalchemy import inspect, select
from sqlalchemy.exc import DBAPIError

from course.config import ConfigError
from course.models import Person, db


def refuse_demo_accounts() -> None:
    """Stop when a demo account exists. A database without tables has none; one that is away has to
    be asked later.

    Errors: ConfigError.
    """
    try:
        if not inspect(db.engine).has_table(Person.__tablename__):
            return
        found = db.session.scalar(
            select(Person.id).where(Person.is_demo).order_by(Person.id).limit(1)
        )
    except DBAPIError:
        return
    finally:
        db.session.rollback()
    if found is not None:
        raise ConfigError(
            "deze database bevat demo-accounts, en dat mag niet in productie: "
            "begin met een lege database (DEELWIJS_DATA_DIR of DEELWIJS_DATABASE_URL)"
        )
