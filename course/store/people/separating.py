"""Two accounts that became one are two again, when that turns out to have been a mistake.

Only while nothing would be left behind that is not true: of an account with which somebody did a
lesson, that is done in the other one too, for good. Work and roles go back by the deeds
that brought them (`undoing.py`); this does the rest.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, delete, select, update

from course.domain.people.audited import Audited
from course.models import (
    Assignment,
    AwaitedPerson,
    Enrolment,
    LessonCompletion,
    Person,
    db,
)
from course.store import audit
from course.store.audit import AuditNote
from course.store.dated import DeedMoment
from course.store.duties.settling import settle
from course.store.people import accounts


def can_separate(stays: int, gone_ref: str, at: datetime) -> bool:
    """Whether the account that went up in another one at an instant can be one again: nobody did
    a lesson with it, and nobody else has its address by now.
    """
    gone = db.session.scalar(_gone(stays, gone_ref, at))
    if gone is None or _has_done(gone.person_id):
        return False
    taken = select(Person.id).where(Person.email_key == gone.email_key)
    return db.session.scalar(taken) is None


def separate(stays: int, gone_ref: str, at: datetime, moment: DeedMoment) -> None:
    """The account that went up has its address again. What was given to it alone is no longer asked
    of the other one. The caller has looked whether it can be (`can_separate`).
    """
    gone = db.session.scalars(_gone(stays, gone_ref, at)).one()
    who, key = gone.person_id, gone.email_key
    accounts.update_accounts({who: {"email_key": key}})
    db.session.execute(delete(AwaitedPerson).where(AwaitedPerson.person_id == who))
    for school_id in _take_back(stays, at, moment):
        settle(school_id, moment, [stays])
    audit.note([AuditNote(Audited.MERGE_UNDONE, one) for one in (stays, who)], moment)


def _gone(stays: int, ref: str, at: datetime) -> Select[AwaitedPerson]:
    query = select(AwaitedPerson).join(Person, Person.id == AwaitedPerson.person_id)
    here = AwaitedPerson.became_id == stays, AwaitedPerson.asked_at == at, Person.ref == ref
    return query.where(*here)


def _has_done(person_id: int) -> bool:
    """Whether somebody did a lesson with this account."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    done = select(LessonCompletion.lesson).where(LessonCompletion.enrolment_id.in_(own))
    return bool(db.session.scalar(select(done.exists())))


def _take_back(stays: int, at: datetime, moment: DeedMoment) -> list[int]:
    """The assignments that came along end. Returns the schools where."""
    came = (
        Assignment.person_id == stays,
        Assignment.made_at == at,
        Assignment.withdrawn_at.is_(None),
    )
    schools = set(db.session.scalars(select(Assignment.school_id).where(*came)))
    ending = update(Assignment).where(*came)
    db.session.execute(ending.values(withdrawn_at=moment.now, withdrawn_by=moment.by))
    return sorted(schools)
