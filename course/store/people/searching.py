"""Finding by parts of words that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, true

from course.text.names import fold, key_words

SelectT = TypeVar("SelectT", bound=Select[Any])


def holding_words(query: SelectT, words: str, columns: Sequence[Any]) -> SelectT:
    """The rows in which each of these words stands in one of the columns, whatever its capitals.

    SQLite lowers only A to Z, so É is looked for as well as é.
    """
    for word in words.split():
        ways = sorted({word.lower(), word.upper(), word.capitalize()})
        query = query.where(or_(*(_holds(column, ways) for column in columns)))
    return query


def _holds(column: Any, ways: Sequence[str]) -> ColumnElement[bool]:
    lowered = func.lower(column)
    return or_(*(lowered.like(f"%{escaped(way)}%", escape="\\") for way in ways))


def holding_folded(query: SelectT, words: str, columns: Sequence[Any]) -> SelectT:
    """The same in columns that are kept folded: capitals and accents do not matter."""
    for word in words.split():
        pattern = f"%{escaped(fold(word))}%"
        query = query.where(or_(*(column.like(pattern, escape="\\") for column in columns)))
    return query


def holding_name(query: SelectT, words: str, key: Any) -> SelectT:
    """The rows whose name holds each of these words. `key` is what the name is sorted by."""
    for word in words.split():
        query = query.where(is_called(key, word))
    return query


def is_called(key: Any, word: str) -> ColumnElement[bool]:
    """Whether a name holds what was typed, whatever its accents, capitals, lines and commas."""
    parts = key_words(word.replace("'", " ").replace("’", " "))
    held = (key.like(f"%{escaped(part)}%", escape="\\") for part in parts)
    return and_(true() if parts else false(), *held)


def escaped(word: str) -> str:
    """Signs that LIKE would read as "anything" stand for themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
