"""Runs the steps in `versions/` on the database of the application, in one transaction."""

from alembic import context
from flask import current_app

from course.models.base import UtcDateTime


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our own column types as the plain types beneath them, so that a step needs nothing of the application."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Migrate. On SQLite foreign keys are off meanwhile: rebuilding a parent table would delete its children."""
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                render_as_batch=True,
                compare_type=True,
                render_item=render_item,
            )
            with context.begin_transaction():
                context.run_migrations()
                if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"this migration breaks foreign keys: {broken[:5]}")
            connection.commit()
        finally:
            if on_sqlite:
                driver.execute("PRAGMA foreign_keys=ON")


run()
