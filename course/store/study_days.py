"""Study days: open one, come in, vote without a name, sign off."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update

from course.domain.learning.projection import Evidence, judge
from course.domain.people.roles import Actor, Permission
from course.domain.study_days import CODE_LENGTH, CODE_SIGNS, Phase, VoteRound, is_moment, pseudonym
from course.models import Membership, School, StudyDay, StudyPresence, StudyVote, db
from course.models.base import insert_new, new_token, upsert
from course.store.courses import releases
from course.store.dated import holds_on
from course.store.learning import reading, recording
from course.store.learning.places import LessonPlace
from course.store.people import words
from course.store.scope import schools_for
from course.store.submissions import OtherContentsError

# of a code, before we give up: with a thousand study days a day two in a row hardly ever exist
_DRAWS = 20


@dataclass(frozen=True)
class Subject:
    """What a study day is about, in the release that was current when it was opened."""

    release: str
    module: str
    lesson: str
    item: str


@dataclass(frozen=True)
class StudyDayRow:
    """One study day as it stands today. The day after, every study day is closed."""

    id: int
    ref: str
    code: str
    school_id: int
    school: str
    subject: Subject
    day: date
    phase: Phase
    present: int
    signed_off: int


@dataclass(frozen=True)
class Attended:
    """A study day and what is kept about somebody in it.

    `may_vote`: they work at that school today.
    """

    study_day: StudyDayRow
    presence_id: int
    signed_off_at: datetime | None
    may_vote: bool


Votes = Mapping[VoteRound, Mapping[str, int]]  # choice to people

_present = (
    select(func.count(StudyPresence.id))
    .where(StudyPresence.session_id == StudyDay.id)
    .correlate(StudyDay)
)
_COLUMNS: tuple[Any, ...] = (
    StudyDay.id,
    StudyDay.ref,
    StudyDay.code,
    StudyDay.school_id,
    School.name.label("school"),
    StudyDay.release,
    StudyDay.module,
    StudyDay.lesson,
    StudyDay.item,
    StudyDay.day,
    StudyDay.phase,
    _present.scalar_subquery().label("present"),
    _present.where(StudyPresence.signed_off_at.is_not(None)).scalar_subquery().label("signed_off"),
)
_ASKED = ("school_id", "module", "lesson", "item")
_STUDY_DAYS: Select[Any] = select(*_COLUMNS).join(School, School.id == StudyDay.school_id)
# What sixty phones ask every two seconds never changes, so it is built once.
_WORKS_AT = select(Membership.school_id).where(
    Membership.person_id == bindparam("person_id"),
    holds_on(Membership, bindparam("today")),
)
_ATTENDED: Select[Any] = (
    select(
        *_COLUMNS,
        StudyPresence.id.label("presence_id"),
        StudyPresence.signed_off_at,
        StudyDay.school_id.in_(_WORKS_AT).label("may_vote"),
    )
    .join(School, School.id == StudyDay.school_id)
    .join(StudyPresence, StudyPresence.session_id == StudyDay.id)
    .where(StudyPresence.person_id == bindparam("person_id"))
    .order_by(StudyDay.day.desc(), StudyDay.id.desc())
)
_ATTENDED_ONE = _ATTENDED.where(StudyDay.ref == bindparam("ref"))
_KEY = select(StudyDay.vote_key).where(StudyDay.id == bindparam("study_day_id"))
_OWN_VOTE = select(StudyVote.choice).where(
    StudyVote.session_id == bindparam("study_day_id"),
    StudyVote.round == bindparam("round"),
    StudyVote.voter == bindparam("voter"),
)
_VOTES = (
    select(StudyVote.round, StudyVote.choice, func.count().label("people"))
    .where(StudyVote.session_id == bindparam("study_day_id"))
    .group_by(StudyVote.round, StudyVote.choice)
)


def open_day(
    actor: Actor, school_id: int, subject: Subject, submission: str, now: datetime, today: date
) -> str | None:
    """Open a study day, and return its ref. The same submission gives the same one; None when the
    school is not theirs.

    Errors: OtherContentsError when the submission asked something else the first time.
    """
    close_past(now, today)
    allowed = db.session.scalar(schools_for(actor, Permission.ASSIGN).where(School.id == school_id))
    if allowed is None:
        return None
    fixed = {
        "school_id": school_id,
        **asdict(subject),
        "day": today,
        "phase": Phase.JOIN.value,
        "opened_by": actor.id,
        "opened_at": now,
        "submission": submission,
    }
    for _ in range(_DRAWS):
        row = fixed | {
            "ref": new_token(),
            "code": "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
            "vote_key": secrets.token_hex(32),
        }
        db.session.execute(insert_new(StudyDay, [row]))
        ref = _opened(row)
        if ref is not None:
            return ref
    return None


def led(actor: Actor, ref: str, today: date) -> StudyDayRow | None:
    """A study day of one of the schools where this trainer trains; None for any other."""
    query = _STUDY_DAYS.where(StudyDay.ref == ref, _in_scope(actor))
    row = db.session.execute(query).first()
    return _study_day(row, today) if row is not None else None


def recent(actor: Actor, today: date, limit: int) -> list[StudyDayRow]:
    """The newest study days of the trainer's schools."""
    query = (
        _STUDY_DAYS.where(_in_scope(actor))
        .order_by(StudyDay.day.desc(), StudyDay.id.desc())
        .limit(limit)
    )
    return [_study_day(row, today) for row in db.session.execute(query)]


def move(study_day: StudyDayRow, asked: Phase, now: datetime) -> bool:
    """Bring a study day to its next phase, or to its end. False when it moved already: a double
    click skips nothing.

    At the end the key of the pseudonyms goes, and with it the last way from a vote to a person.
    """
    if not is_moment(study_day.phase, asked):
        return False
    changes: dict[str, Any] = {"phase": asked.value}
    if asked is Phase.CLOSED:
        changes |= {"vote_key": None, "closed_at": now}
    moved = db.session.execute(
        update(StudyDay)
        .where(StudyDay.id == study_day.id, StudyDay.phase == study_day.phase.value)
        .values(**changes)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def close_past(now: datetime, today: date) -> int:
    """Close every study day of an earlier day that nobody closed, and throw its key away.

    Returns how many there were.
    """
    closed = db.session.execute(
        update(StudyDay)
        .where(StudyDay.day < today, StudyDay.phase != Phase.CLOSED.value)
        .values(phase=Phase.CLOSED.value, vote_key=None, closed_at=now)
        .execution_options(synchronize_session=False)
    )
    return closed.rowcount  # type: ignore[attr-defined, no-any-return]


def find_by_code(person_id: int, code: str, today: date) -> StudyDayRow | None:
    """The study day with this code today, at a school where somebody works today.

    Elsewhere is the same as nowhere.
    """
    query = _STUDY_DAYS.where(
        StudyDay.day == today, StudyDay.code == code, StudyDay.school_id.in_(_WORKS_AT)
    )
    row = db.session.execute(query, {"person_id": person_id, "today": today}).first()
    return _study_day(row, today) if row is not None else None


def enter(person_id: int, study_day: StudyDayRow) -> None:
    """Somebody is there. Coming in twice is being there once."""
    row = {"session_id": study_day.id, "person_id": person_id, "day": study_day.day}
    db.session.execute(insert_new(StudyPresence, [row]))


def attended(person_id: int, ref: str, today: date) -> Attended | None:
    """A study day where somebody came in; None for who did not."""
    where = {"person_id": person_id, "today": today, "ref": ref}
    row = db.session.connection().execute(_ATTENDED_ONE, where).first()
    return _attended(row, today) if row is not None else None


def own_days(person_id: int, today: date, limit: int) -> list[Attended]:
    """The study days where somebody was, newest first."""
    rows = db.session.execute(_ATTENDED.limit(limit), {"person_id": person_id, "today": today})
    return [_attended(row, today) for row in rows]


def vote(study_day_id: int, person_id: int, round_: VoteRound, choice: str, today: date) -> bool:
    """Keep one vote; an earlier one of this person in this round is replaced. False when the round
    is not open.

    The study day is held meanwhile, so that nobody closes the round between the look and the vote.
    """
    found = db.session.execute(
        select(StudyDay.vote_key, StudyDay.phase, StudyDay.day)
        .where(StudyDay.id == study_day_id)
        .with_for_update(read=True)
    ).one()
    if found.vote_key is None or found.day != today or Phase(found.phase).round is not round_:
        return False
    row = {
        "session_id": study_day_id,
        "round": round_.value,
        "voter": pseudonym(found.vote_key, round_, person_id),
        "choice": choice,
    }
    db.session.execute(
        upsert(StudyVote, row, key=["session_id", "round", "voter"], update=["choice"])
    )
    return True


def own_vote(study_day_id: int, person_id: int, round_: VoteRound) -> str | None:
    """What somebody chose in a round that is open now, to show it to them alone."""
    connection = db.session.connection()
    key = connection.scalar(_KEY, {"study_day_id": study_day_id})
    if key is None:
        return None
    where = {
        "study_day_id": study_day_id,
        "round": round_.value,
        "voter": pseudonym(key, round_, person_id),
    }
    return connection.scalar(_OWN_VOTE, where)


def votes(study_day_id: int) -> Votes:
    """How many people chose what, in each round.

    What of it may be shown is for `domain.study_days.tally` to say.
    """
    rows = db.session.connection().execute(_VOTES, {"study_day_id": study_day_id})
    found: dict[VoteRound, dict[str, int]] = {one: {} for one in VoteRound}
    for row in rows:
        found[VoteRound(row.round)][row.choice] = row.people
    return found


def sign_off(actor: Actor, found: Attended, now: datetime, today: date) -> bool:
    """Somebody says that they took part. Where the item is in a lesson of their course, that lesson
    is done with it.

    False when they had signed off already, or when the study day still runs.
    """
    if not found.study_day.phase.is_over:
        return False
    subject = found.study_day.subject
    taken = reading.learning(actor.id, releases.outline(subject.release).slug, today)
    if taken is None:
        return recording.sign_off(found.presence_id, now)
    course, attended = releases.outline(taken.release), {subject.item}
    place = LessonPlace(taken.enrolment_id, taken.release, subject.module, subject.lesson)
    reader = reading.reader(taken, actor.audience, words.values_of(taken.school_id))
    if not judge(course, place.at, reader, Evidence(attended=attended)):
        return recording.sign_off(found.presence_id, now)
    return recording.sign_off_lesson(found.presence_id, place, reader, attended, now)


def _opened(row: Mapping[str, Any]) -> str | None:
    """The study day of this submission; None when its code was taken.

    Errors: OtherContentsError.
    """
    asked = [StudyDay.__table__.c[name] for name in _ASKED]
    found = db.session.execute(
        select(StudyDay.ref, *asked).where(
            StudyDay.submission == row["submission"],
            StudyDay.opened_by == row["opened_by"],
        )
    ).first()
    if found is None:
        return None
    kept = found._asdict()
    ref = str(kept.pop("ref"))
    if kept != {name: row[name] for name in _ASKED}:
        raise OtherContentsError
    return ref


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    return StudyDay.school_id.in_(schools_for(actor, Permission.ASSIGN))


def _attended(row: Any, today: date) -> Attended:
    return Attended(
        study_day=_study_day(row, today),
        presence_id=row.presence_id,
        signed_off_at=row.signed_off_at,
        may_vote=bool(row.may_vote),
    )


def _study_day(row: Any, today: date) -> StudyDayRow:
    return StudyDayRow(
        id=row.id,
        ref=row.ref,
        code=row.code,
        school_id=row.school_id,
        school=row.school,
        subject=Subject(row.release, row.module, row.lesson, row.item),
        day=row.day,
        phase=Phase(row.phase) if row.day == today else Phase.CLOSED,
        present=row.present,
        signed_off=row.signed_off,
    )
