"""A page about one person tells that person who looked."""

from __future__ import annotations

from course import clock
from course.store import transaction
from course.store.proof import looking
from course.store.proof.looking import Look
from course.web.http.access import current_person


def note_look(ref: str, school_id: int | None = None) -> None:
    """Write down that the reader looks at somebody's record; called once the page is drawn.

    When it cannot be written now, the page is shown all the same.
    """
    viewer, today = current_person().id, clock.today()
    person_id = looking.person_looked_at(viewer, ref, today)
    if person_id is None:
        return
    look = Look(viewer, person_id, school_id, today)
    transaction.beside("look at a record", lambda: looking.write(look))
