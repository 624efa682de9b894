"""What the pages for trainers say."""

from __future__ import annotations

from course.store.duties.assignments import AssignmentRow
from course.web.page.formats import counted

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


def finding(total: int, late: int) -> str:
    """The answer to the question of the page, in one sentence or two, over the whole list."""
    if not total:
        return "Er is nu niets toegewezen."
    open_ones = f"{counted(total, 'opdracht staat', 'opdrachten staan')} open."
    if not late:
        return f"{open_ones} Niemand is te laat."
    return f"{open_ones} Bij {counted(late, 'opdracht', 'opdrachten')} is iemand te laat."


def now(count: int) -> str:
    return f"Nu {counted(count, 'medewerker', 'medewerkers')}."


def question(count: int) -> str:
    people = counted(count, "medewerker", "medewerkers")
    if count == 1:
        return f"Krijgt {people} deze cursus?"
    return f"Krijgen {people} deze cursus?"
