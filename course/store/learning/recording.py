"""What a learner does, one verb for each deed: kept once per submission token, and with it what it
means.

Whoever calls one of these commits afterwards. Every deed first takes the lock on its enrolment,
then its sitting, then its progress: it waits for who was first, and sees what they left. Where the
course or its reader changed since the deed's page was read, all is derived anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from course.domain.learning.entry import ENTRY, Shown, module_of
from course.domain.learning.progress import LessonKey, Reader, key_of_text
from course.domain.learning.sittings import LastAnswer, MarkedAnswer, counting, mark, unanswered
from course.kinds.item import Item
from course.kinds.marking import Response
from course.kinds.registry import kind_of
from course.models import (
    Answer,
    Attempt,
    Enrolment,
    LessonVisit,
    MeetingPresence,
    Progress,
    Sitting,
    StudyPresence,
    db,
)
from course.models.base import insert_many, insert_new_row, new_token
from course.store.learning import projecting, recounting, sittings, tried
from course.store.learning.places import LessonPlace
from course.store.learning.sittings import OpenSitting
from course.store.prepared import PreparedStatement, prepared

_ENROLMENT = PreparedStatement[Any](
    select(Enrolment.id, Enrolment.release, Enrolment.followed)
    .where(Enrolment.id == bindparam("enrolment_id"))
    .with_for_update(key_share=True)
)
_DONE = PreparedStatement[Any](
    select(Progress.lessons).where(Progress.enrolment_id == bindparam("enrolment_id"))
)


@dataclass(frozen=True)
class Recorded:
    """What became of a deed.

    `is_new`: False for a double click, or a lost reply. `done`: every lesson of the course that is
    done by now.
    """

    is_new: bool
    done: frozenset[LessonKey]


def visit(place: LessonPlace, reader: Reader, now: datetime) -> Recorded:
    """Somebody moved to another lesson."""
    as_read = _hold(place)
    prepared(insert, LessonVisit).run({**place.where, "visited_at": now})
    return Recorded(True, _project(place, reader, now, as_read=as_read))


def answer(
    place: LessonPlace,
    reader: Reader,
    item: Item,
    response: Response,
    *,
    submission: str,
    done: frozenset[LessonKey],
    now: datetime,
) -> Recorded:
    """Mark a response to an item on a page and keep it: also a plan, or that a text was read.

    `done`: the lessons that were done when the page was drawn. They stay done, so nothing about
    them is brought up to date.

    Errors: ValueError when the response names what the item does not have.
    """
    as_read = _hold(place)
    is_new = _keep(place, item, response, submission, now)
    if not is_new or place.at in done:
        return Recorded(is_new, done)
    return Recorded(True, _project(place, reader, now, as_read=as_read))


def begin(
    place: LessonPlace, items: Sequence[str], times_sat: int, now: datetime
) -> OpenSitting | None:
    """Open a test with these items; one that is open goes on as it is.

    `times_sat`: how often a test was handed in here when these items were drawn. None when another
    tab handed one in since.
    """
    _hold(place)
    if sittings.times_sat(place) != times_sat:
        return None
    row = {**place.where, "ref": new_token(), "items": list(items), "opened_at": now}
    prepared(insert_new_row, Sitting).run(row)
    return sittings.open_sitting(place)


def answer_in_test(
    place: LessonPlace,
    sitting: OpenSitting,
    item: str,
    given: LastAnswer,
    *,
    submission: str,
    now: datetime,
) -> bool:
    """Save a response in an open test as it was given. False when the test was handed in meanwhile:
    then nothing is kept.

    The same submission with the same response is a double click. With another one somebody went
    back and chose again: what they see is what counts.
    """
    _hold(place)
    if sittings.open_sitting(place) != sitting:
        return False
    row = {
        "sitting_id": sitting.id,
        "item": item,
        "response": list(given.response),
        "confidence": given.confidence,
        "submission": submission,
        "given_at": now,
    }
    if not _insert(Answer, row) and sittings.answers(sitting.id).get(item) != given:
        _insert(Answer, row | {"submission": new_token()})
    return True


def hand_in(
    place: LessonPlace,
    reader: Reader,
    sitting: OpenSitting,
    items: Mapping[str, Item],
    now: datetime,
) -> list[int]:
    """Close a test, keep its marked responses, and bring up to date what it decides: whether the
    test is done, or the short routes that an entry test earns.

    `items`: the questions of the reader's release by key; one that it lost is left out. Returns the
    numbers of the questions that still need an answer: then nothing was written. None left: the
    test is handed in, by this tab or by another a moment ago.
    """
    as_read = _hold(place)
    counted = counting(items, sittings.answers(sitting.id))
    missing = unanswered(sitting.items, items, counted)
    if missing:
        return missing
    marked = mark(sitting.items, items, counted)
    if not _close(sitting, now):
        return []
    insert_many(Attempt, [_attempt_in(place, sitting, one, now) for one in marked])
    if place.module != ENTRY or not as_read:
        _project(place, reader, now, as_read=as_read)
        return []
    shown = [Shown(module_of(one.item), one.score.is_right, one.is_sure) for one in marked]
    projecting.project_entry(place, reader, shown, now)
    return []


def sign_off(presence_id: int, now: datetime) -> bool:
    """Somebody was at a study day about something that is in no lesson of theirs.

    False when they signed off before.
    """
    return _sign_off(presence_id, None, now)


def sign_off_lesson(
    presence_id: int, place: LessonPlace, reader: Reader, attended: Collection[str], now: datetime
) -> bool:
    """Somebody was at a study day about these items of a lesson of theirs, which is done with it.

    False when they signed off before.
    """
    as_read = _hold(place)
    if not _sign_off(presence_id, place.enrolment_id, now):
        return False
    _project(place, reader, now, attended, as_read=as_read)
    return True


def attend(place: LessonPlace, reader: Reader, presence: Mapping[str, Any], now: datetime) -> bool:
    """Somebody was at a training about these items of a lesson of theirs, which is done with it.

    `presence`: a row of `MeetingPresence`. False when they were noted before.
    """
    as_read = _hold(place)
    if prepared(insert_new_row, MeetingPresence, "id").first(presence) is None:
        return False
    _project(place, reader, now, presence["items"], as_read=as_read)
    return True


def _hold(place: LessonPlace) -> bool:
    """One deed at a time in one enrolment, and none while a release is published or its reader
    changes. Ask what a deed rests on after this.

    False when the release or the reader is another than was read for this deed.
    """
    (held,) = _ENROLMENT.all({"enrolment_id": place.enrolment_id})
    return bool(held.release == place.release and held.followed == place.followed)


def _project(
    place: LessonPlace,
    reader: Reader,
    now: datetime,
    attended: Collection[str] = (),
    *,
    as_read: bool,
) -> frozenset[LessonKey]:
    """Bring progress up to date after a deed. Returns the lessons that are done by now."""
    if as_read:
        return projecting.project_lesson(place, reader, now, attended)
    recounting.again(place.enrolment_id, now)
    done = _DONE.value({"enrolment_id": place.enrolment_id})
    return frozenset(map(key_of_text, done or ()))


def _keep(
    place: LessonPlace, item: Item, response: Response, submission: str, now: datetime
) -> bool:
    """Insert one marked response.

    False when this submission arrived before with the same response. With another response somebody
    went back and chose again, so it is kept as a response of its own.
    """
    kind = kind_of(item)
    score = kind.grade(item, response)
    # who was right at once, is not asked how often they tried
    settled = kind.settles(item, response, 0) or kind.settles(
        item, response, tried.tries(place, item.key)
    )
    row = {
        **place.where,
        "release": place.release,
        "item": item.key,
        "response": list(response),
        "earned": score.earned,
        "possible": score.possible,
        "settled": settled,
        "submission": submission,
        "submitted_at": now,
    }
    if _insert(Attempt, row):
        return True
    last = tried.last_response(place, item.key)
    if last == list(response):
        return False
    return _insert(Attempt, row | {"submission": new_token()})


def _insert(table: type[Answer | Attempt], row: Mapping[str, Any]) -> bool:
    """False when a row with this submission is there already."""
    return prepared(insert_new_row, table, "id").first(row) is not None


def _close(sitting: OpenSitting, now: datetime) -> bool:
    """False when another tab already handed it in."""
    return _updated(
        update(Sitting)
        .where(Sitting.id == sitting.id, Sitting.handed_in_at.is_(None))
        .values(handed_in_at=now)
    )


def _sign_off(presence_id: int, enrolment_id: int | None, now: datetime) -> bool:
    return _updated(
        update(StudyPresence)
        .where(StudyPresence.id == presence_id, StudyPresence.signed_off_at.is_(None))
        .values(signed_off_at=now, enrolment_id=enrolment_id)
    )


def _updated(statement: Any) -> bool:
    """Whether a statement changed its one row. Past the session, which keeps none of these."""
    return db.connection().execute(statement).rowcount == 1


def _attempt_in(
    place: LessonPlace, sitting: OpenSitting, one: MarkedAnswer, now: datetime
) -> dict[str, Any]:
    return {
        **place.where,
        "release": place.release,
        "item": one.item,
        "response": list(one.answer.response),
        "earned": one.score.earned,
        "possible": one.score.possible,
        "confidence": one.answer.confidence,
        "settled": True,
        "sitting_id": sitting.id,
        "submission": f"{sitting.ref}:{one.item}",
        "submitted_at": now,
    }
