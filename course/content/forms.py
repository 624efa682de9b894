"""Two parallel forms of a module: a few questions before it, and as many others after it.

Half of the people get form A before and B after, the others the other way round, so that what one
form is harder than the other is taken out of what people gained (`domain/learning/gain.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from course.kinds.item import Item, Level
from course.kinds.marking import keys_of
from course.text.tables import Table

MOST_PAIRS = 2  # questions of a form about one goal; the whole has to stay short
_ORDER = tuple(Level)  # from a fact to weighing
_NO_LEVEL = len(_ORDER)


@dataclass(frozen=True)
class Forms:
    """The keys of the questions of both forms, in the order in which they are asked."""

    a: tuple[str, ...]
    b: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Those of both."""
        return (*self.a, *self.b)

    @property
    def key(self) -> str:
        """What two releases share when their forms are the same."""
        return f"{' '.join(self.a)} | {' '.join(self.b)}"

    def of(self, name: str) -> tuple[str, ...]:
        """The questions of form a or b."""
        return {"a": self.a, "b": self.b}[name]


def named_forms(head: Table) -> Forms | None:
    """The forms that an author named in `module.toml`; None where they are left to the rule."""
    if "forms" not in head.row:
        return None
    row = head.table("forms")
    return Forms(row.words("a"), row.words("b"))


def suits_everyone(item: Item) -> bool:
    """Whether everyone can be asked it, in one go, and marked on it."""
    only_for_some = item.stepwise or item.requires or item.audiences
    return item.graded and not only_for_some


def forms_of(goals: Iterable[str], bank: Sequence[Item], entry: Collection[str]) -> Forms | None:
    """The forms of a module by rule; None when no goal has two questions that may be asked.

    Of each goal the two questions of the test bank that are most alike make a pair, and so do the
    next two: one of a pair stands in each form, so both ask as many about each goal. They are alike
    by what they ask (`level`) and by their kind; of equals the first in the bank go first. The
    harder one of a pair goes to the form that is easier so far. What the entry test asks is in
    neither.

    Units:  at most two questions of a form about one goal.
    Source: parallel forms of classical test theory, matched per goal; issue 14 point 10.
    """
    by_goal: dict[str | None, list[Item]] = {}
    for item in bank:
        if suits_everyone(item) and item.key not in entry:
            by_goal.setdefault(item.goal, []).append(item)
    forms: list[list[Item]] = [[], []]
    for goal in goals:
        for easier, harder in _pairs(by_goal.get(goal, [])):
            forms.sort(key=_hardness)  # the first one gets the harder question
            forms[0].append(harder)
            forms[1].append(easier)
    if not forms[0]:
        return None
    one, other = sorted(map(keys_of, forms))
    return Forms(one, other)


def _hardness(form: Iterable[Item]) -> int:
    return sum(map(_step, form))


def _pairs(items: list[Item]) -> Iterator[tuple[Item, Item]]:
    """What goes together best first, the easier one of each pair first."""
    left = list(items)
    for _ in range(min(MOST_PAIRS, len(items) // 2)):
        one, other = min(combinations(left, 2), key=_unlike)
        left.remove(one)
        left.remove(other)
        if _step(one) > _step(other):
            one, other = other, one
        yield one, other


def _unlike(pair: tuple[Item, Item]) -> tuple[int, bool]:
    one, other = pair
    return abs(_step(one) - _step(other)), one.kind != other.kind


def _step(item: Item) -> int:
    if item.level is None:
        return _NO_LEVEL
    return _ORDER.index(item.level)
