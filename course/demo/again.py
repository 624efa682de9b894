"""Somebody who did the course and has a refresher waiting."""

from __future__ import annotations

from datetime import date

from course import clock
from course.domain.learning.refreshing import next_due
from course.domain.messages.refreshers import LASTS, next_after
from course.models.base import new_token
from course.store.learning import drawing, history, knowledge, refreshers
from course.store.learning.knowledge import origins_as_kept
from course.store.messages import refreshers as ledger
from course.store.messages.refreshers import RefresherEntry
from course.store.messages.reminders import SENT


def let_wait(person_id: int, course: str, today: date) -> None:
    """Their first refresher was sent today; nothing for who did not finish the course."""
    known = knowledge.of_people([person_id]).get((person_id, course))
    due_on = next_due(known.states()) if known else None
    if known is None or due_on is None:
        return
    reader = history.reader_on(person_id, today)
    moments = drawing.draw(known, person_id, reader, max(due_on, today))
    asked = refreshers.as_kept(moments)
    entry = RefresherEntry(person_id, course, known.release, 0, SENT, asked, today + LASTS)
    ledger.write(entry, new_token(), clock.now(), today)
    origins = origins_as_kept(known.origins)
    ledger.plan(person_id, course, known.learned_on, origins, next_after(today, 0))
