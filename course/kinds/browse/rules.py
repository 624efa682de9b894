"""A mock browser. The response is every step so far, for each case in turn:

`reden=…` (the reader's own words), `open=search` for each click, `genoeg`, then
`besluit=keep+search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean

from course.kinds.browse.browsing import DECISION, ENOUGH, OPEN, TABS, WHY, Browsing, Turn, browse
from course.kinds.browse.item import LONGEST, PAGE, BrowseItem, Deed, Message
from course.kinds.browse.points import POINTS
from course.kinds.browse.wording import SAMPLE
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
    picked,
    picked_all,
    written,
)
from course.kinds.pace import Pace, always_read
from course.kinds.registry import rules
from course.kinds.steps import StepsKind
from course.text.names import tidy
from course.text.readability import count_words


@rules
class BrowseRules(StepsKind[BrowseItem, Browsing]):
    """`stap` holds every step so far.

    The next: `reden`, `open`, or `keuze` with `bewijs`; `ga` says which was sent.
    """

    item_class = BrowseItem

    def further(self, item: BrowseItem, now: Browsing, path: Response, form: Form) -> Response:
        is_sent = first(form, "ga") or first(form, "open")
        if now.over or not is_sent:
            return path
        return (*path, _STEPS[now.stage](now, form))

    def state(self, item: BrowseItem, response: Response) -> Browsing:
        return browse(item, response)

    def grade(self, item: BrowseItem, response: Response) -> Score:
        now = browse(item, response)
        return Score(now.points, now.most_points)

    def pace(self, item: BrowseItem) -> Pace:
        """Who looks well: the message, a tab that answers and one that does not, and what is told
        afterwards. Each case asks to go, to open twice, to stop, a deed and its evidence; the
        reason beforehand may stay empty.
        """
        return Pace(always_read(item) + sum(map(_read, item.cases)), DECISIONS * len(item.cases))

    def remarks(self, item: BrowseItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said = []
        for one in browse(item, response).solved:
            said.append(Remark(one.case.told, one.marks.total == POINTS, one.case.title))
        return said

    def examples(self, item: BrowseItem) -> Examples:
        return Examples(
            _play(item, right=True), _play(item, right=False), {"stap": ["bestaat-niet"]}
        )

    def solution(self, item: BrowseItem) -> Mapping[str, object]:
        """By place, as a decision is kept without the name of its case."""
        found: dict[str, object] = {"clicks": (item.clicks, item.few)}
        for number, case in enumerate(item.cases, start=1):
            evidence = {one.key: (one.tab, one.carries) for one in case.findings}
            found[f"case {number}"] = (case.key, case.right, evidence)
        return found

    def labels(self, item: BrowseItem) -> Iterable[str]:
        """What there is to see in each photo."""
        return (case.alt for case in item.cases)

    def stored_keys(self, item: BrowseItem) -> Iterable[str]:
        """Tabs and deeds as steps are kept; a piece of evidence belongs to its case, and is part of
        the solution.
        """
        opened = [OPEN + tab.key for tab in item.tabs]
        decided = [DECISION + deed.key for deed in item.deeds]
        return (*opened, *decided)


def _read(case: Message) -> float:
    """The words of one case that are read on the way."""
    words = sum(map(count_words, (case.by, case.title, case.text, case.told, case.expert)))
    outside: list[int] = []
    for one in case.findings:
        if one.tab == PAGE:
            words += count_words(one.text)
        else:
            outside.append(count_words(one.shown) + count_words(one.text))
    return words + OPENED * mean(outside)


def _why(now: Browsing, form: Form) -> str:  # noqa: ARG001 - as the other steps
    reason = tidy(first(form, "reden"))
    if not reason:
        return WHY
    return WHY + written(reason, "reden", LONGEST)


def _click(now: Browsing, form: Form) -> str:  # noqa: ARG001 - as the other steps
    if not first(form, "open"):
        return ENOUGH
    return OPEN + picked(form, "open", TABS)


def _decision(now: Browsing, form: Form) -> str:
    deed, evidence = picked_all(form, "keuze", "bewijs")
    if deed not in set(Deed) or evidence not in keys_of(now.offered):
        raise Refused(Reason.UNKNOWN, "keuze")
    return f"{DECISION}{deed}+{evidence}"


OPENED, DECISIONS = 2, 6  # opened and decided in one case, by who looks well
_STEPS = {Turn.WHY: _why, Turn.CLICK: _click, Turn.DECIDE: _decision}  # what a form may add


def _play(item: BrowseItem, *, right: bool) -> Form:
    path: list[str] = []
    for case in item.cases:
        path += _solve(case, right=right)
    deed, evidence = path[-1].removeprefix(DECISION).split("+")
    return {"stap": path[:-1], "keuze": [deed], "bewijs": [evidence], "ga": ["ja"]}


def _solve(case: Message, *, right: bool) -> list[str]:
    """The steps of one case, with the best or with a wrong decision."""
    good, *_ = [one for one in case.findings if one.carries]
    decision = f"{case.right}+{good.key}"
    if not right:  # another deed than the right one, on what stands on the page itself
        bad, *_ = [one for one in case.findings if one.tab == PAGE]
        wrong, *_ = [deed for deed in Deed if deed is not case.right]
        decision = f"{wrong}+{bad.key}"
    return [f"{WHY}{SAMPLE}", OPEN + good.tab, ENOUGH, DECISION + decision]
