"""Tables of a list that waits, and what was said about it, as bytes and as what JSON can hold."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from course.domain.people.lists.columns import ListColumn
from course.domain.people.lists.lines import ListAnswers
from course.domain.people.lists.tables import ListTable
from course.kinds.item import Audience

QUICKLY = 1


def pack(tables: Sequence[ListTable]) -> bytes:
    """Tables as few bytes."""
    return zlib.compress(json.dumps([_packed(one) for one in tables]).encode(), QUICKLY)


def unpack(content: bytes) -> list[ListTable]:
    """The tables again."""
    return [_table(one) for one in json.loads(zlib.decompress(content))]


def _packed(table: ListTable) -> list[Any]:
    turned = sorted(table.turned)
    return [table.header_row, table.header, table.rows, table.bare, turned]


def _table(packed: Sequence[Any]) -> ListTable:
    header_row, header, rows, bare, turned = packed
    kept = tuple((number, tuple(cells)) for number, cells in rows)
    return ListTable(header_row, tuple(header), kept, bare, frozenset(map(tuple, turned)))


def answers_from_json(
    told: Mapping[str, Any], columns: Mapping[str, str], functions: Mapping[str, str]
) -> ListAnswers:
    """What was said about this list, and else what the school remembers."""
    both = {**columns, **told.get("columns", {})}
    kinds = {**functions, **told.get("functions", {})}
    return ListAnswers(
        columns={name: ListColumn(value) if value else None for name, value in both.items()},
        functions={name: Audience(value) for name, value in kinds.items()},
        sites=frozenset(told.get("sites", ())),
        holders=frozenset(told.get("holders", ())),
        good_only=bool(told.get("good_only")),
    )
