"""Which questions somebody practises again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from course.kinds.item import Item
from course.text.mixing import rank

COUNT = 2


def draw_refreshers(items: Sequence[Item], filled: Collection[str], seed: str) -> tuple[Item, ...]:
    """Two questions to practise with, each about another rule where there are enough; fewer when
    there are fewer.

    Units:  `filled` are the school's words: what needs others steps aside. The same seed draws the
            same two.
    Source: curriculum, final case: two questions from the module of the decision that cost most.
    """
    fitting = [item for item in items if _can_be_practised(item, filled)]
    fitting.sort(key=lambda item: rank(seed, item.key))
    by_rule: dict[str, Item] = {}
    for item in fitting:
        by_rule.setdefault(item.variant_of or item.key, item)
    first = [*by_rule.values()]
    fitting.sort(key=lambda item: item not in first)  # stable: those about another rule come first
    return tuple(fitting[:COUNT])


def _can_be_practised(item: Item, filled: Collection[str]) -> bool:
    """Marked at once, and about words that the school filled in."""
    if not item.graded or item.stepwise:
        return False
    return set(item.requires).issubset(filled)
