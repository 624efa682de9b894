"""What the pages for trainers say."""

from __future__ import annotations

from collections.abc import Sequence

from course.domain.duties.states import DutyState
from course.store.duties.assignments import AssignmentRow
from course.web.page.formats import counted
from course.web.page.parts import Paging

WITHDRAWN = "Deze toewijzingen zijn ingetrokken. De voortgang van mensen is bewaard."
NOT_HERE = "Op deze school vinden wij niemand met dit e-mailadres. Controleer het adres."
OTHER = "Met deze pagina gaf u al een opdracht, met andere keuzes. Kijk uw keuzes na en ga verder."


def who_of(row: AssignmentRow) -> str:
    """Whom it is for, as it stands in a sentence."""
    if row.person is not None:
        return f"{row.person}, {row.school}"
    if row.team is not None:
        return f"team {row.team}, {row.school}"
    return row.school


def finding(rows: Sequence[AssignmentRow], place: Paging, total: int) -> str:
    """The answer to the question of the page, in one sentence or two.

    Who is late is known of this page only, and is said so when there are more.
    """
    if not rows:
        return "Er is nu niets toegewezen."
    open_ones = f"{counted(total, 'opdracht staat', 'opdrachten staan')} open."
    late, here = sum(row.counts[DutyState.OVERDUE] for row in rows), ""
    if place.total > 1:
        here = " op deze bladzijde"
    if not late:
        return f"{open_ones} Niemand is te laat{here}."
    return f"{open_ones} In {counted(late, 'geval', 'gevallen')}{here} is iemand te laat."


def now(count: int) -> str:
    return f"Nu {counted(count, 'medewerker', 'medewerkers')}."


def question(count: int) -> str:
    people = counted(count, "medewerker", "medewerkers")
    if count == 1:
        return f"Krijgt {people} deze cursus?"
    return f"Krijgen {people} deze cursus?"
