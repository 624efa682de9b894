"""The best and the worst reaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course.kinds.best_worst.item import BestWorstItem
from course.kinds.marking import (
    UNKNOWN,
    Examples,
    Form,
    Kind,
    NotGradable,
    Remark,
    Response,
    Score,
    first,
    require_known,
)
from course.kinds.registry import rules
from course.text.plain import Html


@rules
class BestWorstRules(Kind[BestWorstItem]):
    """Two option keys: the best, then the worst. Half the points for each.

    Units:  whole points, 2 possible.
    Errors: ValueError for an option the item does not have.
    """

    item_class = BestWorstItem

    def read(self, item: BestWorstItem, form: Form) -> Response | NotGradable:
        best, worst = first(form, "beste"), first(form, "slechtste")
        known = {option.key for option in item.options}
        if not best:
            return NotGradable("Kies ook de beste reactie.", "beste")
        if not worst:
            return NotGradable("Kies ook de slechtste reactie.", "slechtste")
        if {best, worst} - known:
            return NotGradable(UNKNOWN, "beste")
        if best == worst:
            return NotGradable("De beste en de slechtste reactie zijn nu dezelfde. Kies er twee.", "slechtste")
        return (best, worst)

    def fields(self, item: BestWorstItem, response: Response) -> Form:  # noqa: ARG002
        return {"beste": response[:1], "slechtste": response[1:]}

    def words(self, item: BestWorstItem, response: Response) -> Sequence[Html]:
        texts = {option.key: option.text for option in item.options}
        best, worst = response
        return [Html(f"Beste: {texts[best]}"), Html(f"Slechtste: {texts[worst]}")]

    def grade(self, item: BestWorstItem, response: Response) -> Score:
        require_known(item.key, set(response), {option.key for option in item.options})
        best, worst = response
        return Score(int(best == item.best) + int(worst == item.worst), 2)

    def verdicts(self, item: BestWorstItem, response: Response) -> Mapping[str, bool]:
        best, worst = response
        return {f"beste={best}": best == item.best, f"slechtste={worst}": worst == item.worst}

    def remarks(self, item: BestWorstItem, response: Response, *, full: bool) -> Sequence[Remark]:
        best, worst = response
        options = {option.key: option for option in item.options}
        said = [
            Remark(options[best].feedback, best == item.best, options[best].text),
            Remark(options[worst].feedback, worst == item.worst, options[worst].text),
        ]
        if full:
            said += [
                Remark(options[key].feedback, True, options[key].text)
                for key in (item.best, item.worst)
                if key not in (best, worst)
            ]
        return said

    def examples(self, item: BestWorstItem) -> Examples:
        return Examples(
            {"beste": [item.best], "slechtste": [item.worst]},
            {"beste": [item.worst], "slechtste": [item.best]},
            {"beste": [item.best], "slechtste": [item.best]},
        )
