"""A course as canonical JSON and back, and the hash by which a release is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from course.content.types import Block, Callout, ClauseQuote, Course, Figure, Prose, Skippable
from course.kinds.item import LATER
from course.kinds.registry import ITEM_CLASSES
from course.text.html import RENDERER

ClassT = TypeVar("ClassT")

_TEXT: dict[str, type[Any]] = {
    "prose": Prose,
    "callout": Callout,
    "figure": Figure,
    "skippable": Skippable,
    "clause": ClauseQuote,
}


def _converter() -> Converter:
    """Blocks are a union: each is written with its kind in `type`, and read by it."""
    converter = Converter()
    converter.register_unstructure_hook_func(_is_set, sorted)
    converter.register_unstructure_hook_factory(
        lambda cls: bool(_later_of(cls)), lambda cls: _writer(converter, cls)
    )
    converter.register_unstructure_hook_factory(
        lambda cls: _name_of(cls) is not None,
        lambda cls: _tagged(_name_of(cls), _writer(converter, cls)),
    )
    converter.register_structure_hook_func(
        lambda cls: cls == Block, lambda data, _: _block(converter, data)
    )
    return converter


def _writer(converter: Converter, cls: Any) -> Any:
    """Writes every field, but one that came later only when it is filled in."""
    later: dict[str, Any] = {name: override(omit_if_default=True) for name in _later_of(cls)}
    return make_dict_unstructure_fn(cls, converter, **later)


def _later_of(cls: Any) -> list[str]:
    if not is_dataclass(cls):
        return []
    return [one.name for one in fields(cls) if one.metadata == LATER]


def _classes() -> dict[str, type[Any]]:
    return {**_TEXT, **ITEM_CLASSES}


def _name_of(cls: Any) -> str | None:
    """What a block of this class is called; None for any other class."""
    names = {known: name for name, known in _classes().items()}
    return names.get(cls)


def _is_set(cls: Any) -> bool:
    return (get_origin(cls) or cls) is frozenset


def _tagged(name: str | None, unstructure: Any) -> Any:
    return lambda block: {"type": name, **unstructure(block)}


def _block(converter: Converter, data: dict[str, Any]) -> Any:
    """A block by its kind. LookupError for a kind that this version does not know."""
    fields = dict(data)
    name = fields.pop("type")
    cls = _classes().get(name)
    if cls is None:
        raise LookupError(f"no kind of block is called {name}")
    return converter.structure(fields, cls)


_CONVERTER = _converter()


def to_json(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, non-ASCII as it is.

    The same value gives the same bytes.
    """
    return json.dumps(
        _CONVERTER.unstructure(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def from_json(text: str, cls: type[ClassT]) -> ClassT:
    """What `to_json` wrote, as a value of `cls`."""
    return _CONVERTER.structure(json.loads(text), cls)


def content_hash(course: Course) -> str:
    """SHA-256 in hex of everything a learner can meet in this course, and of the renderer that made
    its HTML.
    """
    return hashlib.sha256(f"{RENDERER}\n{to_json(course)}".encode()).hexdigest()
