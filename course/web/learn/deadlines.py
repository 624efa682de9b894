"""By when a learner has to be done, or why they need not for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from course.domain.duties.calendars import Region, calendar_of, school_weeks_left
from course.domain.duties.renewal import Cycle, counts_on, may_renew
from course.domain.duties.states import DutyState, Owed, Relief, state_of
from course.domain.learning.progress import minutes_a_week
from course.store.courses import releases
from course.store.learning import reading, renewing
from course.store.learning.reading import Learning, OwnDuty
from course.web.learn.learner import Learner
from course.web.learn.pages import Deadline, RenewalPart
from course.web.page.formats import long_date, until_words
from course.web.page.labels import STATES

_STATUS = {**STATES, DutyState.DONE: "Afgerond"}


def own_duty(learner: Learner, today: date) -> OwnDuty | None:
    """What somebody still owes in this course; None when it is done, or was never asked."""
    if learner.found.is_valid_on(today):
        return None
    duties = reading.own_duties(learner.actor.id, today)
    found = {duty.course: duty for duty in duties}.get(learner.course.slug)
    return still_owed(learner.found, found, today)


def still_owed(found: Learning, duty: OwnDuty | None, today: date) -> OwnDuty | None:
    """The same for a duty that was found already: by when, with a completion that ended."""
    if duty is None:
        return None
    asked = counts_on(duty.due_on, _cycle(found), today)
    if asked.completed_on is not None:
        return None
    return replace(duty, owed=replace(duty.owed, due_on=asked.due_on))


def _cycle(found: Learning) -> Cycle:
    return Cycle(found.started_on, found.completed_on, found.valid_until, found.renews)


def renewal(learner: Learner, today: date) -> RenewalPart | None:
    """What is said about the end of a completion; None when there is nothing to say.

    The button stands there as soon as the course may be done again.
    """
    found = learner.found
    if found.completed_on is None:
        if found.renews is None:
            return None
        return RenewalPart(_UNTIL[found.renews < today].format(day=long_date(found.renews)), False)
    newer = _is_newer(learner)
    may = may_renew(found.valid_until, learner.course.valid_months, today, newer=newer)
    if found.valid_until is None:
        return None
    words = _VALID[found.valid_until < today].format(day=long_date(found.valid_until))
    if newer:
        words = f"{words}{_NEW_TEXT}"
    return RenewalPart(words, may)


def _is_newer(learner: Learner) -> bool:
    current = releases.current(learner.course.slug)
    return current is not None and renewing.is_newer(learner.found.release, current)


# by whether that day is over
_VALID = {
    False: "Uw afronding is geldig tot en met {day}.",
    True: "Uw afronding was geldig tot en met {day}. Doe de cursus opnieuw.",
}
_SHORT = " Zij is kort. De lessen die niet verplicht zijn, kunt u blijven lezen."
_UNTIL = {
    False: "Dit is uw herhaling. Uw vorige afronding is geldig tot en met {day}." + _SHORT,
    True: "Dit is uw herhaling. Uw vorige afronding was geldig tot en met {day}." + _SHORT,
}
_NEW_TEXT = " De cursus is zo veranderd, dat iedereen hem opnieuw doet."


_RELIEF: dict[Relief | None, str] = {
    Relief.PAUSED: "Uw opdracht is gepauzeerd",
    Relief.EXEMPT: "U bent vrijgesteld van deze opdracht",
}


def deadline(duty: OwnDuty | None, today: date) -> Deadline:
    """By when, and whether that day is over; or until when that does not count."""
    if duty is None:
        return Deadline()
    if duty.owed.relief is not None:
        return Deadline(words=f"{_relief(duty.owed)} U mag wel verdergaan.")
    return Deadline(duty.due_on, duty.due_on < today)


def a_week(duty: OwnDuty | None, left: int, today: date) -> int:
    """How many minutes of each school week are enough to be done in time; 0 when there is nothing
    to divide: no day, no more than a week, or nothing left.
    """
    if duty is None or duty.owed.relief is not None:
        return 0
    regions = [region for region in Region if region == duty.region] or list(Region)
    weeks = school_weeks_left(today, duty.due_on, calendar_of(regions))
    if weeks <= 1:
        return 0
    return minutes_a_week(left, weeks)


def by_when(duty: OwnDuty | None) -> str:
    """The same in a few words, for a row of a list; empty when there is nothing to say."""
    if duty is None:
        return ""
    if duty.owed.relief is None:
        return f"uiterlijk {long_date(duty.due_on)}"
    return until_words(duty.owed.until).lstrip()


def status(found: Learning, duty: OwnDuty | None, today: date) -> str:
    """The word for how far somebody is: the one that reports use, but for what is done."""
    owed, cycle = Owed(date.max), _cycle(found)
    if duty is not None:
        owed = duty.owed
    elif found.completed_on is not None:
        cycle = replace(cycle, valid_until=None)  # nobody asks it again
    asked = counts_on(owed.due_on, cycle, today)
    state = state_of(asked.due_on, asked.started_on, asked.completed_on, today, owed.relief)
    return _STATUS[state]


def _relief(owed: Owed) -> str:
    return f"{_RELIEF[owed.relief]}{until_words(owed.until)}."
