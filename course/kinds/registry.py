"""Which kinds there are: each folder here that holds an `item.py`, found by itself."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from course.kinds.item import Item
from course.kinds.kind import Kind
from course.kinds.marking import NotGradable, Response
from course.kinds.wording import Wording
from course.text.plain import Html
from course.text.source import Draft, RawBlock

Parse = Callable[[RawBlock, Draft], Item | None]
ITEM_CLASSES: dict[str, type[Item]] = {}
_PARSERS: dict[str, Parse] = {}
_KINDS: dict[str, Kind[Any]] = {}
_WORDINGS: dict[str, Wording] = {}
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
    """Register the rules of an item kind. TypeError when it left out what may not be forgotten."""
    _KINDS[cls.item_class.kind] = cls()
    return cls


def parser_of(kind: str) -> Parse | None:
    """The parser of an item kind, or None when there is no such kind."""
    return _PARSERS.get(kind)


def kind_of(item: Item) -> Kind[Any]:
    """The rules of this item's kind. KeyError when there are none, which is a bug."""
    return _KINDS[item.kind]


def kind_named(kind: str) -> Kind[Any]:
    """The rules of a kind by the word after `:::`. KeyError when there is no such kind."""
    return _KINDS[kind]


def wording_of(item: Item) -> Wording:
    """Our own words around an item of this kind."""
    return wording_named(item.kind)


def wording_named(kind: str) -> Wording:
    """Our own words around items of a kind. KeyError when there is no such kind."""
    return _WORDINGS[kind]


def said(item: Item, refused: NotGradable) -> str:
    """Why there is nothing to mark in a form of this item, and what to do."""
    return wording_of(item).sentence(refused)


def words_of(item: Item, response: Response) -> list[Html]:
    """A response that belongs to the item, as people read it."""
    return wording_of(item).named(kind_of(item).words(item, response))


def belongs(item: Item, response: Response) -> bool:
    """Whether a stored response is one of this item: the form that it fills gives it back.

    One of another release may not be: it names a step, a key or a place that is not there.
    """
    kind = kind_of(item)
    try:
        form = kind.fields(item, response)
    except ValueError:
        return False
    return kind.read(item, form) == response


def registered() -> frozenset[str]:
    """Every kind that has rules."""
    return frozenset(_KINDS)


def folder_of(kind: str) -> str:
    """The folder of a kind: `best-worst` lives in `best_worst`."""
    return kind.replace("-", "_")


def discover(folders: Iterable[str]) -> None:
    """Import every kind below these folders, so that it registers itself.

    Errors: ModuleNotFoundError for a folder without rules or words, ValueError for one called
            otherwise than its kind.
    """
    for folder in folders:
        for path in sorted(Path(folder).glob("*/item.py")):
            _import(path.parent.name)


def _import(folder: str) -> None:
    path = f"course.kinds.{folder}"
    item = importlib.import_module(f"{path}.item")
    importlib.import_module(f"{path}.rules")
    wording = importlib.import_module(f"{path}.wording")
    own = [kind for kind, cls in ITEM_CLASSES.items() if cls.__module__ == item.__name__]
    if [*map(folder_of, own)] != [folder]:
        raise ValueError(f"the folder {folder} holds the kinds {own}, and is called otherwise")
    _WORDINGS[own[0]] = wording.WORDING
