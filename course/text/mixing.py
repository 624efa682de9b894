"""Order that looks random and is always the same: for shuffled options and drawn questions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def rank(seed: str, key: str) -> str:
    """A key to sort by.

    The same seed and key give the same rank on every machine and in every version of Python.
    """
    return hashlib.sha256(f"{seed}\0{key}".encode()).hexdigest()


def mixed(values: Sequence[T], seed: str) -> tuple[T, ...]:
    """The values in another order than given, fixed by the seed.

    One value, or none, stays as it is.
    """
    order = sorted(range(len(values)), key=lambda position: rank(seed, str(position)))
    if order == sorted(order):
        order = order[1:] + order[:1]
    return tuple(values[position] for position in order)
