"""A mock browser. The response is every step so far, for each case in turn:

`reden=…` (the reader's own words), `open=search` for each click, `genoeg`, then
`besluit=keep+search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from course.kinds.browse.browsing import DECISION, ENOUGH, OPEN, WHY, Browsing, Turn, browse
from course.kinds.browse.item import LONGEST, PAGE, BrowseItem, Deed, Message, Tab
from course.kinds.browse.points import POINTS
from course.kinds.browse.wording import SAMPLE
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
from course.text.names import tidy


@rules
class BrowseRules(Kind[BrowseItem]):
    """`stap` holds every step so far.

    The next: `reden`, `open`, or `keuze` with `bewijs`; `ga` says which was sent.
    """

    item_class = BrowseItem

    def read(self, item: BrowseItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = browse(item, path)
        except ValueError:
            return NotGradable(Reason.OUT_OF_STEP, "stap")
        sent = bool(first(form, "ga") or first(form, "open"))
        if now.stage is Turn.OVER or not sent:
            return path
        step = _next(now, form)
        return step if isinstance(step, NotGradable) else (*path, step)

    def fields(self, item: BrowseItem, response: Response) -> Form:  # noqa: ARG002
        return {"stap": response} if response else {"opnieuw": ["ja"]}

    def state(self, item: BrowseItem, response: Response) -> Browsing:
        return browse(item, response)

    def grade(self, item: BrowseItem, response: Response) -> Score:
        now = browse(item, response)
        return Score(now.points, now.most_points)

    def settles(self, item: BrowseItem, response: Response, earlier: int) -> bool:  # noqa: ARG002
        return browse(item, response).stage is Turn.OVER

    def remarks(self, item: BrowseItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
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

    def stored_keys(self, item: BrowseItem) -> Iterable[str]:
        """Tabs and deeds as steps are kept; a piece of evidence belongs to its case, and is part of
        the solution.
        """
        opened = (OPEN + tab.key for tab in item.tabs)
        return chain(opened, (DECISION + deed.key for deed in item.deeds))

    def pace(self, item: BrowseItem) -> Pace | None:  # noqa: ARG002
        return None  # clicking through tabs does not show in its words

    def printed(self, item: BrowseItem) -> Printed:
        return Printed(item.question)


def _next(now: Browsing, form: Form) -> str | NotGradable:
    """The step that this form takes, or what to mend in it."""
    if now.stage is Turn.WHY:
        return _why(tidy(first(form, "reden")))
    return _click(first(form, "open")) if now.stage is Turn.CLICK else _decision(now, form)


def _why(reason: str) -> str | NotGradable:
    if not reason:
        return NotGradable(Reason.NOTHING_WRITTEN, "reden")
    return WHY + reason if len(reason) <= LONGEST else NotGradable(Reason.TOO_LONG, "reden")


def _click(tab: str) -> str | NotGradable:
    if not tab:
        return ENOUGH
    return OPEN + tab if tab in {PAGE, *Tab} else NotGradable(Reason.UNKNOWN, "open")


def _decision(now: Browsing, form: Form) -> str | NotGradable:
    deed, evidence = first(form, "keuze"), first(form, "bewijs")
    if not deed:
        return NotGradable(Reason.NOTHING_CHOSEN, "keuze")
    if not evidence:
        return NotGradable(Reason.NOTHING_CHOSEN, "bewijs")
    if deed not in set(Deed) or evidence not in {one.key for one in now.offered}:
        return NotGradable(Reason.UNKNOWN, "keuze")
    return f"{DECISION}{deed}+{evidence}"


def _play(item: BrowseItem, *, right: bool) -> Form:
    path = [*chain.from_iterable(_solve(case, right=right) for case in item.cases)]
    deed, evidence = path[-1].removeprefix(DECISION).split("+")
    return {"stap": path[:-1], "keuze": [deed], "bewijs": [evidence], "ga": ["ja"]}


def _solve(case: Message, *, right: bool) -> list[str]:
    """The steps of one case, with the best or with a wrong decision."""
    good = next(one for one in case.findings if one.carries)
    bad = next(one for one in case.findings if one.tab == PAGE)
    wrong = next(deed for deed in Deed if deed is not case.right)
    decision = f"{case.right}+{good.key}" if right else f"{wrong}+{bad.key}"
    return [f"{WHY}{SAMPLE}", OPEN + good.tab, ENOUGH, DECISION + decision]
