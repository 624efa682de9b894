"""What kinds with a list of options have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course.kinds.item import Item, Option
from course.kinds.kind import Printed
from course.kinds.marking import Response, by_key
from course.kinds.pace import Pace, always_read, options_read
from course.text.plain import Html


def keys_of(options: Iterable[Option]) -> tuple[str, ...]:
    """The keys, in the order of the options."""
    return tuple(option.key for option in options)


def chosen_texts(options: Sequence[Option], response: Response) -> list[Html]:
    """The texts of the chosen options, in the order of the response."""
    known = by_key(options)
    return [known[key].text for key in response]


def printed_options(item: Item, options: Iterable[Option]) -> Printed:
    """The question, and a box before each option."""
    return Printed(item.question, tuple(option.text for option in options))


def pace_of_options(item: Item, options: Iterable[Option], chosen: int) -> Pace:
    """Every option is read, and as many are chosen."""
    return Pace(always_read(item) + options_read(options, chosen), chosen)
