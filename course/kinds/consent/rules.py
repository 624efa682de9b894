"""Situations to judge, one at a time: the response is each verdict and decider so far, as `arrange.parents`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.kinds.consent.item import ConsentItem, Decider, Named, RuleText, Situation, Verdict
from course.kinds.consent.law import case_of, decider, rule, verdict
from course.kinds.marking import UNKNOWN, Examples, Form, Kind, NotGradable, Remark, Response, Score, every, first
from course.kinds.registry import rules
from course.text.plain import Html

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
    judged = tuple(_judged(item, one, step) for one, step in zip(item.situations, path, strict=False))
    total = len(item.situations)
    return Judging(tuple(path), judged, item.situations[len(path)] if len(path) < total else None, total)


def _judged(item: ConsentItem, situation: Situation, step: str) -> Judged:
    chosen_verdict, _, chosen_decider = step.partition(".")
    key = rule(case_of(situation))
    return Judged(
        situation,
        item.rule(key),
        _named(item.verdicts, verdict(key)),
        _named(item.deciders, decider(key, situation.age)),
        _named(item.verdicts, Verdict(chosen_verdict)),
        _named(item.deciders, Decider(chosen_decider)),
    )


def _named(words: Sequence[Named], key: str) -> Named:
    return next(word for word in words if word.key == key)


@rules
class ConsentRules(Kind[ConsentItem]):
    """`stap` is every choice so far; `oordeel` and `beslist` the next, with `ga`. `terug` drops one, `opnieuw` all."""

    item_class = ConsentItem

    def read(self, item: ConsentItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = judge(item, path)
        except ValueError:
            return NotGradable("Deze stappen horen niet bij deze oefening. Ga hieronder verder.", "stap")
        if first(form, "terug"):
            return path[:-1]
        if now.now is None or not first(form, "ga"):
            return path
        chosen = first(form, "oordeel"), first(form, "beslist")
        if not all(chosen):
            missing = "een oordeel" if not chosen[0] else "wie er beslist"
            return NotGradable(f"Kies ook {missing}.", "beslist" if chosen[0] else "oordeel")
        if chosen[0] not in set(Verdict) or chosen[1] not in set(Decider):
            return NotGradable(UNKNOWN, "oordeel")
        return (*path, ".".join(chosen))

    def fields(self, item: ConsentItem, response: Response) -> Form:  # noqa: ARG002
        return {"stap": response} if response else {"opnieuw": ["ja"]}

    def words(self, item: ConsentItem, response: Response) -> Sequence[Html]:
        return [one.chosen_verdict.text for one in judge(item, response).judged]

    def state(self, item: ConsentItem, response: Response) -> Judging:
        return judge(item, response)

    def grade(self, item: ConsentItem, response: Response) -> Score:
        now = judge(item, response)
        return Score(now.points, now.most_points)

    def settles(self, item: ConsentItem, response: Response, earlier: int) -> bool:  # noqa: ARG002
        return judge(item, response).now is None

    def remarks(self, item: ConsentItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return [
            Remark(one.situation.told, one.points == POINTS, one.situation.text) for one in judge(item, response).judged
        ]

    def examples(self, item: ConsentItem) -> Examples:
        keys = [(one, rule(case_of(one))) for one in item.situations]
        right = [f"{verdict(key)}.{decider(key, one.age)}" for one, key in keys]
        wrong = [next(word for word in Verdict if word is not verdict(key)) + ".school" for _, key in keys]
        return Examples(_sent(right), _sent(wrong), {"stap": ["bestaat-niet"]})


def _sent(path: Sequence[str]) -> Form:
    chosen = path[-1].split(".")
    return {"stap": list(path[:-1]), "oordeel": [chosen[0]], "beslist": [chosen[1]], "ga": ["ja"]}
