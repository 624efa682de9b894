"""What is asked of the database meanwhile, for tests about what waits for what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

Asked = list[tuple[str, Any]]  # each statement with its values


@contextmanager
def heard(session: Any = None) -> Iterator[Asked]:
    """Every statement, in the order in which they are executed: those of a session, else all that
    go to any database meanwhile.
    """
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        found.append((statement, values))

    place = Engine if session is None else session.connection()
    event.listen(place, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(place, "before_cursor_execute", note)


def again(session: Any, asked: tuple[str, Any]) -> list[tuple[Any, ...]]:
    """What a statement that was heard finds: for one that takes a lock, the rows it holds."""
    return [tuple(row) for row in session.connection().exec_driver_sql(*asked)]
