"""What stands in the address of a report: course, day, team, status, order and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from course.content.slugs import by_slug
from course.domain.people.sight import Sight
from course.store.duties.people_list import PeopleFilter
from course.store.duties.reach import AsOf
from course.store.duties.totals import GroupCounts, OfferedCourse
from course.store.proof import bundle
from course.text.names import tidy
from course.web.page.lists import Sorting, read_sorting
from course.web.page.parts import FieldError
from course.web.page.people_fields import ORDERS, ORDINARY, read_state
from course.web.page.query import choice_from_query, day_from_query, page_from_query
from course.web.report.narrowing import read_more

EVERYONE = "alles"
LONGEST = 100  # signs of a name that somebody looks for


@dataclass(frozen=True)
class ReportQuery:
    """One course on one day, and what the reader typed.

    With errors the values are the ordinary ones.
    """

    course: OfferedCourse
    moment: AsOf
    day_text: str
    errors: tuple[FieldError, ...]
    values: dict[str, str]  # what other addresses of this report take along


@dataclass(frozen=True)
class PeopleQuery:
    """Which people, in which order, on which page."""

    filter: PeopleFilter
    sorting: Sorting
    page: int
    everyone: bool  # on one page, to print
    errors: tuple[FieldError, ...]
    values: dict[str, str]


def first_course(courses: Sequence[OfferedCourse]) -> OfferedCourse:
    """The course of who names none: the one that is there longest, so that a new course does not
    change it.
    """
    return min(courses, key=lambda course: (course.since, course.slug))


def read_report(
    args: Mapping[str, str], courses: Sequence[OfferedCourse], today: date
) -> ReportQuery:
    """Course and day. `courses` holds one course at least."""
    text = args.get("peildatum", "")
    day, day_errors = day_from_query(text, "peildatum", today, latest=today)
    known = by_slug(courses)
    chosen, course_errors = choice_from_query(
        args.get("cursus", ""),
        "cursus",
        known,
        "Deze cursus is er niet. Kies een cursus uit de lijst.",
    )
    course = chosen or first_course(courses)
    values = {"cursus": course.slug, "peildatum": ""}
    if day != today:
        values["peildatum"] = day.isoformat()
    moment = AsOf(course.slug, day, today)
    return ReportQuery(_as_it_was(course, moment), moment, text, course_errors + day_errors, values)


def _as_it_was(course: OfferedCourse, moment: AsOf) -> OfferedCourse:
    """The course with the title and the modules that it had on the day."""
    release = bundle.release_on(course.slug, moment.day) if moment.is_past else None
    if release is None or release == course.release:
        return course
    title, _, _ = bundle.edition_of(release)
    return replace(course, title=title, release=release)


def read_people(
    args: Mapping[str, str], teams: Sequence[GroupCounts], moment: AsOf, sight: Sight
) -> PeopleQuery:
    """Name, team, status and so on, order and page. An order that does not exist is the ordinary
    one.
    """
    team, errors = choice_from_query(
        args.get("team", ""),
        "team",
        {team.key: team.key for team in teams if team.key},
        "Dit team is er niet op deze school. Kies een team uit de lijst.",
    )
    words = tidy(args.get("zoek", ""))[:LONGEST]
    asked, sorting = read_state(args), read_sorting(args, ORDERS, ORDINARY)
    more = read_more(args, moment, sight)
    return PeopleQuery(
        PeopleFilter(
            team or "",
            asked.state,
            words,
            ORDERS[sorting.by],
            sorting.descending,
            audience=more.audience,
            who=more.who,
            due_from=more.due_from,
            due_until=more.due_until,
        ),
        sorting,
        page_from_query(args.get("bladzijde", "")),
        args.get("lijst", "") == EVERYONE,
        errors + asked.errors + more.errors,
        {
            "zoek": words,
            "team": team or "",
            "status": asked.slug,
            **more.values,
            **sorting.values,
        },
    )
