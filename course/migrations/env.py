"""Runs the steps in `versions/` on the database of the application, in one transaction.

A step down that would throw away what people entered stops, and names it; `-x gegevens-weg` says
that this is meant.
"""

from collections.abc import Iterator, Mapping

import click
from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import (
    Connection,
    Text,
    cast,
    column,
    inspect,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.exc import DBAPIError

from course.models.base import UtcDateTime
from course.store import transaction
from course.store.upkeep import condition
from course.store.upkeep.condition import SENTENCES, Condition

LOSE = "gegevens-weg"  # flask db downgrade -x gegevens-weg
VERSIONS = "alembic_version"

Columns = dict[str, dict[str, str | None]]  # table to column to its default, as SQL


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our own column types as the plain types beneath them, so that a step needs nothing of
    the application.
    """
    return (
        "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False
    )


def run() -> None:
    """Migrate. On SQLite foreign keys are off meanwhile: rebuilding a parent table would delete its
    children.

    Errors: ClickException, one line, when the database is away or of a newer version, or when data
            would be lost.
    """
    database = current_app.extensions["migrate"].db
    transaction.go_on_writing()
    try:
        with database.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            on_sqlite = connection.dialect.name == "sqlite"
            if on_sqlite:
                driver.execute("PRAGMA foreign_keys=OFF")
            try:
                migrate_carefully(connection, database.metadata)
                connection.commit()
            finally:
                connection.rollback()
                if on_sqlite:
                    driver.execute("PRAGMA foreign_keys=ON")
    except (DBAPIError, CommandError):
        found = condition.current(current_app.config["DEELWIJS"].migrations_dir)
        if found in (Condition.AWAY, Condition.DAMAGED, Condition.AHEAD):
            raise click.ClickException(SENTENCES[found]) from None
        raise


def migrate_carefully(connection: Connection, metadata: object) -> None:
    """Take the steps, without ending the transaction.

    What steps down take away must be empty, or meant.
    """
    before = columns_of(connection)
    went_down = migrate(connection, metadata)
    if not went_down or LOSE in context.get_x_argument(as_dictionary=True):
        return
    gone = list(missing(before, columns_of(connection)))
    if not gone:
        return
    connection.rollback()  # to look at what would go, everything comes back first
    if lost := [
        words for name, one, words in gone if is_filled(connection, name, one, before[name])
    ]:
        raise click.ClickException(
            f"Deze stap terug gooit gegevens weg: {', '.join(lost)}. Er is niets veranderd. "
            f"Maak een back-up en geef: flask db downgrade -x {LOSE}"
        )
    migrate(connection, metadata)


def migrate(connection: Connection, metadata: object) -> bool:
    """Take the steps. Returns whether one of them went down."""
    downward: list[bool] = []
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        on_version_apply=lambda step, **_rest: downward.append(not step.is_upgrade),
    )
    with context.begin_transaction():
        context.run_migrations()
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"this migration breaks foreign keys: {broken[:5]}")
    return any(downward)


def columns_of(connection: Connection) -> Columns:
    """Every table of ours with its columns."""
    found = inspect(connection)
    return {
        name: {one["name"]: one["default"] for one in found.get_columns(name)}
        for name in found.get_table_names()
        if name != VERSIONS
    }


def missing(before: Columns, after: Columns) -> Iterator[tuple[str, str, str]]:
    """What is there no more: table, column (empty: all of it), and what it is called on a
    terminal.
    """
    for name, columns in before.items():
        if name not in after:
            yield name, "", f"tabel {name}"
        else:
            yield from (
                (name, one, f"kolom {name}.{one}") for one in columns if one not in after[name]
            )


def is_filled(
    connection: Connection, name: str, one: str, defaults: Mapping[str, str | None]
) -> bool:
    """Whether a table has a row, or a column anything else than the value that the database gave it
    by itself.
    """
    query = select(literal(1)).select_from(table(name)).limit(1)
    if one:
        value, default = cast(column(one), Text), defaults[one]
        query = query.where(
            value.is_not(None) if default is None else value != cast(literal_column(default), Text)
        )
    return connection.scalar(query) is not None


run()
