"""Where somebody stands in the mock browser, after these steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from course.kinds.browse.item import LONGEST, PAGE, BrowseItem, Deed, Finding, Message, Tab, Words
from course.kinds.browse.points import POINTS, Decision, Marks, marks, offered
from course.kinds.marking import by_key
from course.text.plain import NO_TEXT, Html

WHY, OPEN, ENOUGH, DECISION = "reden=", "open=", "genoeg", "besluit="
TABS = frozenset({PAGE, *Tab})


class Turn(StrEnum):
    """What is asked now."""

    WHY = "why"
    CLICK = "click"
    DECIDE = "decide"
    OVER = "over"


@dataclass(frozen=True)
class Found:
    """One tab on the way, with what stood there; `answered` when that bears the right choice.

    The page of the message itself has no name.
    """

    name: Html
    finding: Finding | None  # None: the page of the message again

    @property
    def answered(self) -> bool:
        """Whether the answer stood here."""
        return self.finding is not None and self.finding.carries


@dataclass(frozen=True)
class Solved:
    """A case that is behind: the way, what was decided, and the points."""

    case: Message
    reason: str
    route: tuple[Found, ...]
    chosen: Words
    right: Words
    evidence: Finding
    marks: Marks
    missed: tuple[Html, ...]  # tabs where the answer stood too, and that stayed shut
    most: int = POINTS


@dataclass(frozen=True)
class TabView:
    """One tab of the browser."""

    key: str
    text: Html
    current: bool
    visited: bool


@dataclass(frozen=True)
class Browsing:
    """Where the exercise stands."""

    path: tuple[str, ...]
    stage: Turn
    solved: tuple[Solved, ...]
    case: Message | None
    reason: str
    opened: tuple[str, ...]
    tabs: tuple[TabView, ...]
    shown: Finding | None  # None: the message itself
    offered: tuple[Finding, ...]
    total: int
    clicks: int

    @property
    def over(self) -> bool:
        """Whether every case is behind."""
        return self.stage is Turn.OVER

    @property
    def number(self) -> int:
        """The case that is asked, from 1."""
        return len(self.solved) + 1

    @property
    def left(self) -> int:
        """Clicks that are left in this case."""
        return self.clicks - len(self.opened)

    @property
    def points(self) -> int:
        """Points so far."""
        return sum(one.marks.total for one in self.solved)

    @property
    def most_points(self) -> int:
        """Points for all cases."""
        return POINTS * self.total

    @property
    def starts_case(self) -> bool:
        """Whether the last thing that happened was the end of the case before."""
        return self.stage in (Turn.WHY, Turn.OVER) and bool(self.solved)


@dataclass(frozen=True)
class _Point:
    """How far a path has come: cases behind it, and what was done in the one that is asked."""

    solved: tuple[Solved, ...] = ()
    stage: Turn = Turn.WHY
    reason: str = ""
    opened: tuple[str, ...] = ()


def browse(item: BrowseItem, path: Sequence[str]) -> Browsing:
    """Follow these steps from the first case.

    Errors: ValueError for a step that does not exist, or that does not belong to the moment where
            it is taken.
    """
    point = _Point()
    for step in path:
        point = _after(item, point, step)
    current = (PAGE, *point.opened)[-1]
    tabs: list[TabView] = []
    for tab in (Words(PAGE, NO_TEXT), *item.tabs):
        visited = tab.key in point.opened
        tabs.append(TabView(tab.key, tab.text, tab.key == current, visited))
    case, shown = None, None
    at_hand: tuple[Finding, ...] = ()
    if point.stage is not Turn.OVER:
        case = item.cases[len(point.solved)]
        shown = _seen(case, current)
        at_hand = offered(case, point.opened)
    return Browsing(
        path=tuple(path),
        stage=point.stage,
        solved=point.solved,
        case=case,
        reason=point.reason,
        opened=point.opened,
        tabs=tuple(tabs),
        shown=shown,
        offered=at_hand,
        total=len(item.cases),
        clicks=item.clicks,
    )


def _after(item: BrowseItem, point: _Point, step: str) -> _Point:
    """One step further. ValueError when it cannot be taken here."""
    name, sign, value = step.partition("=")
    take = _TAKEN.get((point.stage, name + sign))
    if take is None:
        raise ValueError(f"item {item.key}: no step {step} at {point.stage}")
    return take(item, point, value)


def _say_why(item: BrowseItem, point: _Point, value: str) -> _Point:  # noqa: ARG001 - as the others
    if len(value) > LONGEST or not value.isprintable():
        raise ValueError("no reason that can be kept")
    return replace(point, stage=Turn.CLICK, reason=value)


def _open(item: BrowseItem, point: _Point, value: str) -> _Point:
    if value not in TABS:
        raise ValueError(f"no tab {value}")
    further = replace(point, opened=(*point.opened, value))
    if len(further.opened) == item.clicks:
        return replace(further, stage=Turn.DECIDE)
    return further


def _stop(item: BrowseItem, point: _Point, value: str) -> _Point:  # noqa: ARG001 - as the others
    return replace(point, stage=Turn.DECIDE)


def _decide(item: BrowseItem, point: _Point, value: str) -> _Point:
    solved = (*point.solved, _solved(item, point, value))
    if len(solved) == len(item.cases):
        return _Point(solved, Turn.OVER)
    return _Point(solved)


_TAKEN = {  # what each step does at the moment where it may be taken
    (Turn.WHY, WHY): _say_why,
    (Turn.CLICK, OPEN): _open,
    (Turn.CLICK, ENOUGH): _stop,
    (Turn.DECIDE, DECISION): _decide,
}


def _seen(case: Message, tab: str) -> Finding | None:
    """What stands in a tab; None for the page of the message."""
    if tab == PAGE:
        return None
    return case.finding(tab)


def _solved(item: BrowseItem, point: _Point, decided: str) -> Solved:
    case = item.cases[len(point.solved)]
    deed, _, evidence = decided.partition("+")
    decision = Decision(point.opened, Deed(deed), evidence)
    earned = marks(case, decision, item.few)  # rules out evidence that was not found
    names = {PAGE: NO_TEXT, **{tab.key: tab.text for tab in item.tabs}}
    deeds = by_key(item.deeds)
    route = [Found(names[tab], _seen(case, tab)) for tab in point.opened]
    missed: list[Html] = []
    for one in case.findings:
        if one.carries and one.tab not in point.opened:
            missed.append(names[one.tab])
    return Solved(
        case=case,
        reason=point.reason,
        route=tuple(route),
        chosen=deeds[decision.deed],
        right=deeds[case.right],
        evidence=case.finding(evidence),
        marks=earned,
        missed=tuple(missed),
    )
