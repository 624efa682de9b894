"""A group as one bar in parts, with the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from course.domain.duties.small_groups import too_small
from course.domain.duties.states import DutyState, StateCounts
from course.store.duties.totals import GroupCounts
from course.text.numbers import percent
from course.web.page.formats import whole
from course.web.page.labels import STATES
from course.web.page.parts import BarPart, BarRow

NOBODY = "Geen opdracht"
IN_BAR = (
    DutyState.DONE,
    DutyState.BUSY,
    DutyState.NOT_STARTED,
    DutyState.OPEN,
    DutyState.OVERDUE,
    DutyState.PAUSED,
)


def legend(rows: Sequence[BarRow]) -> str:
    """The states that stand in these bars, in their order; empty when there is no bar."""
    drawn = {part.state for part in chain.from_iterable(row.parts for row in rows)}
    names = [STATES[state].lower() for state in IN_BAR if state.value in drawn]
    return f"Van links naar rechts: {', '.join(names)}." if names else ""


def group_bar(label: str, group: GroupCounts, url: str) -> BarRow:
    """A group with its bar. A small one has no bar and no percentage: its numbers stand in the list
    of people that it leads to, so they stand here too.
    """
    if not group.people:
        return BarRow(label, None, counts_words(group.counts) or NOBODY, url)
    if too_small(group.people):
        return without_bar(label, group, url)
    share = percent(group.done, group.people)
    words = f"{share}% · {counts_words(group.counts)}"
    return BarRow(label, share, words, url, tuple(bar_parts(group.counts)))


def without_bar(label: str, group: GroupCounts, url: str) -> BarRow:
    """A group in numbers alone."""
    return BarRow(label, None, counts_words(group.counts), url)


def bar_parts(counts: StateCounts) -> Iterator[BarPart]:
    """The parts of a bar, in percent of who is in it."""
    ends = list(accumulate(counts[state] for state in IN_BAR))
    starts = [0, *ends]
    for state, start, end in zip(IN_BAR, starts, ends, strict=False):
        if end > start:
            share = round(100 * (end - start) / ends[-1], 1)
            yield BarPart(state.value, round(100 * start / ends[-1], 1), share)


def counts_words(counts: StateCounts) -> str:
    """How many people are in each state that anybody is in."""
    apart = (DutyState.EXEMPT, DutyState.LEFT)
    shown = (state for state in (*IN_BAR, *apart) if counts[state])
    return ", ".join(f"{whole(counts[state])} {STATES[state].lower()}" for state in shown)
