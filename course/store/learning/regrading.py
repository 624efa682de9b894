"""A wrong key is mended: stored answers are marked again by the current text, as later rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from course.content.types import Lesson
from course.domain.learning.entry import ENTRY, key_of
from course.domain.learning.regrading import MarkedElsewhere, Way, way_of
from course.domain.people.audited import Audited
from course.kinds.item import Item
from course.kinds.marking import Response, Score
from course.kinds.registry import belongs, kind_of
from course.models import Attempt, Enrolment, LaterMark, Regrade, db
from course.models.base import insert_many
from course.store import audit
from course.store.audit import AuditNote
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.learning import recounting
from course.store.learning import regrading_elsewhere as elsewhere
from course.store.learning.marks import EARNED, POSSIBLE, SETTLED

Place = tuple[str, str, str]  # module, lesson and item


@dataclass(frozen=True)
class SecondMark:
    """One answer, and what it is worth by the current text."""

    attempt_id: int
    enrolment_id: int
    person_id: int
    before: Score
    after: Score
    settled: bool

    @property
    def way(self) -> Way:
        """Up, down or the same."""
        return way_of(self.before, self.after)


@dataclass(frozen=True)
class SecondMarks:
    """All answers to one question, marked again. `strange`: those that are to another question by
    now, such as one with other options; they keep their mark.
    """

    course: str
    place: Place
    release: str
    rows: tuple[SecondMark, ...]
    strange: int
    refreshed: tuple[MarkedElsewhere, ...] = ()  # answers in refreshers
    measured: tuple[MarkedElsewhere, ...] = ()  # answers in measurements: they say nothing more

    def only(self, ways: Collection[Way]) -> SecondMarks:
        """The same with the answers that go these ways."""
        return replace(
            self,
            rows=tuple(row for row in self.rows if row.way in ways),
            refreshed=tuple(row for row in self.refreshed if row.way in ways),
            measured=tuple(row for row in self.measured if row.way in ways),
        )

    def count(self, ways: Collection[Way]) -> int:
        """How many answers go these ways."""
        found = self.only(set(ways) - {Way.SAME})
        return len(found.rows) + len(found.refreshed) + len(found.measured)

    def going(self, way: Way) -> list[SecondMark | MarkedElsewhere]:
        """The answers in lessons, tests and refreshers that go up, or down."""
        found: list[SecondMark | MarkedElsewhere] = [*self.rows, *self.refreshed]
        return [row for row in found if row.way is way]

    def falling_out(self, way: Way) -> list[MarkedElsewhere]:
        """The answers in measurements that say nothing any more: as wrong ones, or as right."""
        return [row for row in self.measured if row.way is way]


def propose(course: str, place: Place) -> SecondMarks | None:
    """Every stored answer to a question, in tests, on its page, in the entry test, in refreshers
    and in measurements, as the current text marks it. Writes nothing; None when the current text
    has no such question.
    """
    release = releases.current(course)
    item = None if release is None else _item(releases.lesson(release, *place[:2]), place[2])
    if release is None or item is None:
        return None
    found_marks, strange = [], 0
    for row in _answers(course, place):
        response: Response = tuple(row.response)
        if not belongs(item, response):
            strange += 1
            continue
        found_marks.append(_remark(item, response, row))
    again = list(elsewhere.refreshed(course, place, item))
    return SecondMarks(
        course,
        place,
        release,
        tuple(found_marks),
        strange + again.count(None),
        tuple(filter(None, again)),
        tuple(elsewhere.measured(course, place, item)),
    )


def regrade(found: SecondMarks, ways: Sequence[Way], reason: str, moment: DeedMoment) -> int:
    """Write these marks, and what follows from them today. Returns how many answers got one.

    What was done stays done. Reports of earlier days stay as they are.
    """
    found = found.only(set(ways) - {Way.SAME})
    insert_many(Regrade, [_row(found, row, reason, moment) for row in found.rows])
    _write_later(found, reason, moment)
    named: list[SecondMark | MarkedElsewhere] = [*found.rows, *found.refreshed]
    # of a measurement nobody is named: it would tell whether they had it right
    audit.note([_note(found, row) for row in named] + _note_fallen(found), moment)
    recounting.follow(sorted({row.enrolment_id for row in found.rows}), moment.now)
    elsewhere.look_again(found.course, [row.person_id for row in named], moment)
    return len(named) + len(found.measured)


def _item(lesson: Lesson | None, key: str) -> Item | None:
    return None if lesson is None else lesson.item(key)


def _answers(course: str, place: Place) -> Iterable[Any]:
    module, lesson, key = place
    here = (Attempt.module == module) & (Attempt.lesson == lesson) & (Attempt.item == key)
    at_entry = (Attempt.module == ENTRY) & (Attempt.item == key_of(module, key))
    return db.session.execute(
        select(
            Attempt.id,
            Attempt.enrolment_id,
            Enrolment.person_id,
            Attempt.response,
            EARNED.label("earned"),
            POSSIBLE.label("possible"),
            SETTLED.label("settled"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.course == course, here | at_entry)
        .order_by(Attempt.id)
    )


def _remark(item: Item, response: Response, row: Any) -> SecondMark:
    kind = kind_of(item)
    return SecondMark(
        row.id,
        row.enrolment_id,
        row.person_id,
        before=Score(row.earned, row.possible),
        after=kind.grade(item, response),
        settled=bool(row.settled) or kind.settles(item, response, 0),
    )


def _row(found: SecondMarks, row: SecondMark, reason: str, moment: DeedMoment) -> dict[str, Any]:
    return {
        "attempt_id": row.attempt_id,
        "release": found.release,
        "earned": row.after.earned,
        "possible": row.after.possible,
        "settled": row.settled,
        "reason": reason,
        "made_by": moment.by,
        "made_at": moment.now,
    }


def _write_later(found: SecondMarks, reason: str, moment: DeedMoment) -> None:
    columns = {"refresher_answer_id": found.refreshed, "measurement_answer_id": found.measured}
    shared: dict[str, Any] = dict.fromkeys(columns)
    shared |= {"release": found.release, "reason": reason}
    shared |= {"made_by": moment.by, "made_at": moment.now}
    for column, several in columns.items():
        marks = [shared | {column: one.answer_id} | vars(one.after) for one in several]
        insert_many(LaterMark, marks)


def _note_fallen(found: SecondMarks) -> list[AuditNote]:
    detail = {"course": found.course, "item": ":".join(found.place), "measured": "out"}
    return [AuditNote(Audited.REGRADED, detail=detail)] if found.measured else []


def _note(found: SecondMarks, row: SecondMark | MarkedElsewhere) -> AuditNote:
    detail = {"course": found.course, "item": ":".join(found.place), "way": row.way.value}
    return AuditNote(Audited.REGRADED, person_id=row.person_id, detail=detail)
