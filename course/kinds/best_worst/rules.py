"""The best and the worst reaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from course.kinds.best_worst.item import BestWorstItem
from course.kinds.item import Option
from course.kinds.kind import Ballot, Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    NotGradable,
    Reason,
    Remark,
    Response,
    Score,
    by_key,
    first,
    require_known,
)
from course.kinds.options import chosen_texts, keys_of, pace_of_options, printed_options
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import NO_TEXT, Html

BEST, WORST = "beste", "slechtste"  # the form fields


@rules
class BestWorstRules(Kind[BestWorstItem]):
    """Two option keys: the best, then the worst. Half the points for each.

    Units:  whole points, 2 possible.
    Errors: ValueError for an option the item does not have, and for another number of them than
            two.
    """

    item_class = BestWorstItem
    votable = True

    def read(self, item: BestWorstItem, form: Form) -> Response | NotGradable:
        best, worst = first(form, BEST), first(form, WORST)
        for field, chosen in ((BEST, best), (WORST, worst)):
            if not chosen:
                return NotGradable(Reason.NOTHING_CHOSEN, field)
        if {best, worst} - set(keys_of(item.options)):
            return NotGradable(Reason.UNKNOWN, BEST)
        return NotGradable(Reason.THE_SAME, WORST) if best == worst else (best, worst)

    def fields(self, item: BestWorstItem, response: Response) -> Form:  # noqa: ARG002
        return {BEST: response[:1], WORST: response[1:]}

    def words(self, item: BestWorstItem, response: Response) -> Sequence[Html]:
        return chosen_texts(item.options, response)

    def grade(self, item: BestWorstItem, response: Response) -> Score:
        require_known(item.key, response, keys_of(item.options))
        best, worst = response
        return Score(int(best == item.best) + int(worst == item.worst), 2)

    def verdicts(self, item: BestWorstItem, response: Response) -> Mapping[str, bool]:
        best, worst = response
        return {f"{BEST}={best}": best == item.best, f"{WORST}={worst}": worst == item.worst}

    def remarks(self, item: BestWorstItem, response: Response, *, full: bool) -> Sequence[Remark]:
        options = by_key(item.options)
        best, worst = (options[key] for key in response)
        said = [
            Remark(best.feedback, best.key == item.best, best.text),
            Remark(worst.feedback, worst.key == item.worst, worst.text),
        ]
        if not full:
            return said
        due = {"best": (item.best, best), "worst": (item.worst, worst)}
        missed = {
            role: options[right] for role, (right, given) in due.items() if given.key != right
        }
        told = {best.key, worst.key}  # what was chosen in the other place is explained already
        return said + [
            Remark(NO_TEXT if one.key in told else one.feedback, True, key=one.text, role=role)
            for role, one in missed.items()
        ]

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

    def stored_keys(self, item: BestWorstItem) -> Iterable[str]:
        return keys_of(item.options)

    def pace(self, item: BestWorstItem) -> Pace:
        return pace_of_options(item, item.options, 2)

    def printed(self, item: BestWorstItem) -> Printed:
        return printed_options(item, item.options)

    def wrong_options(self, item: BestWorstItem) -> Sequence[Option]:
        """The worst one: those in between are half right, and show no single idea."""
        return [option for option in item.options if option.key == item.worst]

    def ballot(self, item: BestWorstItem) -> Ballot:
        right = {BEST: frozenset({item.best}), WORST: frozenset({item.worst})}
        return Ballot(item, item.options, right)
