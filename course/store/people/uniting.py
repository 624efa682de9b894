"""Two accounts of one person become one: what it does, and the deed itself. Whoever calls one has
looked whether the actor may, and commits afterwards.

Facts stay with the account that they were written for, so no report of an earlier day changes. The
account that stays gets what holds from today on, and the lessons that are done; and its owner reads
the certificates, meetings, places, duties and looks of both (`belonging.same_person`). Answers,
plans and signatures do not come along: nobody reads those but who wrote them, and no administrator
may make another account read them. The way back is `separating.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, update

from course.domain.people.audited import Audited
from course.domain.people.roles import Role
from course.models import (
    Assignment,
    AwaitedPerson,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    LessonCompletion,
    MailStop,
    MeasurementSkip,
    Membership,
    Person,
    RefresherStop,
    RoleGrant,
    db,
)
from course.models.base import insert_many, insert_new, new_token
from course.store import audit, dated
from course.store.audit import AuditNote
from course.store.dated import DeedMoment, holds_on, lasts_to
from course.store.duties.settling import settle
from course.store.learning import recounting
from course.store.messages import schedules
from course.store.people import accounts, addresses, deeds, granting
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from course.text.names import fold_email

_FACTS = ("course", "school_id", "team_id", "functions", "board_id", "due_on", "weeks", "batch")
_BEGAN = ("course", "cycle", "release", "renews", "asked")
_LESSON = ("module", "lesson", "required", "completed_at", "completed_on")


@dataclass(frozen=True)
class UniteEffect:
    """What comes along, in numbers. `waits`: places on a list that still ask whose they are."""

    schools: int
    roles: int
    duties: int
    lessons: int
    waits: int

    @property
    def is_final(self) -> bool:
        """Whether there is no way back (`separating.can_separate`)."""
        return bool(self.lessons or self.waits)


def effect(gone: int, today: date) -> UniteEffect:
    """How much the account that goes has today."""
    works = select(Membership.id).where(Membership.person_id == gone, holds_on(Membership, today))
    roles = select(RoleGrant.id).where(RoleGrant.person_id == gone, lasts_to(RoleGrant, today))
    owes = select(Duty.id).join(DutyReason, DutyReason.duty_id == Duty.id)
    owes = owes.where(Duty.person_id == gone, holds_on(DutyReason, today)).distinct()
    done = select(LessonCompletion.lesson).join(
        Enrolment, Enrolment.id == LessonCompletion.enrolment_id
    )
    done = done.where(Enrolment.person_id == gone)
    waits = select(AwaitedPerson.person_id).where(AwaitedPerson.person_id == gone)
    return UniteEffect(*map(_count, (works, roles, owes, done, waits)))


def _count(query: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(query.subquery())).one()


def went_up(email: str, stays: int) -> bool:
    """Whether the account of this address went up in another one."""
    query = select(AwaitedPerson.person_id).where(
        AwaitedPerson.email_key == fold_email(email), AwaitedPerson.became_id == stays
    )
    return db.session.scalar(query) is not None


def unite(gone: int, stays: int, moment: DeedMoment) -> None:
    """From today on one account has what both had, and nobody signs in with the other.

    The caller holds both (`granting.lock`).
    """
    days, reliefs = _due_days(gone, moment), _reliefs(gone, moment)
    _copy_own_assignments(gone, stays, moment)
    for school_id in sorted(_move_work(gone, stays, moment)):
        settle(school_id, moment, [stays])
    _keep_days(stays, days, moment)
    _keep_reliefs(stays, reliefs, moment)
    _move_roles(gone, stays, moment)
    _take_lessons(gone, stays, moment)
    _close(gone, stays, moment)
    refs = _refs(gone, stays)
    audit.note(
        [
            AuditNote(Audited.MERGED, stays, detail={"gone": refs[gone]}),
            AuditNote(Audited.MERGED, gone, detail={"into": refs[stays]}),
        ],
        moment,
    )


def _refs(*people: int) -> dict[int, str]:
    query = select(Person.id, Person.ref).where(Person.id.in_(people))
    return dict(db.session.execute(query).all())


def _move_work(gone: int, stays: int, moment: DeedMoment) -> list[int]:
    """Work goes on in the account that stays; where that works already it stays as it is."""
    query = select(Membership).where(holds_on(Membership, moment.today))
    left = db.session.scalars(
        query.where(Membership.person_id == gone).order_by(Membership.id)
    ).all()
    places: dict[int, Workplace] = {}
    for one in left:
        places[one.school_id] = Workplace(stays, one.team_id, one.staff_number, one.ends_on)
    works = select(Membership.school_id).where(
        Membership.person_id == stays, lasts_to(Membership, moment.today)
    )
    there = set(db.session.scalars(works))
    for school_id, place in places.items():
        deeds.leave(school_id, [gone], moment)
        if school_id not in there:
            deeds.join(school_id, [place], moment)
    return list(places)


def _copy_own_assignments(gone: int, stays: int, moment: DeedMoment) -> None:
    """What was given to this person alone is given to the account that stays."""
    query = select(Assignment).where(
        Assignment.person_id == gone, Assignment.withdrawn_at.is_(None)
    )
    found = db.session.scalars(query.order_by(Assignment.id)).all()
    rows: list[dict[str, Any]] = []
    for one in found:
        new = {"ref": new_token(), "submission": new_token(), "person_id": stays}
        made = {"made_by": one.made_by, "made_at": moment.now}
        rows.append(_values(one, _FACTS) | new | made)
    insert_many(Assignment, rows)


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """These fields of a row, by name."""
    return {name: getattr(row, name) for name in names}


def _due_days(person_id: int, moment: DeedMoment) -> dict[tuple[int, str], date]:
    """By school and course: the strictest day by which somebody owes it."""
    query = (
        select(Duty.school_id, Duty.course, func.min(DutyReason.due_on).label("due_on"))
        .join(DutyReason, DutyReason.duty_id == Duty.id)
        .where(Duty.person_id == person_id, holds_on(DutyReason, moment.today))
        .group_by(Duty.school_id, Duty.course)
    )
    return {(row.school_id, row.course): row.due_on for row in db.session.execute(query)}


def _keep_days(stays: int, days: dict[tuple[int, str], date], moment: DeedMoment) -> None:
    """What began today because of this goes on with the day that it had."""
    query = (
        select(DutyReason.id, DutyReason.due_on, Duty.school_id, Duty.course)
        .join(Duty, Duty.id == DutyReason.duty_id)
        .where(Duty.person_id == stays, holds_on(DutyReason, moment.today))
        .where(DutyReason.recorded_at == moment.now)
    )
    earlier: dict[int, dict[str, Any]] = {}
    for row in db.session.execute(query):
        day = days.get((row.school_id, row.course))
        if day is not None:
            earlier[row.id] = {"due_on": day}
    dated.correct(DutyReason, earlier, moment)


def _reliefs(person_id: int, moment: DeedMoment) -> dict[tuple[int, str], dict[str, Any]]:
    """By school and course: a pause or an exemption that holds."""
    query = (
        select(Duty.school_id, Duty.course, DutyRelief)
        .join(DutyRelief, DutyRelief.duty_id == Duty.id)
        .where(Duty.person_id == person_id, holds_on(DutyRelief, moment.today))
    )
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for school_id, course, relief in db.session.execute(query):
        found[school_id, course] = _values(relief, ("kind", "category", "until", "made_by"))
    return found


def _keep_reliefs(
    stays: int, reliefs: dict[tuple[int, str], dict[str, Any]], moment: DeedMoment
) -> None:
    """Who was paused or exempt is so still, unless the account that stays has its own."""
    known = select(DutyRelief.duty_id).where(dated.known(DutyRelief), DutyRelief.ends_on.is_(None))
    query = select(Duty.id, Duty.school_id, Duty.course).where(
        Duty.person_id == stays, Duty.id.not_in(known)
    )
    new: list[dict[str, Any]] = []
    for row in db.session.execute(query):
        relief = reliefs.get((row.school_id, row.course))
        if relief is not None:
            new.append({"duty_id": row.id, **relief})
    dated.begin(DutyRelief, new, moment)


def _move_roles(gone: int, stays: int, moment: DeedMoment) -> None:
    """Roles go along; one that the account that stays has already stays as it is."""
    columns = (RoleGrant.role, RoleGrant.school_id, RoleGrant.board_id)
    lasts = lasts_to(RoleGrant, moment.today)
    own = select(*columns).where(lasts, RoleGrant.person_id == stays)
    there = set(map(tuple, db.session.execute(own)))
    held = select(RoleGrant.id, *columns, RoleGrant.ends_on)
    ended: list[int] = []
    for row in db.session.execute(held.where(lasts, RoleGrant.person_id == gone)).all():
        ended.append(row.id)
        if (row.role, row.school_id, row.board_id) not in there:
            place = row.school_id, row.board_id
            granting.grant(NewGrant(stays, Role(row.role), *place, row.ends_on), moment)
    granting.end(ended, moment)


def _take_lessons(gone: int, stays: int, moment: DeedMoment) -> None:
    """What is done in one account is done in the other, since the same day; a course that is whole
    with it gets its certificate. Certificates of the account that goes stay valid.
    """
    query = select(Enrolment).where(Enrolment.person_id == gone)
    began = db.session.scalars(query.order_by(Enrolment.course, Enrolment.cycle)).all()
    shared = {"person_id": stays, "enrolled_at": moment.now}
    rows = [_values(one, _BEGAN) | shared for one in began]
    if rows:
        db.session.execute(insert_new(Enrolment, rows))
    own = select(Enrolment.course, Enrolment.cycle, Enrolment.id).where(
        Enrolment.person_id == stays
    )
    to = {(row.course, row.cycle): row.id for row in db.session.execute(own)}
    same = {one.id: to[one.course, one.cycle] for one in began}
    _copy_lessons(same)
    _keep_skips(same)
    recounting.rebuild(sorted(same.values()), moment.now)


def _copy_lessons(same: dict[int, int]) -> None:
    """`same`: by enrolment the one that takes its lessons over."""
    query = select(LessonCompletion).where(LessonCompletion.enrolment_id.in_(list(same)))
    _copy(query, LessonCompletion, _LESSON, same)


def _keep_skips(same: dict[int, int]) -> None:
    """Who wanted no measurement in a module gets none there."""
    query = select(MeasurementSkip).where(MeasurementSkip.enrolment_id.in_(list(same)))
    _copy(query, MeasurementSkip, ("module", "skipped_at"), same)


def _copy(query: Select[Any], table: Any, names: Iterable[str], same: dict[int, int]) -> None:
    """The rows of a table once more, with the enrolment that takes them over."""
    rows: list[dict[str, Any]] = []
    for one in db.session.scalars(query):
        rows.append(_values(one, names) | {"enrolment_id": same[one.enrolment_id]})
    if rows:
        db.session.execute(insert_new(table, rows))


def _close(gone: int, stays: int, moment: DeedMoment) -> None:
    """Nobody signs in with it, its address is free, and it is shown to nobody any more."""
    addresses.drop(gone, moment)
    accounts.block([gone], moment)
    key = db.session.scalars(select(Person.email_key).where(Person.id == gone)).one()
    free = f"{key[: accounts.KEY_PART]} {new_token()}"
    accounts.update_accounts({gone: {"email_key": free}})
    row = {"person_id": gone, "email_key": key, "asked_at": moment.now}
    db.session.execute(insert_new(AwaitedPerson, [row]))
    became = update(AwaitedPerson).where(AwaitedPerson.person_id == gone)
    db.session.execute(became.values(answered_at=moment.now, became_id=stays))
    for table in (MailStop, RefresherStop):
        _keep_stop(table, gone, stays)
    schedules.move(gone, stays, moment.now)


def _keep_stop(table: type[MailStop] | type[RefresherStop], gone: int, stays: int) -> None:
    """Who wanted no such mail gets none."""
    since = db.session.scalar(select(table.since).where(table.person_id == gone))
    if since is not None:
        db.session.execute(insert_new(table, [{"person_id": stays, "since": since}]))
