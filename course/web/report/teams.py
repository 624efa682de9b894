"""The teams of one school in its report, in pages: a school may have more than a page can show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from course.store.duties.totals import GroupCounts, SchoolTotals
from course.web.page.parts import BarRow, FormOption, Paging
from course.web.page.query import address, page_from_query, paging
from course.web.report import wording
from course.web.report.bars import legend
from course.web.report.forms import PeopleQuery, ReportQuery

ON_A_PAGE = 50  # teams
PAGE = "teams"  # the word in the address: the people have pages too


@dataclass(frozen=True)
class TeamsShown:
    """A page of the teams. `options` are those to filter by: these, and the one that is chosen."""

    finding: str
    legend: str
    bars: tuple[BarRow, ...]
    paging: Paging
    options: tuple[FormOption, ...]


def teams_shown(totals: SchoolTotals, query: ReportQuery, chosen: PeopleQuery) -> TeamsShown:
    """The page that the address asks for. What is too small to show depends on all of them."""
    bars = wording.bars(
        [(team, team.name or "Zonder team", _url(team, query)) for team in totals.teams]
    )
    values, asked = query.values | chosen.values, page_from_query(request.args.get(PAGE, ""))
    place = paging(request.path, values, asked, len(bars), "teams", size=ON_A_PAGE, name=PAGE)
    first = (place.current - 1) * ON_A_PAGE
    here = {team.key for team in totals.teams[first : first + ON_A_PAGE]}
    here.add(chosen.filter.team_ref)
    return TeamsShown(
        finding=wording.lowest(bars, "team"),
        legend=legend(bars),
        bars=bars[first : first + ON_A_PAGE],
        paging=place,
        options=tuple(
            FormOption(team.key, team.name)
            for team in totals.teams
            if team.key and team.key in here
        ),
    )


def _url(team: GroupCounts, query: ReportQuery) -> str:
    if not team.key:
        return ""
    return f"{address(request.path, query.values, team=team.key)}#mensen"
