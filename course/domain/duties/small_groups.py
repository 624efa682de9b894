"""Which groups are too small for a figure, and which others must stay out of sight to keep
them so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from course.domain.people.roles import SMALLEST_GROUP

KeyT = TypeVar("KeyT")


def too_small(size: int) -> bool:
    """Whether a figure over this many people would say something about one of them."""
    return size < SMALLEST_GROUP


def hidden_groups(sizes: Mapping[KeyT, int]) -> frozenset[KeyT]:
    """The groups without a figure, when the figure of all groups together is shown beside the rest.

    A group under five is hidden. When all hidden people together are still under five, the total
    minus the rest would give them away, so the next smallest group is hidden too. Groups without
    people have no figure and hide nothing.

    Units:  people. `sizes` are the parts of one whole that do not overlap.
    Source: security.md section 1, figures over fewer than five people are hidden, also as "total
            minus the rest".
    """
    hidden: list[KeyT] = []
    people = 0  # in the hidden groups
    for key, size in sorted(sizes.items(), key=lambda pair: pair[1]):
        if not too_small(size) and not 0 < people < SMALLEST_GROUP:
            break
        if size > 0:
            hidden.append(key)
            people += size
    return frozenset(hidden)
