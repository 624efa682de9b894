"""Whom to remind today of what they owe, and why not.

A *step* is one thing to say once: that a duty was given, or that its due day is so many days ahead
or behind. What is not said today, on a day off or because somebody was written to this week, is
said as soon as it may be, unless a later step took its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from course.domain.duties.news import NewsOfSchools
from course.domain.duties.states import DutyState

WEEK = timedelta(days=7)  # between two reminders to one person, over all courses
MOST_A_WEEK = 2  # mails that nobody asked for, refreshers too
NEWS_LASTS = timedelta(days=14)  # that a duty was given; after that its due day is what matters
STEP_LASTS = timedelta(days=60)  # longer than the summer holiday
FIRST_HOUR, LAST_HOUR, USUAL_HOUR = 8, 16, 10  # of a school day, in Amsterdam
WEEK_MAIL = "week"  # where the ref of a duty would stand, in the step of the mail of a week
LADDER = (-14, -3, 0, 7)  # days from the due day


class Silence(StrEnum):
    """Why a mail is not sent."""

    DONE = "done"
    PAUSED = "paused"
    EXEMPT = "exempt"
    LEFT = "left"  # works no more at the school that asked for it
    ENDED = "ended"  # the school does not ask for it any more
    STOPPED = "stopped"  # this person wants no reminders
    UNREACHED = "unreached"  # an earlier mail came back
    DAY_OFF = "day-off"
    THIS_WEEK = "this-week"  # written to less than seven days ago


_BY_STATE = {
    DutyState.DONE: Silence.DONE,
    DutyState.PAUSED: Silence.PAUSED,
    DutyState.EXEMPT: Silence.EXEMPT,
    DutyState.LEFT: Silence.LEFT,
}


@dataclass(frozen=True)
class DutyFacts:
    """One duty of a person, as it is today."""

    ref: str
    course: str
    due_on: date
    given_on: date
    state: DutyState
    done: int
    total: int | None  # lessons; None: not begun


@dataclass(frozen=True)
class TimesTold:
    """What a person was told before: every step, the day of the last mail, and on which of the
    last days a refresher came.
    """

    steps: frozenset[str] = frozenset()
    last_on: date | None = None
    refreshers: tuple[date, ...] = ()


@dataclass(frozen=True)
class Addressee:
    """What else decides about a person. `quiet`: today is a day off at one of their schools."""

    quiet: bool = False
    stopped: bool = False
    unreached: bool = False

    @property
    def silence(self) -> Silence | None:
        """Why nothing at all is sent to them today, whenever they were written to last."""
        reasons = {
            Silence.STOPPED: self.stopped,
            Silence.UNREACHED: self.unreached,
            Silence.DAY_OFF: self.quiet,
        }
        return next(filter(reasons.get, reasons), None)


@dataclass(frozen=True)
class MailVerdict:
    """What would be said today, of which duties, and why it is not; None: it is sent."""

    steps: tuple[str, ...]
    duties: tuple[DutyFacts, ...]  # all that are still to do, the first due first
    silence: Silence | None
    news: NewsOfSchools | None = None  # what goes with it to who leads or trains


def verdicts(
    duties: Sequence[DutyFacts],
    person: Addressee,
    told: TimesTold,
    today: date,
    ladder: Iterable[int],
) -> tuple[MailVerdict, ...]:
    """What to say to somebody today: a line for each duty that is silent by itself, and last, for
    all others together, one mail or why it is not sent. Empty when there is nothing to say.

    Units:  calendar days in Amsterdam; a ladder of days from the due day, negative before it.
    Source: product.md section 4, "Reminders".
    """
    rungs = sorted(ladder)
    lines: list[MailVerdict] = []
    spoken: list[str] = []
    for duty in sorted(duties, key=_order):
        steps = _steps(duty, told.steps, today, rungs)
        if duty.state not in _BY_STATE:
            spoken += steps
        elif steps:
            lines.append(MailVerdict(steps, (), _BY_STATE[duty.state]))
    if spoken:
        silence = silence_of(person, told, today)
        lines.append(MailVerdict(tuple(spoken), open_duties(duties), silence))
    return tuple(lines)


def silence_of(person: Addressee, told: TimesTold, today: date) -> Silence | None:
    """Why nothing is sent to somebody today, whatever there is to say."""
    if person.silence is not None:
        return person.silence
    # a day ahead was written by a clock that ran ahead: no reason to write once more
    is_recent = told.last_on is not None and today - told.last_on < WEEK
    if is_recent or is_full(told.refreshers, today):
        return Silence.THIS_WEEK
    return None


def is_full(days: Iterable[date], today: date) -> bool:
    """Whether so many mails went out in the last seven days that no other may."""
    recent = [day for day in days if today - day < WEEK]
    return len(recent) >= MOST_A_WEEK


def by_hand(
    duties: Sequence[DutyFacts],
    person: Addressee,
    told: TimesTold,
    today: date,
    asked: Collection[str] | None = None,
) -> MailVerdict | None:
    """The same when somebody asks for it, whatever step it is. None when nothing is owed.

    `asked`: the refs of the duties it is about, None for all. It goes out when one of them is still
    to be done, and says all that is.
    """
    about = sorted(duties, key=_order)
    if asked is not None:
        about = [duty for duty in about if duty.ref in asked]
    if not about:
        return None
    if all(duty.state in _BY_STATE for duty in about):
        return MailVerdict(_by_hand(about, today), (), _BY_STATE[about[0].state])
    found = open_duties(duties)
    return MailVerdict(_by_hand(found, today), found, silence_of(person, told, today))


def not_owed(asked: Iterable[str], *, left: bool, today: date) -> MailVerdict:
    """That a mail which was asked for by hand does not go out, since nothing is owed any more."""
    steps = tuple(f"{ref}:hand:{today}" for ref in sorted(asked))
    return MailVerdict(steps, (), Silence.LEFT if left else Silence.ENDED)


def within(found: MailVerdict | None, seen: Collection[str]) -> MailVerdict | None:
    """What somebody may read of it who sees these duties only, by their refs; that it is the mail
    of a week, but not its news. None: nothing.
    """
    if found is None:
        return None
    told = {*seen, WEEK_MAIL}
    steps = tuple(step for step in found.steps if duty_of(step) in told)
    duties = tuple(duty for duty in found.duties if duty.ref in seen)
    if not duties and not steps:
        return None
    return MailVerdict(steps, duties, found.silence)


def without_progress(found: MailVerdict, seen: Collection[str]) -> MailVerdict:
    """The same for who may see how far somebody is with these duties only, by their refs."""
    duties = []
    for duty in found.duties:
        bare = replace(duty, done=0, total=None)
        duties.append(duty if duty.ref in seen else bare)
    return replace(found, duties=tuple(duties))


def duty_of(step: str) -> str:
    """The ref of the duty that a step is about."""
    return step.partition(":")[0]


def open_duties(duties: Iterable[DutyFacts]) -> tuple[DutyFacts, ...]:
    """What somebody still has to do, the first due first."""
    still_open = [duty for duty in duties if duty.state not in _BY_STATE]
    return tuple(sorted(still_open, key=_order))


def hour_for(last_learned: time | None) -> int:
    """The hour at which to write: that at which somebody last learned, within the school day."""
    if last_learned is None:
        return USUAL_HOUR
    return min(max(last_learned.hour, FIRST_HOUR), LAST_HOUR)


def _steps(
    duty: DutyFacts, told: frozenset[str], today: date, rungs: Sequence[int]
) -> tuple[str, ...]:
    """What to say of one duty. Who hears that it was given hears the step of its day with it."""
    given = f"{duty.ref}:given"
    steps: list[str] = []
    if today - duty.given_on <= NEWS_LASTS:
        steps.append(given)
    behind = (today - duty.due_on).days
    reached = bisect_right(rungs, behind)
    if reached and behind - rungs[reached - 1] <= STEP_LASTS.days:
        steps.append(f"{duty.ref}:{duty.due_on}:{rungs[reached - 1]:+d}")
    return tuple(step for step in steps if step not in told)


def _by_hand(duties: Iterable[DutyFacts], today: date) -> tuple[str, ...]:
    return tuple(f"{duty.ref}:hand:{today}" for duty in duties)


def _order(duty: DutyFacts) -> tuple[date, str, str]:
    return duty.due_on, duty.course, duty.ref
