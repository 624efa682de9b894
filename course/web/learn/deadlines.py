"""By when a learner has to be done, or why they need not for a while."""

from __future__ import annotations

from datetime import date

from course.domain.duties.states import DutyState, Owed, Relief, state_of
from course.store.learning import reading
from course.store.learning.reading import Learning, OwnDuty
from course.web.learn.learner import Learner
from course.web.learn.pages import Deadline
from course.web.page.formats import long_date
from course.web.page.labels import STATES

FINISHED = "Afgerond"


def own_duty(learner: Learner, today: date) -> OwnDuty | None:
    """What somebody still owes in this course; None when it is done, or was never asked."""
    if learner.found.completed_on is not None:
        return None
    duties = reading.own_duties(learner.actor.id, today)
    return next((duty for duty in duties if duty.course == learner.course.slug), None)


def deadline(duty: OwnDuty | None, today: date) -> Deadline:
    """By when, and whether that day is over; or until when that does not count."""
    if duty is None:
        return Deadline()
    if duty.owed.relief is not None:
        return Deadline(words=f"{_relief(duty.owed)} U mag wel verdergaan.")
    return Deadline(duty.due_on, duty.due_on < today)


def by_when(duty: OwnDuty | None) -> str:
    """The same in a few words, for a row of a list; empty when there is nothing to say."""
    if duty is None:
        return ""
    if duty.owed.relief is None:
        return f"uiterlijk {long_date(duty.due_on)}"
    return f"tot en met {long_date(duty.owed.until)}" if duty.owed.until else ""


def status(found: Learning, duty: OwnDuty | None, today: date) -> str:
    """The word for how far somebody is: the one that reports use, but for what is done."""
    if found.completed_on is not None:
        return FINISHED
    owed = duty.owed if duty else Owed(date.max)
    state = state_of(owed.due_on, found.started_on, None, today, owed.relief)
    return FINISHED if state is DutyState.DONE else STATES[state]


def _relief(owed: Owed) -> str:
    until = f" tot en met {long_date(owed.until)}" if owed.until else ""
    if owed.relief is Relief.PAUSED:
        return f"Uw opdracht is gepauzeerd{until}."
    return f"U bent vrijgesteld van deze opdracht{until}."
