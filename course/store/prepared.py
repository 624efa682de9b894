"""A statement of every page or every answer, put to the driver itself.

SQLAlchemy makes its SQL once for each database, and says how values go in and come out. What it
does around a statement costs three times what the database does for it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from operator import attrgetter, methodcaller
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

from course.models import db
from course.store import rows

RowT = TypeVar("RowT")
Values = Mapping[str, Any]
_FOUND = methodcaller("fetchall")
_WRITTEN = attrgetter("rowcount")


class PreparedStatement(Generic[RowT]):
    """A statement that never changes. Its values are named when it is asked: `bindparam("course")`,
    or the columns of an INSERT.

    A row becomes a `kind` by the labels of its columns, as `rows` reads it with `made`; without a
    kind the labels are its fields. Errors of the database are those of SQLAlchemy.
    """

    def __init__(self, statement: Any, kind: type[RowT] | None = None, **made: rows.Make) -> None:
        labels = tuple(statement.exported_columns.keys())
        self._statement = statement
        row: Any = kind or namedtuple("Row", labels)
        self._reader = partial(rows.reader, row, labels, made)
        self._read: Callable[[Any], Any] = self._reader()
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def all(self, given: Values) -> list[RowT]:
        """Every row that comes back."""
        connection = db.connection()
        if _is_watched(connection):
            return [self._read(row) for row in connection.execute(self._statement, given)]
        plan = self._plan(connection, given)
        return [*map(plan.read, plan.ask(connection, given, _FOUND))]

    def first(self, given: Values) -> RowT | None:
        """The first of them; None when there is none."""
        found = self.all(given)
        return found[0] if found else None

    def value(self, given: Values) -> Any:
        """The first value of the first of them; None when there is none."""
        found = self.all(given)
        return found[0][0] if found else None  # type: ignore[index]

    def run(self, given: Values) -> int:
        """How many rows were written."""
        connection = db.connection()
        if _is_watched(connection):
            counted = {"preserve_rowcount": True}
            done = connection.execute(self._statement, given, execution_options=counted)
            return int(done.rowcount)
        return int(self._plan(connection, given).ask(connection, given, _WRITTEN))

    def _plan(self, connection: Connection, given: Values) -> _Plan:
        key = (connection.dialect.name, *given)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _Plan(
                self._statement, given, connection.dialect, self._reader
            )
        return plan


def prepared(make: Callable[..., Any], *which: Any) -> PreparedStatement[Any]:
    """What `make(*which)` says on this database, an `upsert_row` for instance, made once."""
    return _prepared(db.connection().dialect.name, make, *which)


@cache
def _prepared(_dialect: str, make: Callable[..., Any], *which: Any) -> PreparedStatement[Any]:
    return PreparedStatement(make(*which))


class _Plan:
    """The same for one database: its SQL, and what values become on the way in and out."""

    def __init__(
        self, statement: Any, given: Values, dialect: Dialect, reader: Callable[..., Any]
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(given))
        if compiled.insert_prefetch or compiled.post_compile_params:
            raise TypeError("defaults and lists of values are made anew each time")
        self._sql = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        inward = _inward(compiled.binds, dialect)
        fixed = compiled.params.keys() - given.keys()
        values = {name: compiled.params[name] for name in fixed}
        self._fixed = _turned(values, [one for one in inward if one[0] in fixed])
        self._inward = [one for one in inward if one[0] in given]
        self.read = reader(_outward(statement.exported_columns, dialect))

    def ask(self, connection: Connection, given: Values, taken: Callable[[Any], Any]) -> Any:
        """What is `taken` from the cursor once it was asked."""
        values = _turned({**self._fixed, **given}, self._inward)
        sent = values if self._order is None else [values[name] for name in self._order]
        if not connection.in_transaction():
            connection.begin()
        cursor = connection.connection.cursor()
        try:
            connection.dialect.do_execute(cursor, self._sql, sent)
            found = taken(cursor)
        except connection.dialect.loaded_dbapi.Error as error:
            raise self._known(connection, error) from error
        cursor.close()
        return found

    def _known(self, connection: Connection, error: Exception) -> Exception:
        """SQLAlchemy's word for an error of the driver. A connection that is lost is given up."""
        dialect: Any = connection.dialect
        lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
        if lost:
            connection.invalidate(error)
        known = {"connection_invalidated": lost, "dialect": dialect}
        base: type[Exception] = dialect.loaded_dbapi.Error
        said: Exception = DBAPIError.instance(self._sql, (), error, base, **known)
        return said


def _inward(binds: Mapping[str, Any], dialect: Dialect) -> list[tuple[str, rows.Make]]:
    """What becomes of a value before it is sent, by name; nothing for what goes as it is."""
    turns = [
        (name, one.type.dialect_impl(dialect).bind_processor(dialect))
        for name, one in binds.items()
    ]
    return [(name, turn) for name, turn in turns if turn is not None]


def _outward(columns: Iterable[Any], dialect: Dialect) -> list[tuple[int, rows.Make]]:
    """The same of what comes back, by the place of its column."""
    turns = [
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(columns)
    ]
    return [(place, turn) for place, turn in turns if turn is not None]


def _turned(values: dict[str, Any], turns: Iterable[tuple[str, rows.Make]]) -> dict[str, Any]:
    for name, turn in turns:
        values[name] = turn(values[name])
    return values


def _is_watched(connection: Connection) -> bool:
    """Whether somebody wants to hear of each statement: then it goes by way of SQLAlchemy."""
    return bool(connection.dispatch.before_cursor_execute)
