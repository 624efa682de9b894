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
    fitting = [
        item
        for item in items
        if item.graded and not item.stepwise and set(item.requires) <= {*filled}
    ]
    fitting.sort(key=lambda item: rank(seed, item.key))
    by_rule: dict[str, Item] = {}
    for item in fitting:
        by_rule.setdefault(item.variant_of or item.key, item)
    first = list(by_rule.values())
    return tuple([*first, *(item for item in fitting if item not in first)][:COUNT])
