"""Situations to judge, one at a time: the response is each verdict and decider so far, as
`arrange.parents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.consent.item import ConsentItem, Decider, Verdict
from course.kinds.consent.judging import POINTS, Judging, judge
from course.kinds.consent.law import case_of, decider, rule, verdict
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    NotGradable,
    Reason,
    Remark,
    Response,
    Score,
    every,
    first,
)
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import Html


@rules
class ConsentRules(Kind[ConsentItem]):
    """`stap` is every choice so far; `oordeel` and `beslist` the next, with `ga`.

    `terug` drops one, `opnieuw` all.
    """

    item_class = ConsentItem

    def read(self, item: ConsentItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = judge(item, path)
        except ValueError:
            return NotGradable(Reason.OUT_OF_STEP, "stap")
        if first(form, "terug"):
            return path[:-1]
        if now.now is None or not first(form, "ga"):
            return path
        step = _step(first(form, "oordeel"), first(form, "beslist"))
        return step if isinstance(step, NotGradable) else (*path, step)

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
            Remark(one.situation.told, one.points == POINTS, one.situation.text)
            for one in judge(item, response).judged
        ]

    def examples(self, item: ConsentItem) -> Examples:
        keys = [(one, rule(case_of(one))) for one in item.situations]
        right = [f"{verdict(key)}.{decider(key, one.age)}" for one, key in keys]
        wrong = [
            next(word for word in Verdict if word is not verdict(key)) + ".school"
            for _, key in keys
        ]
        return Examples(_sent(right), _sent(wrong), {"stap": ["bestaat-niet"]})

    def solution(self, item: ConsentItem) -> Mapping[str, object]:
        """By place, as an answer is kept without the name of its situation."""
        found: dict[str, object] = {}
        for number, situation in enumerate(item.situations, start=1):
            key = rule(case_of(situation))
            found[f"situation {number}"] = (
                situation.key,
                verdict(key),
                decider(key, situation.age),
            )
        return found

    def stored_keys(self, item: ConsentItem) -> Iterable[str]:
        return (named.key for named in (*item.verdicts, *item.deciders))

    def pace(self, item: ConsentItem) -> Pace | None:  # noqa: ARG002
        return None  # judging a situation does not show in its words

    def printed(self, item: ConsentItem) -> Printed:
        return Printed(item.question)


def _step(judged: str, decided: str) -> str | NotGradable:
    for field, chosen in (("oordeel", judged), ("beslist", decided)):
        if not chosen:
            return NotGradable(Reason.NOTHING_CHOSEN, field)
    known = judged in set(Verdict) and decided in set(Decider)
    return f"{judged}.{decided}" if known else NotGradable(Reason.UNKNOWN, "oordeel")


def _sent(path: Sequence[str]) -> Form:
    chosen = path[-1].split(".")
    return {"stap": list(path[:-1]), "oordeel": [chosen[0]], "beslist": [chosen[1]], "ga": ["ja"]}
