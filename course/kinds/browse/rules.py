"""A mock browser. The response is every step so far, for each case in turn:

`reden=…` (the reader's own words), `open=search` for each click, `genoeg`, then `besluit=keep+search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from course.kinds.browse.item import PAGE, BrowseItem, Deed, Finding, Message, Tab, Words
from course.kinds.browse.points import POINTS, Decision, Marks, marks, offered
from course.kinds.marking import UNKNOWN, Examples, Form, Kind, NotGradable, Remark, Response, Score, every, first
from course.kinds.registry import rules
from course.text.names import tidy
from course.text.plain import Html

WHY, OPEN, ENOUGH, DECISION = "reden=", "open=", "genoeg", "besluit="
LONGEST = 400  # characters of a reason


class Stage(StrEnum):
    """What is asked now."""

    WHY = "why"
    CLICK = "click"
    DECIDE = "decide"
    OVER = "over"


@dataclass(frozen=True)
class Found:
    """One tab on the way, with what stood there; `answered` when that bears the right choice."""

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
    stage: Stage
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
        return self.stage in (Stage.WHY, Stage.OVER) and bool(self.solved)


def browse(item: BrowseItem, path: Sequence[str]) -> Browsing:
    """Follow these steps from the first case.

    Errors: ValueError for a step that does not exist, or that does not belong to the moment where it is taken.
    """
    solved: list[Solved] = []
    stage, reason = Stage.WHY, ""
    opened: tuple[str, ...] = ()
    for step in path:
        if len(solved) == len(item.cases):
            raise ValueError(f"item {item.key}: a step after the end")
        if stage is Stage.WHY and step.startswith(WHY):
            stage, reason = Stage.CLICK, _reason(step.removeprefix(WHY))
        elif stage is Stage.CLICK and step.startswith(OPEN):
            opened = (*opened, _tab(step.removeprefix(OPEN)))
            stage = Stage.DECIDE if len(opened) == item.clicks else stage
        elif stage is Stage.CLICK and step == ENOUGH:
            stage = Stage.DECIDE
        elif stage is Stage.DECIDE and step.startswith(DECISION):
            deed, _, evidence = step.removeprefix(DECISION).partition("+")
            solved.append(_solved(item, len(solved), reason, Decision(opened, Deed(deed), evidence)))
            stage, reason, opened = Stage.WHY, "", ()
        else:
            raise ValueError(f"item {item.key}: no step {step} at {stage}")
    case = item.cases[len(solved)] if len(solved) < len(item.cases) else None
    current = opened[-1] if opened else PAGE
    return Browsing(
        path=tuple(path),
        stage=stage if case else Stage.OVER,
        solved=tuple(solved),
        case=case,
        reason=reason,
        opened=opened,
        tabs=tuple(
            TabView(tab.key, tab.text, tab.key == current, tab.key in opened)
            for tab in (Words(PAGE, Html("Het bericht")), *item.tabs)
        ),
        shown=case.finding(current) if case and current != PAGE else None,
        offered=offered(case, opened) if case else (),
        total=len(item.cases),
        clicks=item.clicks,
    )


def _reason(text: str) -> str:
    if not text or len(text) > LONGEST or not text.isprintable():
        raise ValueError("no reason that can be kept")
    return text


def _tab(key: str) -> str:
    return PAGE if key == PAGE else Tab(key).value


def _solved(item: BrowseItem, number: int, reason: str, decision: Decision) -> Solved:
    case = item.cases[number]
    names = {PAGE: Html("Het bericht"), **{tab.key: tab.text for tab in item.tabs}}
    deeds = {deed.key: deed for deed in item.deeds}
    earned = marks(case, decision, item.few)
    return Solved(
        case=case,
        reason=reason,
        route=tuple(Found(names[key], case.finding(key) if key != PAGE else None) for key in decision.opened),
        chosen=deeds[decision.deed],
        right=deeds[case.right],
        evidence=case.finding(decision.evidence),
        marks=earned,
        missed=tuple(names[one.tab] for one in case.findings if one.carries and one.tab not in decision.opened),
    )


@rules
class BrowseRules(Kind[BrowseItem]):
    """`stap` holds every step so far. The next: `reden`, `open`, or `keuze` with `bewijs`; `ga` says which was sent."""

    item_class = BrowseItem

    def read(self, item: BrowseItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = browse(item, path)
        except (ValueError, KeyError):
            return NotGradable("Deze stappen horen niet bij deze oefening. Ga hieronder verder.", "stap")
        sent = bool(first(form, "ga") or first(form, "open"))
        if now.stage is Stage.OVER or not sent:
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
        return browse(item, response).stage is Stage.OVER

    def remarks(self, item: BrowseItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return [
            Remark(one.case.told, one.marks.total == POINTS, one.case.title) for one in browse(item, response).solved
        ]

    def examples(self, item: BrowseItem) -> Examples:
        return Examples(_play(item, right=True), _play(item, right=False), {"stap": ["bestaat-niet"]})


def _next(now: Browsing, form: Form) -> str | NotGradable:
    """The step that this form takes, or what to mend in it."""
    if now.stage is Stage.WHY:
        reason = tidy(first(form, "reden"))
        if not reason:
            return NotGradable("Schrijf eerst in één zin wat u denkt. Het wordt niet beoordeeld.", "reden")
        if len(reason) > LONGEST:
            return NotGradable(f"Houd het kort: hooguit {LONGEST} tekens.", "reden")
        return WHY + reason
    if now.stage is Stage.CLICK:
        tab = first(form, "open")
        if not tab:
            return ENOUGH
        return OPEN + tab if tab in {PAGE, *Tab} else NotGradable(UNKNOWN, "open")
    deed, evidence = first(form, "keuze"), first(form, "bewijs")
    if not deed:
        return NotGradable("Kies wat u met het bericht doet.", "keuze")
    if not evidence:
        return NotGradable("Wijs één bewijs aan.", "bewijs")
    if deed not in set(Deed) or evidence not in {one.key for one in now.offered}:
        return NotGradable(UNKNOWN, "keuze")
    return f"{DECISION}{deed}+{evidence}"


def _play(item: BrowseItem, *, right: bool) -> Form:
    path: list[str] = []
    for case in item.cases:
        good = next(one for one in case.findings if one.carries)
        bad = next(one for one in case.findings if one.tab == PAGE)
        wrong = next(deed for deed in Deed if deed is not case.right)
        path += [f"{WHY}Ik weet het nog niet.", OPEN + good.tab, ENOUGH]
        path.append(f"{DECISION}{case.right if right else wrong}+{(good if right else bad).key}")
    deed, evidence = path[-1].removeprefix(DECISION).split("+")
    return {"stap": path[:-1], "keuze": [deed], "bewijs": [evidence], "ga": ["ja"]}
