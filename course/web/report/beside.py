"""Schools beside each other in words and bars, and what each figure leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask import url_for

from course.domain.duties.small_groups import too_small
from course.domain.duties.states import COUNTING, SET_APART, DutyState, StateCounts
from course.domain.people.roles import Actor, Permission
from course.domain.people.sight import Sight
from course.store.duties.overview import BesideFilter, PersonBeside, SchoolBeside
from course.store.duties.seeing import HIDDEN_STATES
from course.store.duties.who import Who
from course.web.page import people_fields as shared
from course.web.page.formats import counted, whole
from course.web.page.labels import SIGHT_NAMES, STATE_SLUGS, STATES
from course.web.page.lists import Field, coded, day, words
from course.web.page.parts import BarPart, Cell, FormOption
from course.web.page.query import address
from course.web.report.bars import bar_parts
from course.web.report.forms import ReportQuery
from course.web.report.narrowing import UNREACHED_SLUG, WHO_SLUGS, WHO_WORDS
from course.web.report.pages import FigureLink, SchoolLine
from course.web.report.rows import said_of, seen_fields

NOT_EVERYWHERE = (
    "Niet elke school laat u dit zien. Wie daar werkt, staat niet in deze lijst. Kies ‘Nog niet "
    "klaar’ of ‘Klaar’: dat ziet u van elke school."
)
_SLUG_OF = {state: slug for slug, state in STATE_SLUGS.items()}
_LISTED = (*COUNTING, *SET_APART)
WHO_OPTIONS = (
    *(FormOption(_SLUG_OF[state], STATES[state]) for state in _LISTED),
    *(FormOption(slug, WHO_WORDS[who]) for slug, who in WHO_SLUGS.items()),
)


def late(school: SchoolBeside) -> int:
    """How many people are late."""
    return school.counts[DutyState.OVERDUE]


def finding(schools: Sequence[SchoolBeside]) -> str:
    """The answer to the question of the page, over all schools."""
    behind = sum(late(one) > 0 for one in schools)
    told = counted(len(schools), "school", "scholen")
    if not schools:
        return ""
    if not behind:
        return f"{told}. Nergens is iemand te laat."
    return f"{told}. Op {counted(behind, 'school', 'scholen')} is iemand te laat."


def first_schools(most: int, board: str, boards: Sequence[tuple[str, str]]) -> str:
    """That there are more schools than these, and how to see the others."""
    told = f"U ziet alleen de eerste {whole(most)} scholen op naam, ook in de cijfers hierboven. "
    if board or len(boards) < 2:
        return told + "Zoek een school om een andere te zien."
    return told + "Kies een bestuur of zoek een school om de andere te zien."


def figures(
    schools: Sequence[SchoolBeside], query: ReportQuery, board: str, words: str
) -> tuple[FigureLink, ...]:
    """The totals over all schools that were asked for, each with its people.

    The list of people knows no words of a school: then a figure leads nowhere.
    """
    counts = StateCounts.together(one.counts for one in schools)
    apart = Counter[Who]()
    for one in schools:
        apart.update(_apart(one))
    found = tuple(_figures(counts, apart, query, {"bestuur": board}))
    if not words:
        return found
    return tuple(replace(one, url="") for one in found)


def _apart(school: SchoolBeside) -> dict[Who, int]:
    """How many people are apart from those in a state, of each kind."""
    return {
        Who.WITHOUT_DUTY: school.group.without_duty,
        Who.NEVER_SIGNED_IN: school.apart.never_signed_in,
        Who.UNREACHED: school.apart.unreached,
        Who.EXPIRING: school.apart.expiring,
    }


def row(school: SchoolBeside, query: ReportQuery, all_words: int) -> SchoolLine:
    """One school: its bar and its figures."""
    where = {"school": school.code}
    group = school.group
    bar: tuple[BarPart, ...] = ()
    if not too_small(group.people):
        bar = tuple(bar_parts(school.counts))
    return SchoolLine(
        name=school.name,
        url=_report_of(school, query),
        board=school.board,
        bar=bar,
        figures=tuple(_figures(school.counts, _apart(school), query, where)),
        empty_words=_empty_words(query, all_words - school.filled),
    )


def _empty_words(query: ReportQuery, empty: int) -> str:
    """How many words of a school are empty, which is known of today only."""
    if query.moment.is_past or not empty:
        return ""
    return counted(empty, "leeg woord", "lege woorden")


def _report_of(school: SchoolBeside, query: ReportQuery) -> str:
    """Its own report; empty where the reader has none of it, since it went to another board."""
    if not school.opens:
        return ""
    return address(url_for("report.show_school", code=school.code), query.values)


def _figures(
    counts: StateCounts, apart: Mapping[Who, int], query: ReportQuery, where: Mapping[str, str]
) -> Iterator[FigureLink]:
    """What is not zero, with the list of who it is about."""
    told = [(STATES[state], counts[state], _SLUG_OF[state]) for state in _LISTED]
    told += [(WHO_WORDS[who], apart[who], slug) for slug, who in _known_of(query).items()]
    path = url_for("report.show_people")
    for label, number, slug in told:
        if number:
            url = address(path, {**query.values, **where, "wie": slug})
            yield FigureLink(whole(number), label.lower(), url)


def _known_of(query: ReportQuery) -> dict[str, Who]:
    """What is known of the day that was asked: whom mail reaches, of today only."""
    known = dict(WHO_SLUGS)
    if query.moment.is_past:
        del known[UNREACHED_SLUG]
    return known


_OF_SCHOOL: tuple[Field[PersonBeside], ...] = (
    coded("Wat u ziet", "sight", SIGHT_NAMES),
    words("Schoolcode", "school_code"),
)
_ALL_SEEN: tuple[Field[PersonBeside], ...] = seen_fields(Sight.LESSONS)
_NOT_ON_SCREEN = (*_ALL_SEEN[len(shared.DUTY) :], *_OF_SCHOOL)
_CAME_BACK: tuple[Field[PersonBeside], ...] = (
    words("Adres", "email"),
    day("Kwam terug op", "came_back_at"),
)
_ABOUT: dict[Who | None, tuple[Field[PersonBeside], ...]] = {Who.UNREACHED: _CAME_BACK}


def people_fields(query: ReportQuery, chosen: BesideFilter) -> tuple[Field[PersonBeside], ...]:
    """The list of people across schools. A school that shows less leaves a column of the file
    empty, and `Wat u ziet` says why.
    """

    def name(one: PersonBeside) -> Cell:
        if one.state is None or not one.opens:
            return Cell(one.name)
        url = url_for("report.show_person", code=one.school_code, ref=one.ref)
        return Cell(one.name, address(url, query.values))

    return (
        Field("Naam", cell=name, file=shared.NAME.file),
        words("School", "school"),
        *_ABOUT.get(chosen.who, ()),
        *shared.DUTY,
        *(field.only_in_file() for field in _NOT_ON_SCREEN),
        shared.STAFF_NUMBER,
        *said_of(query),
    )


def people_title(chosen: BesideFilter) -> str:
    """What the list is about."""
    if chosen.who is not None:
        return WHO_WORDS[chosen.who]
    if chosen.state is not None:
        return STATES[chosen.state]
    return "Iedereen"


def why_fewer(actor: Actor, chosen: BesideFilter) -> str:
    """Why somebody may be missing in a list of what not every school shows its managers."""
    hidden = chosen.who is Who.EXPIRING or chosen.state in HIDDEN_STATES
    if not hidden or actor.may(Permission.ASSIGN):
        return ""
    return NOT_EVERYWHERE


def people_caption(total: int) -> str:
    return f"{counted(total, 'medewerker', 'medewerkers')}, per school op naam"
