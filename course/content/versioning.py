"""A course as canonical JSON and back, and the hash by which a release is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import partial
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
    converter.register_unstructure_hook_factory(_has_later, partial(_writer, converter))
    converter.register_unstructure_hook_factory(_is_named, partial(_tagged_writer, converter))
    converter.register_structure_hook_func(_is_block, partial(_block, converter))
    return converter


def _is_block(cls: Any) -> bool:
    return bool(cls == Block)


def _is_set(cls: Any) -> bool:
    return (get_origin(cls) or cls) is frozenset


def _writer(converter: Converter, cls: Any) -> Any:
    """Writes every field, but one that came later only when it is filled in."""
    later: dict[str, Any] = dict.fromkeys(_later_of(cls), override(omit_if_default=True))
    return make_dict_unstructure_fn(cls, converter, **later)


def _tagged_writer(converter: Converter, cls: Any) -> Any:
    """Writes the kind of a block too."""
    name, unstructure = _names()[cls], _writer(converter, cls)

    def write(block: object) -> dict[str, Any]:
        return {"type": name, **unstructure(block)}

    return write


def _has_later(cls: Any) -> bool:
    return bool(_later_of(cls))


def _later_of(cls: Any) -> list[str]:
    if not is_dataclass(cls):
        return []
    return [one.name for one in fields(cls) if one.metadata == LATER]


def _classes() -> dict[str, type[Any]]:
    return {**_TEXT, **ITEM_CLASSES}


def _names() -> dict[type[Any], str]:
    """What a block of each class is called."""
    return {known: name for name, known in _classes().items()}


def _is_named(cls: Any) -> bool:
    return cls in _names()


def _block(converter: Converter, data: dict[str, Any], _: object) -> Any:
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
