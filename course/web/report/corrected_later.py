"""What was corrected after the day of a report, as it stands under it."""

from __future__ import annotations

from collections.abc import Mapping

from course.store.duties.corrected import Correction, OnTheDay, corrections
from course.store.duties.reach import AsOf, Reach
from course.web.page.formats import counted, long_date
from course.web.page.lists import Field, columns, rows_of, words
from course.web.report.pages import CorrectedLater

SHOWN = 100  # lines under a report; the count holds for all


def corrected_later(
    reach: Reach, moment: AsOf, schools: Mapping[int, str] | None = None
) -> CorrectedLater | None:
    """The lines of it, with the name of the school in a report about several; None when nothing
    was.
    """
    found = corrections(reach, moment)
    if not found:
        return None
    names = schools or {}
    of_school: Field[Correction] = words("School", lambda one: names[one.school_id])
    fields = (_NAME, of_school, *_SAID) if schools else (_NAME, *_SAID)
    return CorrectedLater(
        f"Later gecorrigeerd: {counted(len(found), 'regel', 'regels')}",
        columns(fields),
        rows_of(fields, found[:SHOWN]),
    )


def _on_the_day(known: OnTheDay | None, other: OnTheDay | None) -> str:
    """What is said of them; their number at the school only where that is what differs."""
    if known is None:
        return "Staat er niet in"
    said = f"{known.name}, {known.team or 'zonder team'}, uiterlijk {long_date(known.due_on)}"
    if other is None or known.staff_number == other.staff_number:
        return said
    if known.staff_number is None:
        return f"{said}, zonder personeelsnummer"
    return f"{said}, personeelsnummer {known.staff_number}"


def _now_known(one: Correction) -> str:
    if one.regraded:
        return "Antwoorden zijn later opnieuw beoordeeld"
    return _on_the_day(one.now, one.then)


_NAME: Field[Correction] = words("Naam", "name")
_SAID: tuple[Field[Correction], ...] = (
    words("In dit rapport", lambda one: _on_the_day(one.then, one.now)),
    words("Nu bekend", _now_known),
)
