"""Finding by parts of words that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_

from course.text.names import fold

SelectT = TypeVar("SelectT", bound=Select[Any])


def holding_words(query: SelectT, words: str, columns: Sequence[Any]) -> SelectT:
    """The rows in which each of these words stands in one of the columns, whatever its capitals."""
    for word in words.split():
        pattern = f"%{escaped(word.lower())}%"
        found = [func.lower(column).like(pattern, escape="\\") for column in columns]
        query = query.where(or_(*found))
    return query


def holding_folded(query: SelectT, words: str, columns: Sequence[Any]) -> SelectT:
    """The same in columns that are kept folded: capitals and accents do not matter."""
    for word in words.split():
        pattern = f"%{escaped(fold(word))}%"
        query = query.where(or_(*(column.like(pattern, escape="\\") for column in columns)))
    return query


def escaped(word: str) -> str:
    """Signs that LIKE would read as "anything" stand for themselves."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
