"""A mock browser. The response is every step so far, for each case in turn:

`reden=…` (the reader's own words), `open=search` for each click, `genoeg`, then
`besluit=keep+search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from statistics import mean

from course.kinds.browse.browsing import DECISION, ENOUGH, OPEN, WHY, Browsing, Turn, browse
from course.kinds.browse.item import LONGEST, PAGE, BrowseItem, Deed, Message, Tab
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
    written,
)
from course.kinds.pace import Pace, always_read, count
from course.kinds.registry import rules
from course.kinds.steps import StepsKind
from course.text.names import tidy


@rules
class BrowseRules(StepsKind[BrowseItem, Browsing]):
    """`stap` holds every step so far.

    The next: `reden`, `open`, or `keuze` with `bewijs`; `ga` says which was sent.
    """

    item_class = BrowseItem

    def further(self, item: BrowseItem, now: Browsing, path: Response, form: Form) -> Response:
        sent = first(form, "ga") or first(form, "open")
        return (*path, _STEPS[now.stage](now, form)) if sent and not now.over else path

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
        return [
            Remark(one.case.told, one.marks.total == POINTS, one.case.title)
            for one in browse(item, response).solved
        ]

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
        opened = (OPEN + tab.key for tab in item.tabs)
        return chain(opened, (DECISION + deed.key for deed in item.deeds))


def _read(case: Message) -> float:
    """The words of one case that are read on the way."""
    page = [one for one in case.findings if one.tab == PAGE]
    outside = [count(one.shown) + count(one.text) for one in case.findings if one.tab != PAGE]
    shown = (case.by, case.title, case.text, case.told, case.expert, *(one.text for one in page))
    return sum(map(count, shown)) + TABS * mean(outside)


def _why(now: Browsing, form: Form) -> str:  # noqa: ARG001 - as the other steps
    reason = tidy(first(form, "reden"))
    return WHY + (written(reason, "reden", LONGEST) if reason else "")


def _click(now: Browsing, form: Form) -> str:  # noqa: ARG001 - as the other steps
    if not first(form, "open"):
        return ENOUGH
    return OPEN + picked(form, "open", {PAGE, *Tab})


def _decision(now: Browsing, form: Form) -> str:
    deed, evidence = first(form, "keuze"), first(form, "bewijs")
    for field in ("keuze", "bewijs"):
        if not first(form, field):
            raise Refused(Reason.NOTHING_CHOSEN, field)
    if deed not in set(Deed) or evidence not in keys_of(now.offered):
        raise Refused(Reason.UNKNOWN, "keuze")
    return f"{DECISION}{deed}+{evidence}"


TABS, DECISIONS = 2, 6  # opened and decided in one case, by who looks well
_STEPS = {Turn.WHY: _why, Turn.CLICK: _click, Turn.DECIDE: _decision}  # what a form may add


def _play(item: BrowseItem, *, right: bool) -> Form:
    path = [*chain.from_iterable(_solve(case, right=right) for case in item.cases)]
    deed, evidence = path[-1].removeprefix(DECISION).split("+")
    return {"stap": path[:-1], "keuze": [deed], "bewijs": [evidence], "ga": ["ja"]}


def _solve(case: Message, *, right: bool) -> list[str]:
    """The steps of one case, with the best or with a wrong decision."""
    good = next(one for one in case.findings if one.carries)
    decision = f"{case.right}+{good.key}" if right else _wrong_decision(case)
    return [f"{WHY}{SAMPLE}", OPEN + good.tab, ENOUGH, DECISION + decision]


def _wrong_decision(case: Message) -> str:
    """Another deed than the right one, on what stands on the page itself."""
    bad = next(one for one in case.findings if one.tab == PAGE)
    wrong = next(deed for deed in Deed if deed is not case.right)
    return f"{wrong}+{bad.key}"
