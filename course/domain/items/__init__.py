"""How each item kind is read, marked and explained: one file per kind, found by itself.

A kind also makes a right, a wrong and an unusable form of itself, so that one test can try them all.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from course.content.types import Item
from course.domain.grading import UNMARKED, Remark, Score
from course.domain.responses import Form, NotGradable, Response
from course.text.plain import NO_TEXT, Html, text_as_html

ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True)
class Examples:
    """Forms for one item. `wrong` is None for what is never marked; `unusable` is sent back and costs nothing."""

    right: Form
    wrong: Form | None
    unusable: Form


class Kind(ABC, Generic[ItemT]):
    """The rules of one item kind. Everything here is pure."""

    item_class: ClassVar[type[Item]]
    repeats: ClassVar[bool] = False  # a response is one of a few, so what is said about it is the same for many people
    compares: ClassVar[bool] = False  # a response is `part=choice` for each part, so that totals can be compared

    @property
    def stepwise(self) -> bool:
        """Done in several steps: each is saved, and `state` draws where it stands."""
        return self.item_class.stepwise

    @abstractmethod
    def read(self, item: ItemT, form: Form) -> Response | NotGradable:
        """The response in these form fields, or why there is none to mark."""

    @abstractmethod
    def fields(self, item: ItemT, response: Response) -> Form:
        """The form that gives this response: `read(item, fields(item, response))` is that response again."""

    def words(self, item: ItemT, response: Response) -> Sequence[Html]:  # noqa: ARG002 - text is its own words
        """The response as people read it, for the page that checks a test."""
        return [text_as_html(part) for part in response]

    def adjust(self, item: ItemT, form: Form) -> Form | None:  # noqa: ARG002 - most kinds never ask for it
        """A form that is only to be drawn again, such as one step moved up; None for a form to mark."""
        return None

    def grade(self, item: ItemT, response: Response) -> Score:  # noqa: ARG002 - what is never marked needs neither
        """Points for a response. ValueError when it names what the item does not have."""
        return UNMARKED

    @abstractmethod
    def remarks(self, item: ItemT, response: Response, *, full: bool) -> Sequence[Remark]:
        """What to say about this response. With `full` also what was missed; without it the key stays hidden."""

    def state(self, item: ItemT, response: Response) -> object:  # noqa: ARG002 - only stepwise kinds have one
        """Where a stepwise item stands after these steps, for its template. An empty response is the start."""
        return None

    def verdicts(self, item: ItemT, response: Response) -> Mapping[str, bool]:  # noqa: ARG002
        """Which parts of a response are right: option, card or gap to True or False. Empty when there are no parts."""
        return {}

    def part_name(self, item: ItemT, part: str) -> Html:  # noqa: ARG002 - only kinds that compare have parts to name
        """What a part of a response is about, as people read it."""
        return NO_TEXT

    def settles(self, item: ItemT, response: Response, earlier: int) -> bool:
        """Whether a response finishes the item on its page: right, or the second try. `earlier` counts tries before."""
        return not item.graded or earlier >= 1 or self.grade(item, response).is_right

    @abstractmethod
    def examples(self, item: ItemT) -> Examples:
        """One right, one wrong and one unusable form."""


_KINDS: dict[str, Kind[Any]] = {}
KindT = TypeVar("KindT", bound="type[Kind[Any]]")


def rules(cls: KindT) -> KindT:
    """Register the rules of an item kind."""
    _KINDS[cls.item_class.kind] = cls()
    return cls


def kind_of(item: Item) -> Kind[Any]:
    """The rules of this item's kind. KeyError when there are none, which is a bug."""
    return _KINDS[item.kind]


def registered() -> frozenset[str]:
    """Every kind that has rules."""
    return frozenset(_KINDS)


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
