"""Whether a module's test is mastered, and which items the next sitting draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from course.content.outline import ItemOutline, ModuleOutline
from course.content.types import MasteryRule
from course.kinds.marking import keys_of
from course.text.mixing import rank


@dataclass(frozen=True)
class Marked:
    """One item of one handed-in sitting.

    `is_right` means all of its points; `is_sure` how sure somebody was.
    """

    sitting: int
    item: str
    is_right: bool
    is_sure: bool = False


@dataclass(frozen=True)
class Mastery:
    """Where somebody stands with a test: the best sitting, and the key items that were never right
    yet.

    Units: `best` in whole per cent, rounded down; None before the first sitting.
    """

    best: int | None
    missing_keys: tuple[str, ...]
    share: int

    @property
    def is_met(self) -> bool:
        """The best sitting reaches the share, and every key item was right once, in whichever
        sitting.
        """
        if self.best is None or self.missing_keys:
            return False
        return self.best >= self.share


def mastery_of(rule: MasteryRule, key_items: Sequence[str], marked: Iterable[Marked]) -> Mastery:
    """Judge all handed-in sittings together. More tries can only help.

    Units:  whole per cent of the items of one sitting.
    Source: curriculum 3.5: 80 % of one test, every key item right once, unlimited tries, the best
            counts.
    """
    rows = tuple(marked)
    sittings: defaultdict[int, list[bool]] = defaultdict(list)
    for row in rows:
        sittings[row.sitting].append(row.is_right)
    shares = [100 * sum(marks) // len(marks) for marks in sittings.values()]
    ever_right = _ever_right(rows)
    missing = tuple(key for key in key_items if key not in ever_right)
    return Mastery(max(shares, default=None), missing, rule.share)


def in_bank(module: ModuleOutline) -> frozenset[str]:
    """The questions that this release of a module has: a mark for any other counts for nothing."""
    keys: set[str] = set()
    for lesson in module.lessons:
        keys.update(keys_of(lesson.items))
    return frozenset(keys)


def still_asked(marked: Iterable[Marked], bank: Collection[str]) -> list[Marked]:
    """The marks that count. A question that was withdrawn is neutral, neither right nor wrong: a
    sitting is as large as what is left of it.

    Source: product.md section 5.
    """
    return [row for row in marked if row.item in bank]


def passes(rule: MasteryRule, right: int, asked: int) -> bool:
    """Whether one sitting reaches the share. `asked` is at least 1."""
    return 100 * right >= rule.share * asked


def draw(
    bank: Sequence[ItemOutline], size: int, marked: Sequence[Marked], seed: str
) -> tuple[str, ...]:
    """The items of a new sitting, after everything that was handed in before.

    First every key item that was never right. Then what somebody was sure of and had wrong; then
    items that were not seen yet, first about goals that were missed; a key item that was right once
    comes back last.

    Units:  at most `size` items, more when there are more key items to ask; in mixed order, the
            same for the same seed.
    Source: curriculum 3.1, 3.3 and 3.5: always the key items, a confident error comes back, unseen
            items first.
    """
    past = _past(bank, marked)
    by_need = sorted(bank, key=lambda item: (*past.order(item), rank(seed, item.key)))
    must = [item for item in bank if item.key_item and item.key not in past.right]
    drawn = keys_of(by_need[: max(size, len(must))])
    return tuple(sorted(drawn, key=partial(rank, f"{seed} order")))


@dataclass(frozen=True)
class _Past:
    """What somebody showed in the tests before, by item and by goal."""

    seen: Collection[str]
    right: Collection[str]  # ever
    surprised: Collection[str]  # sure and wrong, the last time
    missed: Collection[str | None]  # goals of what was wrong the last time

    def order(self, item: ItemOutline) -> tuple[bool, ...]:
        """What comes first sorts first."""
        return (
            not item.key_item or item.key in self.right,
            item.key not in self.surprised,
            item.key in self.seen,
            item.key_item,
            item.goal not in self.missed,
        )


def _past(bank: Sequence[ItemOutline], marked: Sequence[Marked]) -> _Past:
    last = {row.item: row for row in marked}  # the newest per item: they come oldest first
    wrong: set[str] = set()
    surprised: set[str] = set()
    for row in last.values():
        if not row.is_right:
            wrong.add(row.item)
        if row.is_sure and not row.is_right:
            surprised.add(row.item)
    missed = {item.goal for item in bank if item.key in wrong} - {None}
    return _Past(last.keys(), _ever_right(marked), surprised, missed)


def _ever_right(marked: Iterable[Marked]) -> set[str]:
    return {row.item for row in marked if row.is_right}
