"""The line of weeks in a report: how many were done, and the day by which they have to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from course.domain.duties.small_groups import too_small
from course.domain.duties.weeks import WEEK, WeekPoint, due_of_most, weeks_done
from course.store.duties.totals import HowFarTogether
from course.web.page.formats import long_date, short_date, whole
from course.web.page.lists import Field, columns, day, number, rows_of
from course.web.page.parts import LinePoint, WeekLine

LEFT, RIGHT, TOP, BOTTOM = 30, 310, 30, 130  # of the drawing, within 320 by 160
AHEAD = 8 * WEEK  # a due day further on is told, not drawn
WORDS = 90  # the width of what stands at the due day

POINT_FIELDS: tuple[Field[WeekPoint], ...] = (
    day("Op", "day"),
    number("Klaar", "done"),
)


def week_line(far: HowFarTogether, people: int, today: date) -> WeekLine | None:
    """The line; None for a group that is too small, or in which nobody is done."""
    points = weeks_done(far.done_on, today)
    if too_small(people) or not points:
        return None
    due = due_of_most(far.due_on)
    first, last = points[0].day, today
    drawn = due is not None and first <= due <= today + AHEAD
    if due is not None and drawn:
        last = max(last, due)

    def x_of(day: date) -> int:
        return LEFT + (RIGHT - LEFT) * (day - first).days // max(1, (last - first).days)

    def y_of(done: int) -> int:
        return BOTTOM - (BOTTOM - TOP) * done // people

    at = x_of(due) if due is not None and drawn else 0
    return WeekLine(
        finding=_finding(points, people),
        points=tuple(LinePoint(x_of(one.day), y_of(one.done)) for one in points),
        most=whole(people),
        first=short_date(first),
        last=short_date(last),
        due=_due_words(due, far.due_on),
        due_at=at,
        due_turned=at > RIGHT - WORDS,
        columns=columns(POINT_FIELDS),
        rows=rows_of(POINT_FIELDS, points),
    )


def _finding(points: tuple[WeekPoint, ...], people: int) -> str:
    now = points[-1]
    month_ago = now.day - timedelta(weeks=4)
    earlier = [one.done for one in points if one.day <= month_ago]
    said = f"Klaar per week: nu {whole(now.done)} van {whole(people)}"
    return f"{said}, vier weken eerder {whole(earlier[-1])}" if earlier else said


def _due_words(due: date | None, due_on: Mapping[date, int]) -> str:
    if due is None:
        return ""
    if len(due_on) == 1:
        return f"Uiterste datum: {long_date(due)}."
    return f"Uiterste datum van de meesten: {long_date(due)}."
