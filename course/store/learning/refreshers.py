"""Refreshers of one person: what one asks, what was answered, and what came of it. Only added, and
never a word about a completion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, update

from course.clock import day_of
from course.domain.learning.entry import SURE
from course.domain.learning.ladder import AskedRule, Began, Ladder, RuleKey, RuleState
from course.domain.learning.refreshing import RefresherMoment, next_due
from course.domain.people.audited import Audited
from course.kinds.marking import Response, Score
from course.kinds.registry import kind_named
from course.models import (
    Attempt,
    AuditEntry,
    Enrolment,
    Membership,
    Person,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
    db,
)
from course.models.base import insert_new
from course.store import rows
from course.store.courses import releases
from course.store.dated import holds_on
from course.store.learning import knowledge
from course.store.learning.knowledge import LADDER
from course.store.learning.marks import REFRESHED_EARNED, REFRESHED_POSSIBLE
from course.store.learning.places import ItemOfModule

SENT = "sent"


class KeptMoment(NamedTuple):
    """One thing that a refresher asks, as it is kept: module/lesson/item/goal."""

    module: str
    lesson: str
    item: str
    goal: str  # empty for a story

    @property
    def rule(self) -> RuleKey:
        """The rule that it is about."""
        return RuleKey(self.module, self.goal)


@dataclass(frozen=True)
class OwnRefresher:
    """A refresher that was sent to somebody who may still open it."""

    id: int
    ref: str
    person_id: int
    course: str
    release: str
    open_until: date
    moments: tuple[KeptMoment, ...]


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody answered in it."""

    item: str
    response: tuple[str, ...]
    earned: int
    possible: int
    confidence: str | None

    @property
    def score(self) -> Score:
        """Its mark."""
        return Score(self.earned, self.possible)


_COLUMNS = (
    Refresher.id,
    Refresher.ref,
    Refresher.person_id,
    Refresher.course,
    Refresher.release,
    Refresher.open_until,
    Refresher.moments,
)


def as_kept(moments: Iterable[RefresherMoment]) -> list[str]:
    """How a refresher keeps what it asks."""
    return [
        "/".join((one.rule.module, one.coat.lesson, one.coat.item, one.rule.goal))
        for one in moments
    ]


def find(ref: str, today: date) -> OwnRefresher | None:
    """The refresher of a link; None when there is none of that name, for who left or was blocked,
    and when it went to an address that is no longer theirs.
    """
    works = select(Membership.id).where(
        Membership.person_id == Refresher.person_id, holds_on(Membership, today)
    )
    query = (
        select(*_COLUMNS)
        .join(Person, Person.id == Refresher.person_id)
        .where(Refresher.ref == ref, Refresher.outcome == SENT, _to_their_address())
        .where(Person.blocked_at.is_(None), works.exists())
    )
    return rows.first(OwnRefresher, db.session.execute(query), moments=_moments)


def _to_their_address() -> ColumnElement[bool]:
    """Its link opens without a password, so who reads the old address opens it no more."""
    moved = select(AuditEntry.id).where(
        AuditEntry.person_id == Refresher.person_id,
        AuditEntry.action == Audited.ADDRESS_CHANGED.value,
        AuditEntry.at >= Refresher.at,
    )
    return ~moved.exists()


def waiting(person_id: int, today: date) -> OwnRefresher | None:
    """The newest refresher of a person that is open and not done."""
    query = (
        select(*_COLUMNS)
        .where(Refresher.person_id == person_id, Refresher.outcome == SENT)
        .where(Refresher.open_until >= today, _to_their_address())
        .order_by(Refresher.id.desc())
        .limit(1)
    )
    found = rows.first(OwnRefresher, db.session.execute(query), moments=_moments)
    if found is None or len(answers(found.id)) >= len(found.moments):
        return None
    return found


def answers(refresher_id: int) -> dict[str, GivenAnswer]:
    """What was answered in a refresher, by question, the first first."""
    query = (
        select(
            RefresherAnswer.item,
            RefresherAnswer.response,
            REFRESHED_EARNED.label("earned"),
            REFRESHED_POSSIBLE.label("possible"),
            RefresherAnswer.confidence,
        )
        .where(RefresherAnswer.refresher_id == refresher_id)
        .order_by(RefresherAnswer.id)
    )
    found = rows.each(GivenAnswer, db.session.execute(query), response=tuple)
    return {one.item: one for one in found}


def answer(
    found: OwnRefresher,
    moment: KeptMoment,
    response: Response,
    score: Score,
    confidence: str | None,
    now: datetime,
) -> bool:
    """Keep an answer, with what the ladder makes of it. False when there was one: the first counts.

    Once nothing is left to answer, the next refresher comes when something is due.
    """
    db.session.execute(select(Person.id).where(Person.id == found.person_id).with_for_update())
    today, before, after = day_of(now), None, None
    states = _states(found, LADDER)
    if moment.rule in states:
        asked = AskedRule(moment.rule, today, score.is_right, confidence == SURE)
        state = states[moment.rule]
        states[moment.rule] = LADDER.after(state, asked)
        before, after = state.step, states[moment.rule].step
    row = {
        "refresher_id": found.id,
        "person_id": found.person_id,
        "course": found.course,
        "module": moment.module,
        "goal": moment.goal,
        "lesson": moment.lesson,
        "item": moment.item,
        "response": list(response),
        "earned": score.earned,
        "possible": score.possible,
        "confidence": confidence,
        "day": today,
        "at": now,
        "step_before": before,
        "step_after": after,
        "scheduler": LADDER.name,
    }
    made = db.session.scalar(insert_new(RefresherAnswer, [row]).returning(RefresherAnswer.id))
    if made is not None and len(answers(found.id)) == len(found.moments):
        _look_again(found, next_due(states) or today, today)
    return made is not None


def own_plan(own: OwnRefresher) -> tuple[str, str] | None:
    """What this person planned to do, as (if, then): of the modules of a refresher, the first that
    has a plan.
    """
    places = list(_plans(own))
    query = (
        select(Attempt.module, Attempt.item, Attempt.response)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == own.person_id, Enrolment.course == own.course)
        .where(Attempt.item.in_({key for _, key in places}))
        .order_by(Attempt.id)
    )
    given = db.session.execute(query)
    made = {(module, item): tuple(response) for module, item, response in given}
    found = next((made[place] for place in places if len(made.get(place, ())) == 2), None)
    return None if found is None else (found[0], found[1])


def _plans(own: OwnRefresher) -> Iterator[ItemOfModule]:
    """The questions for a plan of the modules of a refresher."""
    outline = releases.outline(own.release)
    for slug in dict.fromkeys(one.module for one in own.moments):
        module = outline.module(slug)
        items = chain.from_iterable(lesson.items for lesson in module.lessons) if module else ()
        yield from ((slug, item.key) for item in items if kind_named(item.kind).shown_back)


def _states(found: OwnRefresher, ladder: Ladder) -> dict[RuleKey, RuleState]:
    known = knowledge.of_people([found.person_id]).get((found.person_id, found.course))
    return known.states(ladder) if known else {}


def _look_again(found: OwnRefresher, due_on: date, today: date) -> None:
    """From this day on the worker looks whether there is something to send; of another course from
    tomorrow on, as it waited for this one.
    """
    tomorrow = today + timedelta(days=1)
    own = update(RefresherPlan).where(RefresherPlan.person_id == found.person_id)
    here = RefresherPlan.course == found.course
    db.session.execute(own.where(here).values(look_on=max(due_on, tomorrow)))
    db.session.execute(own.where(~here, RefresherPlan.look_on > tomorrow).values(look_on=tomorrow))


def _moments(kept: Sequence[str]) -> tuple[KeptMoment, ...]:
    return tuple(KeptMoment(*text.split("/", 3)) for text in kept)


def log() -> Iterator[Began]:
    """Everything that refreshers asked, by person and rule, for who tries another ladder on it."""
    people = select(RefresherAnswer.person_id).distinct().order_by(RefresherAnswer.person_id)
    for known in knowledge.of_people(db.session.scalars(people).all()).values():
        yield from map(known.began, known.states())
