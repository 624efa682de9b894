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
    over = len(point.solved) == len(item.cases)
    case = None if over else item.cases[len(point.solved)]
    current = point.opened[-1] if point.opened else PAGE
    all_tabs = (Words(PAGE, NO_TEXT), *item.tabs)
    return Browsing(
        path=tuple(path),
        stage=Turn.OVER if over else point.stage,
        solved=point.solved,
        case=case,
        reason=point.reason,
        opened=point.opened,
        tabs=tuple(
            TabView(tab.key, tab.text, tab.key == current, tab.key in point.opened)
            for tab in all_tabs
        ),
        shown=case.finding(current) if case and current != PAGE else None,
        offered=offered(case, point.opened) if case else (),
        total=len(item.cases),
        clicks=item.clicks,
    )


def _after(item: BrowseItem, point: _Point, step: str) -> _Point:
    """One step further. ValueError when it cannot be taken here."""
    if len(point.solved) == len(item.cases):
        raise ValueError(f"item {item.key}: a step after the end")
    name, sign, value = step.partition("=")
    take = _TAKEN.get((point.stage, name + sign))
    if take is None:
        raise ValueError(f"item {item.key}: no step {step} at {point.stage}")
    return take(item, point, value)


def _say_why(item: BrowseItem, point: _Point, value: str) -> _Point:  # noqa: ARG001 - as the others
    return replace(point, stage=Turn.CLICK, reason=_reason(value))


def _open(item: BrowseItem, point: _Point, value: str) -> _Point:
    opened = (*point.opened, _tab(value))
    last = len(opened) == item.clicks
    return replace(point, opened=opened, stage=Turn.DECIDE if last else Turn.CLICK)


def _stop(item: BrowseItem, point: _Point, value: str) -> _Point:  # noqa: ARG001 - as the others
    return replace(point, stage=Turn.DECIDE)


def _decide(item: BrowseItem, point: _Point, value: str) -> _Point:
    return _Point(solved=(*point.solved, _solved(item, point, value)))


_TAKEN = {  # what each step does at the moment where it may be taken
    (Turn.WHY, WHY): _say_why,
    (Turn.CLICK, OPEN): _open,
    (Turn.CLICK, ENOUGH): _stop,
    (Turn.DECIDE, DECISION): _decide,
}


def _reason(text: str) -> str:
    if len(text) > LONGEST or not text.isprintable():
        raise ValueError("no reason that can be kept")
    return text


def _tab(key: str) -> str:
    return PAGE if key == PAGE else Tab(key).value


def _solved(item: BrowseItem, point: _Point, decided: str) -> Solved:
    case = item.cases[len(point.solved)]
    deed, _, evidence = decided.partition("+")
    decision = Decision(point.opened, Deed(deed), evidence)
    earned = marks(case, decision, item.few)  # rules out evidence that was not found
    names = {PAGE: NO_TEXT, **{tab.key: tab.text for tab in item.tabs}}
    deeds = by_key(item.deeds)
    missed = (one.tab for one in case.findings if one.carries and one.tab not in point.opened)
    return Solved(
        case=case,
        reason=point.reason,
        route=tuple(
            Found(names[key], case.finding(key) if key != PAGE else None) for key in point.opened
        ),
        chosen=deeds[decision.deed],
        right=deeds[case.right],
        evidence=case.finding(evidence),
        marks=earned,
        missed=tuple(names[tab] for tab in missed),
    )
