"""The number of a certificate: unguessable, and wrong when one letter of it is."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

# No letter that looks like a digit. Their count is prime, so that no sum hides a mistake.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
LENGTH = 20  # the last sign checks the others: 19 are drawn, 94 bits
GROUP = 4
_WRITTEN = re.compile(f"[{SIGNS}]{{{LENGTH}}}")
_BETWEEN = re.compile(r"[\s–.-]")
MOST_TYPED = 60  # with whatever somebody types between the groups


def new_number(draw: Callable[[str], str]) -> str:
    """A fresh number. `draw` takes one sign at random, such as `secrets.choice`."""
    signs = "".join(map(draw, [SIGNS] * (LENGTH - 1)))
    return signs + next(last for last in SIGNS if is_number(signs + last))


def is_number(signs: str) -> bool:
    """Whether these can be a number. One wrong sign never is, nor two that changed places.

    Source: ISO/IEC 7064 in idea; each sign weighs its place, modulo a prime above the length.
    """
    if not _WRITTEN.fullmatch(signs):
        return False
    weighed = (place * SIGNS.index(sign) for place, sign in enumerate(signs, 1))
    return sum(weighed) % len(SIGNS) == 0


def typed_number(text: str) -> str | None:
    """What somebody typed as it is kept; None when it cannot be a number.

    Small letters, spaces and dashes do not matter.
    """
    if len(text) > MOST_TYPED:
        return None
    signs = _BETWEEN.sub("", text.upper())
    return signs if is_number(signs) else None


def written(number: str) -> str:
    """As people read it: in groups of four."""
    return "-".join(textwrap.wrap(number, GROUP))
