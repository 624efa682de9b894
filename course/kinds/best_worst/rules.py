"""The best and the worst reaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from course.kinds.best_worst.item import BestWorstItem
from course.kinds.item import Option
from course.kinds.kind import Ballot
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    keys_of,
    picked_all,
    require_known,
)
from course.kinds.options import OptionsKind, pace_of_options
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import NO_TEXT

BEST, WORST = "beste", "slechtste"  # the form fields


@rules
class BestWorstRules(OptionsKind[BestWorstItem]):
    """Two option keys: the best, then the worst. Half the points for each.

    Units:  whole points, 2 possible.
    Errors: ValueError for an option the item does not have, and for another number of them than
            two.
    """

    item_class = BestWorstItem
    votable = True

    def given(self, item: BestWorstItem, form: Form) -> Response:
        keys = keys_of(item.options)
        best, worst = picked_all(form, BEST, WORST)
        if {best, worst}.difference(keys):
            raise Refused(Reason.UNKNOWN, BEST)
        if best == worst:
            raise Refused(Reason.THE_SAME, WORST)
        return best, worst

    def fields(self, item: BestWorstItem, response: Response) -> Form:
        return {BEST: response[:1], WORST: response[1:]}

    def grade(self, item: BestWorstItem, response: Response) -> Score:
        require_known(item.key, response, keys_of(item.options))
        best, worst = response
        return Score(int(best == item.best) + int(worst == item.worst), 2)

    def verdicts(self, item: BestWorstItem, response: Response) -> Mapping[str, bool]:
        best, worst = response
        return {f"{BEST}={best}": best == item.best, f"{WORST}={worst}": worst == item.worst}

    def remarks(self, item: BestWorstItem, response: Response, *, full: bool) -> Sequence[Remark]:
        best, worst = map(item.option, response)
        said = [
            Remark(best.feedback, best.key == item.best, best.text),
            Remark(worst.feedback, worst.key == item.worst, worst.text),
        ]
        if not full:
            return said
        for role, right, given in (("best", item.best, best), ("worst", item.worst, worst)):
            if given.key != right:
                one = item.option(right)
                # what was chosen in the other place is explained already
                told = one.feedback
                if right in response:
                    told = NO_TEXT
                said.append(Remark(told, True, key=one.text, role=role))
        return said

    def key_parts(self, item: BestWorstItem) -> Collection[str]:
        return f"{BEST}={item.best}", f"{WORST}={item.worst}"

    def examples(self, item: BestWorstItem) -> Examples:
        return Examples(
            {BEST: [item.best], WORST: [item.worst]},
            {BEST: [item.worst], WORST: [item.best]},
            {BEST: [item.best], WORST: [item.best]},
        )

    def solution(self, item: BestWorstItem) -> Mapping[str, object]:
        return {"best": item.best, "worst": item.worst}

    def pace(self, item: BestWorstItem) -> Pace:
        return pace_of_options(item, item.options, 2)

    def wrong_options(self, item: BestWorstItem) -> Sequence[Option]:
        """The worst one: those in between are half right, and show no single idea."""
        return [item.option(item.worst)]

    def ballot(self, item: BestWorstItem) -> Ballot:
        right = {BEST: frozenset({item.best}), WORST: frozenset({item.worst})}
        return Ballot(item, item.options, right)
