"""Which kinds there are: each folder here that holds an `item.py`, found by itself."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from course.kinds.item import Item
from course.kinds.marking import Kind
from course.text.source import Draft, RawBlock

Parse = Callable[[RawBlock, Draft], Item | None]
ITEM_CLASSES: dict[str, type[Item]] = {}
_PARSERS: dict[str, Parse] = {}
_KINDS: dict[str, Kind[Any]] = {}
ParseT = TypeVar("ParseT", bound=Parse)
KindT = TypeVar("KindT", bound="type[Kind[Any]]")


def item_kind(cls: type[Item]) -> Callable[[ParseT], ParseT]:
    """Register a parser for the item class whose `kind` is the word after `:::`."""

    def register(parse: ParseT) -> ParseT:
        ITEM_CLASSES[cls.kind] = cls
        _PARSERS[cls.kind] = parse
        return parse

    return register


def rules(cls: KindT) -> KindT:
    """Register the rules of an item kind."""
    _KINDS[cls.item_class.kind] = cls()
    return cls


def parser_of(kind: str) -> Parse | None:
    """The parser of an item kind, or None when there is no such kind."""
    return _PARSERS.get(kind)


def kind_of(item: Item) -> Kind[Any]:
    """The rules of this item's kind. KeyError when there are none, which is a bug."""
    return _KINDS[item.kind]


def registered() -> frozenset[str]:
    """Every kind that has rules."""
    return frozenset(_KINDS)


def folder_of(kind: str) -> str:
    """The folder of a kind: `best-worst` lives in `best_worst`."""
    return kind.replace("-", "_")


def discover(folders: Iterable[str]) -> None:
    """Import every kind below these folders, so that it registers itself."""
    for folder in folders:
        for path in sorted(Path(folder).glob("*/item.py")):
            for module in ("item", "rules"):
                importlib.import_module(f"course.kinds.{path.parent.name}.{module}")
