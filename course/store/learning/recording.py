"""Record a visit, an attempt, a test: once per submission token, and brought up to date in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from course.domain.learning.entry import SURE
from course.domain.learning.mastery import Marked
from course.kinds.marking import Score
from course.models import Answer, Attempt, Enrolment, LessonVisit, Sitting, db
from course.models.base import insert_new, insert_new_row, new_token

_TRIES = select(func.count(Attempt.id)).where(
    Attempt.enrolment_id == bindparam("enrolment_id"),
    Attempt.module == bindparam("module"),
    Attempt.lesson == bindparam("lesson"),
    Attempt.item == bindparam("item"),
    Attempt.sitting_id.is_(None),
)

_ENROLMENT = (
    select(Enrolment.id)
    .where(Enrolment.id == bindparam("enrolment_id"))
    .with_for_update(key_share=True)
)
_LAST = (
    select(Attempt.response)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.module == bindparam("module"),
        Attempt.lesson == bindparam("lesson"),
        Attempt.item == bindparam("item"),
        Attempt.sitting_id.is_(None),
    )
    .order_by(Attempt.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Place:
    """Where in a course something happens."""

    enrolment_id: int
    release: str
    module: str
    lesson: str


@dataclass(frozen=True)
class OpenSitting:
    """A test that was opened and not handed in."""

    id: int
    ref: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class LastAnswer:
    """The response that counts for an item of an open sitting."""

    response: tuple[str, ...]
    confidence: str | None


def record_visit(place: Place, now: datetime) -> None:
    """Somebody moved to another lesson."""
    db.session.add(
        LessonVisit(
            enrolment_id=place.enrolment_id,
            module=place.module,
            lesson=place.lesson,
            visited_at=now,
        )
    )
    db.session.flush()


def hold(place: Place) -> None:
    """One deed at a time in one enrolment: whoever writes here waits for who was first, and then
    sees what they left.

    Every deed takes this lock first, then its sitting, then its progress. Ask what a deed rests on
    after this.
    """
    db.session.connection().execute(_ENROLMENT, {"enrolment_id": place.enrolment_id})


def record_attempt(
    place: Place,
    item: str,
    response: Sequence[str],
    score: Score,
    *,
    settled: bool,
    submission: str,
    now: datetime,
) -> bool:
    """Insert one marked response, while `hold` keeps others away.

    False when this submission arrived before with the same response: a double click, or a lost
    reply. With another response somebody went back and chose again, so it is kept as a response of
    its own.
    """
    row = {
        "enrolment_id": place.enrolment_id,
        "release": place.release,
        "module": place.module,
        "lesson": place.lesson,
        "item": item,
        "response": list(response),
        "earned": score.earned,
        "possible": score.possible,
        "settled": settled,
        "submission": submission,
        "submitted_at": now,
    }
    connection, insert = db.session.connection(), insert_new_row(Attempt, returning="id")
    if connection.scalar(insert, row) is not None:
        return True
    if connection.scalar(_LAST, _where(place, item)) == list(response):
        return False
    return connection.scalar(insert, row | {"submission": new_token()}) is not None


def tries(place: Place, item: str) -> int:
    """How often an item on a page was tried."""
    return db.session.connection().execute(_TRIES, _where(place, item)).scalar_one()


def _where(place: Place, item: str) -> dict[str, object]:
    return {
        "enrolment_id": place.enrolment_id,
        "module": place.module,
        "lesson": place.lesson,
        "item": item,
    }


def open_sitting(place: Place) -> OpenSitting | None:
    """The test that is open here, on whatever device it was begun."""
    row = db.session.execute(
        select(Sitting.id, Sitting.ref, Sitting.items).where(
            Sitting.enrolment_id == place.enrolment_id,
            Sitting.module == place.module,
            Sitting.lesson == place.lesson,
            Sitting.handed_in_at.is_(None),
        )
    ).first()
    return OpenSitting(row.id, row.ref, tuple(row.items)) if row else None


def handed_in_sitting(place: Place) -> OpenSitting | None:
    """The newest test that was handed in here."""
    row = db.session.execute(
        select(Sitting.id, Sitting.ref, Sitting.items)
        .where(
            Sitting.enrolment_id == place.enrolment_id,
            Sitting.module == place.module,
            Sitting.lesson == place.lesson,
            Sitting.handed_in_at.is_not(None),
        )
        .order_by(Sitting.id.desc())
        .limit(1)
    ).first()
    return OpenSitting(row.id, row.ref, tuple(row.items)) if row else None


def times_sat(place: Place) -> str:
    """How often a test was handed in here, in digits: a page that was drawn before the last time is
    an old one.
    """
    query = select(func.count(Sitting.id)).where(
        Sitting.enrolment_id == place.enrolment_id,
        Sitting.module == place.module,
        Sitting.lesson == place.lesson,
        Sitting.handed_in_at.is_not(None),
    )
    return str(db.session.execute(query).scalar_one())


def begin_sitting(place: Place, items: Sequence[str], now: datetime) -> OpenSitting:
    """Open a test with these items. When another tab just did, that one counts."""
    row = {
        "ref": new_token(),
        "enrolment_id": place.enrolment_id,
        "module": place.module,
        "lesson": place.lesson,
        "items": list(items),
        "opened_at": now,
    }
    db.session.execute(insert_new(Sitting, [row]))
    found = open_sitting(place)
    if found is None:
        raise RuntimeError("a sitting was neither inserted nor open")
    return found


def record_answer(
    sitting_id: int,
    item: str,
    response: Sequence[str],
    confidence: str | None,
    submission: str,
    now: datetime,
) -> bool:
    """Save a response in an open test as it was given, while `hold` keeps others away.

    False when this submission arrived before and its response still counts. With another one
    somebody went back and chose again: what they see is what counts.
    """
    row = {
        "sitting_id": sitting_id,
        "item": item,
        "response": list(response),
        "confidence": confidence,
        "submission": submission,
        "given_at": now,
    }
    connection, insert = db.session.connection(), insert_new_row(Answer, returning="id")
    if connection.scalar(insert, row) is not None:
        return True
    if answers(sitting_id).get(item) == LastAnswer(tuple(response), confidence):
        return False
    return connection.scalar(insert, row | {"submission": new_token()}) is not None


def answers(sitting_id: int) -> dict[str, LastAnswer]:
    """The last response per item of a sitting."""
    rows = db.session.execute(
        select(Answer.item, Answer.response, Answer.confidence)
        .where(Answer.sitting_id == sitting_id)
        .order_by(Answer.id)
    )
    return {item: LastAnswer(tuple(response), confidence) for item, response, confidence in rows}


def hand_in(
    place: Place,
    sitting: OpenSitting,
    marked: Iterable[tuple[str, LastAnswer, Score]],
    now: datetime,
) -> bool:
    """Close a test and keep its marked responses. False when another tab already handed it in."""
    closed = db.session.execute(
        update(Sitting)
        .where(Sitting.id == sitting.id, Sitting.handed_in_at.is_(None))
        .values(handed_in_at=now)
    )
    if closed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.add_all(
        Attempt(
            enrolment_id=place.enrolment_id,
            release=place.release,
            module=place.module,
            lesson=place.lesson,
            item=item,
            response=list(answer.response),
            earned=score.earned,
            possible=score.possible,
            confidence=answer.confidence,
            settled=True,
            sitting_id=sitting.id,
            submission=f"{sitting.ref}:{item}",
            submitted_at=now,
        )
        for item, answer, score in marked
    )
    db.session.flush()
    return True


def marked_in_tests(enrolment_id: int, module: str) -> list[Marked]:
    """Every item of every test of a module that was handed in."""
    rows = db.session.execute(
        select(
            Attempt.sitting_id, Attempt.item, Attempt.earned, Attempt.possible, Attempt.confidence
        )
        .where(
            Attempt.enrolment_id == enrolment_id,
            Attempt.module == module,
            Attempt.sitting_id.is_not(None),
        )
        .order_by(Attempt.id)
    )
    return [
        Marked(sitting, item, Score(earned, possible).is_right, confidence == SURE)
        for sitting, item, earned, possible, confidence in rows
        if sitting
    ]


def sitting_result(
    enrolment_id: int, ref: str
) -> list[tuple[str, tuple[str, ...], Score, str | None]] | None:
    """The marked responses of one handed-in test, in the order they were asked; None when it is not
    theirs.
    """
    sitting = db.session.execute(
        select(Sitting.id, Sitting.items).where(
            Sitting.ref == ref,
            Sitting.enrolment_id == enrolment_id,
            Sitting.handed_in_at.is_not(None),
        )
    ).first()
    if sitting is None:
        return None
    rows = db.session.execute(
        select(
            Attempt.item, Attempt.response, Attempt.earned, Attempt.possible, Attempt.confidence
        ).where(Attempt.sitting_id == sitting.id)
    )
    by_item = {row.item: row for row in rows}
    return [
        (key, tuple(row.response), Score(row.earned, row.possible), row.confidence)
        for key in sitting.items
        if (row := by_item.get(key)) is not None
    ]
