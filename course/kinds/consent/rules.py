"""Situations to judge, one at a time: the response is each verdict and decider so far, as
`arrange.parents`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.consent.item import ConsentItem, Decider, Verdict
from course.kinds.consent.judging import POINTS, Judging, judge
from course.kinds.consent.law import case_of, decider, rule, verdict
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    first,
    keys_of,
    picked_all,
)
from course.kinds.registry import rules
from course.kinds.steps import StepsKind
from course.text.plain import Html


@rules
class ConsentRules(StepsKind[ConsentItem, Judging]):
    """`stap` is every choice so far; `oordeel` and `beslist` the next, with `ga`.

    `terug` drops one, `opnieuw` all.
    """

    item_class = ConsentItem

    def further(self, item: ConsentItem, now: Judging, path: Response, form: Form) -> Response:
        if first(form, "terug"):
            return path[:-1]
        if now.over or not first(form, "ga"):
            return path
        return (*path, _step(form))

    def words(self, item: ConsentItem, response: Response) -> Sequence[Html]:
        return [one.chosen_verdict.text for one in judge(item, response).judged]

    def state(self, item: ConsentItem, response: Response) -> Judging:
        return judge(item, response)

    def grade(self, item: ConsentItem, response: Response) -> Score:
        now = judge(item, response)
        return Score(now.points, now.most_points)

    def remarks(self, item: ConsentItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said = []
        for one in judge(item, response).judged:
            situation = one.situation
            said.append(Remark(situation.told, one.points == POINTS, situation.text))
        return said

    def examples(self, item: ConsentItem) -> Examples:
        right: list[str] = []
        wrong: list[str] = []
        for situation in item.situations:
            key = rule(case_of(situation))
            others = [word for word in Verdict if word is not verdict(key)]
            right.append(f"{verdict(key)}.{decider(key, situation.age)}")
            wrong.append(f"{others[0]}.school")
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
        return keys_of((*item.verdicts, *item.deciders))


def _step(form: Form) -> str:
    """The verdict and the decider of one situation."""
    judged, decided = picked_all(form, "oordeel", "beslist")
    if judged not in set(Verdict) or decided not in set(Decider):
        raise Refused(Reason.UNKNOWN, "oordeel")
    return f"{judged}.{decided}"


def _sent(path: Sequence[str]) -> Form:
    chosen = path[-1].split(".")
    return {"stap": list(path[:-1]), "oordeel": [chosen[0]], "beslist": [chosen[1]], "ga": ["ja"]}
