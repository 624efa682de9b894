"""What kinds with a list of options have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from course.kinds.item import Item, Option
from course.kinds.kind import Kind, Printed
from course.kinds.marking import Response, by_key, keys_of
from course.kinds.pace import Pace, always_read, options_read
from course.text.plain import Html


@dataclass(frozen=True, kw_only=True)
class OptionsItem(Item):
    """An item to choose from, or to put in order."""

    options: tuple[Option, ...]

    def option(self, key: str) -> Option:
        """The option with this key. KeyError when there is none."""
        return by_key(self.options)[key]

    def options_but(self, *keys: str) -> list[Option]:
        """The options without these."""
        return [option for option in self.options if option.key not in keys]


OptionsT = TypeVar("OptionsT", bound=OptionsItem)


class OptionsKind(Kind[OptionsT]):
    """A response names options by their keys."""

    def words(self, item: OptionsT, response: Response) -> Sequence[Html]:
        return [item.option(key).text for key in response]

    def stored_keys(self, item: OptionsT) -> Iterable[str]:
        return keys_of(item.options)

    def printed(self, item: OptionsT) -> Printed:
        return printed_options(item, item.options)


def printed_options(item: Item, options: Iterable[Option]) -> Printed:
    """The question, and a box before each option."""
    return Printed(item.question, tuple(option.text for option in options))


def pace_of_options(item: Item, options: Iterable[Option], chosen: int) -> Pace:
    """Every option is read, and as many are chosen."""
    return Pace(always_read(item) + options_read(options, chosen), chosen)
