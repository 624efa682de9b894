"""Situations laid beside the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.kinds.consent.item import ConsentItem, Decider, Named, RuleText, Situation, Verdict
from course.kinds.consent.law import case_of, decider, rule, verdict
from course.kinds.marking import with_key

POINTS = 2  # a situation: one for the verdict, one for who decides


@dataclass(frozen=True)
class Judged:
    """One situation with what was chosen and what the rules say."""

    situation: Situation
    rule: RuleText
    verdict: Named
    decider: Named
    chosen_verdict: Named
    chosen_decider: Named

    @property
    def verdict_right(self) -> bool:
        """Whether the verdict is what the rules say."""
        return self.verdict == self.chosen_verdict

    @property
    def decider_right(self) -> bool:
        """Whether the right person decides."""
        return self.decider == self.chosen_decider

    @property
    def points(self) -> int:
        """0, 1 or 2."""
        return int(self.verdict_right) + int(self.decider_right)


@dataclass(frozen=True)
class Judging:
    """Where the exercise stands. `now` is the situation that is asked; None at the end."""

    path: tuple[str, ...]
    judged: tuple[Judged, ...]
    now: Situation | None
    total: int

    @property
    def over(self) -> bool:
        """Whether every situation was judged."""
        return self.now is None

    @property
    def points(self) -> int:
        """Points so far."""
        return sum(one.points for one in self.judged)

    @property
    def most_points(self) -> int:
        """Points for all situations."""
        return POINTS * self.total

    @property
    def wholly_right(self) -> int:
        """Situations with both points."""
        return sum(one.points == POINTS for one in self.judged)


def judge(item: ConsentItem, path: Sequence[str]) -> Judging:
    """Lay the choices so far beside the rules.

    Errors: ValueError for a choice that does not exist, and for more choices than situations.
    """
    if len(path) > len(item.situations):
        raise ValueError(f"item {item.key}: a choice after the end")
    judged = []
    for situation, step in zip(item.situations, path, strict=False):
        judged.append(_judged(item, situation, step))
    situations = (*item.situations, None)
    return Judging(tuple(path), tuple(judged), situations[len(path)], len(item.situations))


def _judged(item: ConsentItem, situation: Situation, step: str) -> Judged:
    chosen_verdict, _, chosen_decider = step.partition(".")
    key = rule(case_of(situation))
    return Judged(
        situation,
        item.rule(key),
        with_key(item.verdicts, verdict(key)),
        with_key(item.deciders, decider(key, situation.age)),
        with_key(item.verdicts, Verdict(chosen_verdict)),
        with_key(item.deciders, Decider(chosen_decider)),
    )
