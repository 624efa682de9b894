"""How much a text may ask of the Markdown library, which takes the square of some input, or runs
out of stack on it.

Each limit is several times what the largest lesson here uses. Within them a lesson of 64 kB takes
less than a second, whatever is in it: `python3 -m tests.text.worst` tries it and prints what the
worst ones take, and `tests/text/test_bounds.py` counts the steps of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LINE = 2_000  # characters
PARAGRAPH = 4_000  # characters without an empty line between
LINES = 100  # of one paragraph
SIGNS = 100  # of one kind in a paragraph
MOST_SIGNS = 1_000  # of one kind in a whole text
CELLS = 300  # of | in a paragraph: a table has many
# brackets in a paragraph that nothing closes: each is looked for to the end, again and again
OPEN = 20
DEPTH = 4  # of quotes and of lists
MEANINGS = 10  # lines with `: ` below each other

_SIGNS = "[(<>{*_`\\&#"  # those with which Markdown begins something
_QUOTES = re.compile(r"[ >]*")
_EMPTY = re.compile(r"\n[ \t]*(?=\n)")


@dataclass(frozen=True)
class Excess:
    """Something of which there is too much: what to do about it, and the line where it stands."""

    message: str
    line: str


def excess_in(text: str) -> Excess | None:
    """The first thing in a Markdown text that is more than the limits allow, or None."""
    return next(_excesses(text), None)


def sign_too_many(text: str) -> str:
    """The sign that a text holds more than a thousand times; empty when there is none."""
    return next((sign for sign in f"{_SIGNS}|" if text.count(sign) > MOST_SIGNS), "")


def _excesses(text: str) -> Iterator[Excess]:
    if sign := sign_too_many(text):
        message = f"Hier staat meer dan {MOST_SIGNS} keer het teken {sign}. Maak er minder van."
        yield Excess(message, _first_line(text))
    for paragraph in _EMPTY.split(text):
        for message in _faults(paragraph):
            yield Excess(message, _first_line(paragraph))
        for line in paragraph.splitlines():
            if message := _fault_of_line(line):
                yield Excess(message, line)


def _first_line(text: str) -> str:
    return text.strip("\n").partition("\n")[0]


def _faults(paragraph: str) -> Iterator[str]:
    for counted, most, message in _LIMITS:
        if counted(paragraph) > most:
            yield message


def _times(sign: str) -> Callable[[str], int]:
    """How often a sign stands in a paragraph."""
    return lambda paragraph: paragraph.count(sign)


def _left_open(paragraph: str) -> int:
    return paragraph.count("[") - paragraph.count("]")


def _meanings(paragraph: str) -> int:
    return sum(line.lstrip().startswith(":") for line in paragraph.splitlines())


# What is counted in a paragraph, how much of it there may be, and what to do about more.
_LIMITS: tuple[tuple[Callable[[str], int], int, str], ...] = (
    (
        len,
        PARAGRAPH,
        f"Deze alinea heeft meer dan {PARAGRAPH} tekens. Zet er een lege regel tussen.",
    ),
    (
        _times("\n"),
        LINES,
        f"Deze alinea heeft meer dan {LINES} regels. Zet er een lege regel tussen.",
    ),
    *(
        (
            _times(sign),
            SIGNS,
            f"In deze alinea staat meer dan {SIGNS} keer het teken {sign}. Maak er meer alinea’s "
            "van.",
        )
        for sign in _SIGNS
    ),
    (
        _times("|"),
        CELLS,
        f"Deze tabel heeft meer dan {CELLS} vakken. Maak er twee tabellen van.",
    ),
    (
        _left_open,
        OPEN,
        f"In deze alinea gaan meer dan {OPEN} vierkante haken open die niet sluiten.",
    ),
    (
        _meanings,
        MEANINGS,
        f"Onder één woord staan meer dan {MEANINGS} regels met een dubbele punt. Zet er een "
        "lege regel tussen.",
    ),
)


def _fault_of_line(line: str) -> str:
    if len(line) > LINE:
        return f"Deze regel heeft meer dan {LINE} tekens. Maak er kortere regels van."
    start = _QUOTES.match(line)
    if start and start[0].count(">") > DEPTH:
        return f"Deze regel is meer dan {DEPTH} keer een citaat in een citaat."
    indent = line.expandtabs(4)
    if len(indent) - len(indent.lstrip(" ")) > 4 * DEPTH:
        return f"Deze regel springt meer dan {4 * DEPTH} spaties in. Gebruik minder lagen."
    return ""
