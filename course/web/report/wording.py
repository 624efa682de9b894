"""Totals in words and bars.

`domain/duties/small_groups.py` decides what is too small to show; it is worded here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from course.domain.duties.small_groups import hidden_groups, too_small
from course.domain.duties.states import DutyState, StateCounts
from course.domain.people.sight import Sight, shows
from course.store.duties.totals import GroupCounts, SchoolTotals
from course.text.numbers import percent
from course.web.page.formats import counted, long_date, whole
from course.web.page.labels import STATES
from course.web.page.parts import BarRow, Paging, Tile
from course.web.page.people_fields import state_tile, tiles_apart
from course.web.report.bars import NOBODY, group_bar, without_bar
from course.web.report.forms import PeopleQuery

HIDDEN = "Geen cijfer"
WHY_HIDDEN = (
    "Bij minder dan vijf mensen tonen wij geen balk en geen percentage. Ook niet als het anders is "
    "af te leiden."
)
SET_APART = "Wie deze cursus als opdracht heeft, is gepauzeerd of vrijgesteld."
ORDERS = {"datum": "uiterste datum"}  # what the word in an address means, when it says less
MOST_BEHIND = 2  # more at the same share are no finding
PRIVATE = "Antwoorden ziet alleen de medewerker zelf."


def finding(whole_group: GroupCounts) -> str:
    """The answer to the question of the page, in one sentence or two."""
    if not whole_group.people:
        return SET_APART if whole_group.listed else "Niemand heeft deze cursus als opdracht."
    people = counted(whole_group.people, "medewerker", "medewerkers")
    done = counted(whole_group.done, f"van de {people} is", f"van de {people} zijn")
    late = whole_group.counts[DutyState.OVERDUE]
    if not late:
        return f"{done} klaar. Niemand is te laat."
    return f"{done} klaar. {counted(late, 'medewerker is', 'medewerkers zijn')} te laat."


def tiles(
    whole_group: GroupCounts, urls: Mapping[DutyState, str], sight: Sight
) -> tuple[Tile, ...]:
    """One figure per state, with the list of who is in it.

    A group that is too small has no percentage. Its numbers stand: the list below has them too.
    """
    counts, apart = whole_group.counts, tiles_apart(whole_group.counts, urls)
    if not whole_group.people:
        return (Tile(whole(0), "tellen mee" if whole_group.listed else "met deze opdracht"), *apart)
    begun = (DutyState.NOT_STARTED, DutyState.BUSY)
    rest = begun if shows(sight, Sight.LESSONS) else (DutyState.OPEN,)
    behind = (DutyState.OVERDUE, *rest)
    return (
        _done_tile(whole_group, urls[DutyState.DONE]),
        *(state_tile(counts, state, urls) for state in behind),
        *apart,
    )


def _done_tile(group: GroupCounts, url: str) -> Tile:
    if too_small(group.people):
        return state_tile(group.counts, DutyState.DONE, {DutyState.DONE: url})
    people = counted(group.people, "medewerker", "medewerkers")
    share = f"{percent(group.done, group.people)}%"
    return Tile(share, STATES[DutyState.DONE], f"{group.done} van {people}", url)


def bars(groups: Sequence[tuple[GroupCounts, str, str]]) -> tuple[BarRow, ...]:
    """A bar for each group with its label and address.

    The groups are the parts of a whole that is shown as well.
    """
    hidden = hidden_groups({group.key: group.people for group, _, _ in groups})
    return tuple(_bar(group, label, url, group.key in hidden) for group, label, url in groups)


def share_bar(label: str, done: int, total: int, url: str = "") -> BarRow:
    """A bar for a part of everybody."""
    if too_small(total):
        return BarRow(label, None, HIDDEN, url)
    share = percent(done, total)
    return BarRow(label, share, f"{share}% · {whole(done)} van {whole(total)}", url)


def _bar(group: GroupCounts, label: str, url: str, hidden: bool) -> BarRow:
    if hidden:
        return without_bar(label, group, url)
    return group_bar(label, group, url)


def lowest(rows: Sequence[BarRow], noun: str) -> str:
    """The finding of a bar table: who lags behind, if that can be said."""
    behind = _last_of(rows)
    if not behind:
        return f"Klaar per {noun}"
    stays = "blijft" if len(behind) == 1 else "blijven"
    return f"{' en '.join(behind)} {stays} achter"


def _last_of(rows: Sequence[BarRow]) -> list[str]:
    """Whose share is lowest. Nobody when the rows are level, when many are last, or when one is
    hidden that may be further behind.
    """
    if _has_hidden(rows):
        return []
    shown = [(row.percent, row.label) for row in rows if row.percent is not None]
    least, _ = min(shown, default=(0, ""))
    last = [label for percent, label in shown if percent == least]
    return last if len(last) <= MOST_BEHIND and len(last) < len(shown) else []


def first_to_last(rows: Sequence[BarRow]) -> str:
    """The finding of the modules that completion needs.

    They stand in the order of the course, so that the last one lags says nothing.
    """
    shown = [row.percent for row in rows if row.percent is not None]
    if len(shown) < 2:
        return "Klaar per module"
    return f"Klaar per module: van {shown[0]}% bij de eerste tot {shown[-1]}% bij de laatste"


def why_hidden(rows: Sequence[BarRow]) -> str:
    """Why some bar is missing; empty when none is."""
    return WHY_HIDDEN if _has_hidden(rows) else ""


def _has_hidden(rows: Sequence[BarRow]) -> bool:
    return any(row.percent is None and row.words != NOBODY for row in rows)


def schools_finding(groups: dict[int, GroupCounts], place: Paging, total: int, words: str) -> str:
    """Over the schools with a figure of their own, so that a small school cannot be worked out from
    the total.
    """
    if not total:
        return "Geen school heet zo." if words else "Er zijn nog geen scholen."
    if place.total > 1:
        return f"U ziet hier {place.words}."
    shown = [group for group in groups.values() if not too_small(group.people)]
    counts = StateCounts.together(group.counts for group in shown)
    return finding(GroupCounts("", "", counts))


def schools_notes(groups: dict[int, GroupCounts]) -> tuple[str, ...]:
    """Which schools and which people stand in no percentage, and why."""
    small = sum(1 for group in groups.values() if group.people and too_small(group.people))
    apart = StateCounts.together(group.counts for group in groups.values())
    told = [*_relieved(apart), *_gone(apart[DutyState.LEFT])]
    if small:
        schools = counted(small, "school heeft", "scholen hebben")
        told.append(f"{schools} minder dan vijf mensen en telt niet mee in het totaal.")
    return tuple(told)


def notes(totals: SchoolTotals) -> tuple[str, ...]:
    """Who is left out and why, and what this reader does not see."""
    notes = [*_relieved(totals.whole.counts), *_gone(totals.left)]
    if without := totals.whole.without_duty:
        who = counted(without, "medewerker heeft", "medewerkers hebben")
        notes.append(f"{who} deze cursus niet als opdracht.")
    return (*notes, sight_note(totals.sight))


def sight_note(sight: Sight) -> str:
    """What this reader sees of what people did."""
    if shows(sight, Sight.LESSONS):
        return PRIVATE
    told = "of iemand klaar is" if sight is Sight.DONE else "of en wanneer iemand klaar is"
    return f"Uw school laat u zien {told}, en niet hoeveel lessen iemand deed. {PRIVATE}"


def _gone(count: int) -> Iterator[str]:
    """Who left, and so does not count."""
    if count:
        one = "medewerker werkt hier niet meer. Die telt niet mee."
        yield counted(count, one, "medewerkers werken hier niet meer. Zij tellen niet mee.")


def _relieved(counts: StateCounts) -> Iterator[str]:
    """Who need not for a while, and so does not count."""
    for state, word in ((DutyState.PAUSED, "gepauzeerd"), (DutyState.EXEMPT, "vrijgesteld")):
        if number := counts[state]:
            one = f"medewerker is {word}. Die telt niet mee in een percentage."
            more = f"medewerkers zijn {word}. Zij tellen niet mee in een percentage."
            yield counted(number, one, more)


def caption(found: int, everybody: int, chosen: PeopleQuery) -> str:
    by = ORDERS.get(chosen.sorting.by, chosen.sorting.by)
    if chosen.sorting.descending:
        by = f"{by}, van achter naar voren"
    people = counted(everybody, "medewerker", "medewerkers")
    return f"{whole(found)} van {people}, gesorteerd op {by}"


NO_PRESS = "Deze server kan geen PDF maken. Druk deze pagina af: alle mensen staan erop."


def list_title(school: str, course: str) -> str:
    """What a file with people is called."""
    return f"{school}: {course}"


def too_long_for_paper(most: int) -> str:
    """Why there is no PDF of a list."""
    return (
        f"De lijst heeft meer dan {whole(most)} mensen en is te lang voor een PDF. Kies een team "
        "of een status, of neem de spreadsheet."
    )


def paper_by_worker(most: int, printed: int) -> str:
    """Why there is no PDF at once, and where there is."""
    return (
        f"De lijst heeft meer dan {whole(most)} mensen. Een PDF daarvan maken duurt te lang om op "
        f"te wachten. Laat hem maken met de knop onder deze lijst: dat kan tot {whole(printed)} "
        "mensen. U ziet hoe ver het is."
    )


DAY_NOT_OVER = "Deze dag is nog niet voorbij. Bewijs maken wij van een dag die vaststaat."
NO_SCHOOL_YET = (
    "Op die dag wisten wij nog niets van een school van dit bestuur. Kies een latere dag."
)
SHOWN_LESS_SINCE = (
    "Een school in dit bewijs laat leidinggevenden intussen minder zien dan op die dag. Daarom "
    "krijgt u het niet. Een trainer van de school kan het wel maken."
)
NO_COURSE_YET = "Deze cursus was er op die dag nog niet. Kies een latere dag."


def before_first(first: date | None) -> str:
    """Why a day has no evidence: we knew nothing of the school yet."""
    if first is None:
        return "Wij weten nog niets van deze school. Er is dus ook geen bewijs."
    return (
        "Op die dag wisten wij nog niets van deze school. Kies "
        f"{long_date(first)} of een latere dag."
    )
