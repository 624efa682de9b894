"""Two accounts that became one are two again, when that turns out to have been a mistake.

Only while nothing would be left behind that is not true: of an account with which somebody did a
lesson, that is done in the other one too, for good. Work and roles go back by the deeds
that brought them (`undoing.py`); this does the rest.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from course.domain.people.audited import Audited
from course.models import (
    Assignment,
    AuditEntry,
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


def _has_done(person_id: int) -> bool:
    """Whether somebody did a lesson with this account."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    query = select(LessonCompletion.lesson).where(LessonCompletion.enrolment_id.in_(own))
    return db.session.scalar(query.limit(1)) is not None


def can_separate(stays: int, gone_ref: str, at: datetime) -> bool:
    """Whether the account that went up in another one at an instant can be one again: nobody did
    a lesson with it, and nobody else has its address by now.
    """
    gone = _gone(stays, gone_ref, at)
    if gone is None or _has_done(gone.person_id):
        return False
    taken = select(Person.id).where(Person.email_key == gone.email_key)
    return db.session.scalar(taken) is None


def separate(stays: int, gone_ref: str, at: datetime, moment: DeedMoment) -> bool:
    """The account that went up has its address again, and may sign in if it might before. What was
    given to it alone is no longer asked of the other one. False when that cannot be.
    """
    gone = _gone(stays, gone_ref, at)
    if gone is None or not can_separate(stays, gone_ref, at):
        return False
    who, key = gone.person_id, gone.email_key
    accounts.update_accounts({who: {"email_key": key}})
    db.session.execute(delete(AwaitedPerson).where(AwaitedPerson.person_id == who))
    if _was_blocked_by(moment.undoes or "", who):
        accounts.unblock([who], moment)
    for school_id in _take_back(stays, at, moment):
        settle(school_id, moment, [stays])
    audit.note([AuditNote(Audited.MERGED, one) for one in (stays, who)], moment)
    return True


def _gone(stays: int, ref: str, at: datetime) -> AwaitedPerson | None:
    query = select(AwaitedPerson).join(Person, Person.id == AwaitedPerson.person_id)
    here = AwaitedPerson.became_id == stays, AwaitedPerson.asked_at == at, Person.ref == ref
    return db.session.scalar(query.where(*here))


def _was_blocked_by(deed: str, person_id: int) -> bool:
    query = select(AuditEntry.id).where(
        AuditEntry.deed == deed,
        AuditEntry.person_id == person_id,
        AuditEntry.action == Audited.BLOCKED.value,
    )
    return db.session.scalar(query) is not None


def _take_back(stays: int, at: datetime, moment: DeedMoment) -> list[int]:
    """The assignments that came along end. Returns the schools where."""
    came = (
        Assignment.person_id == stays,
        Assignment.made_at == at,
        Assignment.withdrawn_at.is_(None),
    )
    schools = db.session.scalars(select(Assignment.school_id).where(*came).distinct()).all()
    ending = update(Assignment).where(*came)
    db.session.execute(ending.values(withdrawn_at=moment.now, withdrawn_by=moment.by))
    return sorted(schools)
