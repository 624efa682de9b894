"""Whether a module's test is mastered, and which items the next sitting draws."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from course.content.outline import ItemOutline
from course.content.types import MasteryRule
from course.domain.mixing import rank


@dataclass(frozen=True)
class Marked:
    """One item of one handed-in sitting. `is_right` means all of its points."""

    sitting: int
    item: str
    is_right: bool


@dataclass(frozen=True)
class Mastery:
    """Where somebody stands with a test: the best sitting, and the key items that were never right yet.

    Units: `best` in whole per cent, rounded down; None before the first sitting.
    """

    best: int | None
    missing_keys: tuple[str, ...]
    share: int

    @property
    def is_met(self) -> bool:
        """The best sitting reaches the share, and every key item was right once, in whichever sitting."""
        return self.best is not None and self.best >= self.share and not self.missing_keys


def mastery_of(rule: MasteryRule, key_items: Sequence[str], marked: Iterable[Marked]) -> Mastery:
    """Judge all handed-in sittings together. More tries can only help.

    Units:  whole per cent of the items of one sitting.
    Source: curriculum 3.5: 80 % of one test, every key item right once, unlimited tries, the best counts.
    """
    rows = list(marked)
    sittings: dict[int, list[bool]] = {}
    for row in rows:
        sittings.setdefault(row.sitting, []).append(row.is_right)
    ever_right = {row.item for row in rows if row.is_right}
    shares = [100 * sum(right) // len(right) for right in sittings.values()]
    return Mastery(
        best=max(shares, default=None),
        missing_keys=tuple(key for key in key_items if key not in ever_right),
        share=rule.share,
    )


def passes(rule: MasteryRule, right: int, asked: int) -> bool:
    """Whether one sitting reaches the share. `asked` is at least 1."""
    return 100 * right >= rule.share * asked


def draw(
    bank: Sequence[ItemOutline], size: int, seen: Collection[str], missed_goals: Collection[str], seed: str
) -> tuple[str, ...]:
    """The items of a new sitting: every key item, then unseen ones, first about goals that were missed.

    Units:  at most `size` items, more when there are more key items; in mixed order, the same for the same seed.
    """
    keys = [item for item in bank if item.key_item]
    others = sorted(
        (item for item in bank if not item.key_item),
        key=lambda item: (item.key in seen, item.goal not in missed_goals, rank(seed, item.key)),
    )
    chosen = keys + others[: max(0, size - len(keys))]
    return tuple(item.key for item in sorted(chosen, key=lambda item: rank(f"{seed} order", item.key)))
