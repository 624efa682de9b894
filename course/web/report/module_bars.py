"""How many people did each module of a course, as bars."""

from __future__ import annotations

from collections.abc import Mapping

from course.domain.people.sight import Sight, shows
from course.store.courses import releases
from course.store.duties.totals import SchoolTotals
from course.web.page.parts import BarRow
from course.web.report import wording
from course.web.report.forms import ReportQuery
from course.web.report.rows import is_compulsory, module_name


def module_bars(
    query: ReportQuery, done: Mapping[str, int], totals: SchoolTotals
) -> tuple[BarRow, ...]:
    """A bar for each module; none where the reader does not see how many lessons people did."""
    whole_group = totals.whole
    if not whole_group.people or not shows(totals.sight, Sight.LESSONS):
        return ()
    outline = releases.outline(query.course.release)
    return tuple(
        wording.share_bar(module_name(module), done.get(module.slug, 0), whole_group.people)
        for module in outline.modules
    )


def compulsory(query: ReportQuery, bars: tuple[BarRow, ...]) -> list[BarRow]:
    """The bars of the modules that completion needs."""
    modules = releases.outline(query.course.release).modules
    return [bar for bar, module in zip(bars, modules, strict=False) if is_compulsory(module)]
