"""Questions to trainers: asked, listed and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, or_, select, update

from course.domain.people.roles import Actor, Permission, Role
from course.models import Person, RoleGrant, School, TrainerQuestion, db
from course.models.base import insert_new, new_token
from course.store import rows
from course.store.dated import holds_on
from course.store.rows import ListPart
from course.store.scope import schools_for
from course.store.submissions import require_same

MOST_NAMES = 3


class QuestionKind(StrEnum):
    """What somebody sends."""

    HELP = "vraag"
    LESSON = "les"  # something in a lesson is not right
    TRAINING = "training"  # a school would like a training, or advice


@dataclass(frozen=True)
class NewQuestion:
    """What somebody asks the trainers of a school where they work."""

    person_id: int
    school_id: int
    kind: QuestionKind
    about: str
    text: str
    submission: str


@dataclass(frozen=True)
class AskedRow:
    """One question as trainers see it."""

    ref: str
    kind: str
    about: str
    text: str
    made_at: datetime
    person: str
    email: str
    school: str
    closed_at: datetime | None


def trainers_at(school_id: int, on: date) -> list[str]:
    """The names of who trains at a school on a day, by name; one more than `MOST_NAMES` tells that
    there are more.
    """
    query = (
        select(Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(School, School.id == school_id)
        .where(RoleGrant.role == Role.TRAINER.value, holds_on(RoleGrant, on))
        .where(
            or_(
                RoleGrant.school_id == School.id,
                RoleGrant.board_id == School.board_id,
                RoleGrant.school_id.is_(None) & RoleGrant.board_id.is_(None),
            )
        )
        .where(Person.blocked_at.is_(None))
        .group_by(Person.id, Person.name, Person.sort_name)
        .order_by(Person.sort_name, Person.id)
    )
    return list(db.session.scalars(query.limit(MOST_NAMES + 1)))


def asked_since(person_id: int, since: datetime) -> int:
    """How many questions somebody sent since an instant."""
    query = select(func.count(TrainerQuestion.id)).where(
        TrainerQuestion.person_id == person_id, TrainerQuestion.made_at >= since
    )
    return db.session.scalar(query) or 0


def ask(draft: NewQuestion, now: datetime) -> None:
    """Keep a question. The same submission again changes nothing.

    Errors: OtherContentsError when it asked something else the first time.
    """
    asked = {**vars(draft), "kind": draft.kind.value}
    row = {**asked, "ref": new_token(), "made_at": now}
    new = insert_new(TrainerQuestion, [row]).returning(TrainerQuestion.id)
    if db.session.scalar(new) is None:
        require_same(TrainerQuestion, asked)


def questions(
    actor: Actor, *, closed: bool, about_lessons: bool = False, limit: int, offset: int = 0
) -> ListPart[AskedRow]:
    """What was asked at the schools where the actor trains: what is open the oldest first, what is
    closed the newest first. `about_lessons`: only what is said to be wrong in a lesson.
    """
    query = (
        select(
            TrainerQuestion.ref,
            TrainerQuestion.kind,
            TrainerQuestion.about,
            TrainerQuestion.text,
            TrainerQuestion.made_at,
            Person.name.label("person"),
            Person.email,
            School.name.label("school"),
            TrainerQuestion.closed_at,
            rows.ALL_ROWS,
        )
        .join(Person, Person.id == TrainerQuestion.person_id)
        .join(School, School.id == TrainerQuestion.school_id)
        .where(TrainerQuestion.school_id.in_(schools_for(actor, Permission.ASSIGN)))
        .where(TrainerQuestion.closed_at.is_not(None) if closed else _IS_OPEN)
    )
    if about_lessons:
        query = query.where(TrainerQuestion.kind == QuestionKind.LESSON.value)
    if closed:
        query = query.order_by(TrainerQuestion.closed_at.desc(), TrainerQuestion.id.desc())
    else:
        query = query.order_by(TrainerQuestion.made_at, TrainerQuestion.id)
    return rows.part(AskedRow, db.session.execute(query.limit(limit).offset(offset)))


_IS_OPEN = TrainerQuestion.closed_at.is_(None)


def close(actor: Actor, ref: str, now: datetime) -> bool:
    """A question was dealt with. False when it is out of scope or not there; twice is once."""
    seen = TrainerQuestion.school_id.in_(schools_for(actor, Permission.ASSIGN))
    found = db.session.scalar(select(TrainerQuestion.id).where(TrainerQuestion.ref == ref, seen))
    if found is None:
        return False
    closing = update(TrainerQuestion).where(TrainerQuestion.id == found, _IS_OPEN)
    db.session.execute(closing.values(closed_at=now, closed_by=actor.id))
    return True
