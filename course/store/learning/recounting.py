"""Progress derived from the facts once more: to mend it, or to see that it still says the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import delete, func, insert, select

from course.clock import day_of
from course.content.outline import CourseOutline
from course.domain.learning.entry import ENTRY, SURE, Shown, module_of, short_routes
from course.domain.learning.mastery import Marked
from course.domain.learning.progress import LessonKey, Reader, module_states
from course.kinds.marking import Score
from course.models import (
    Attempt,
    Enrolment,
    LessonCompletion,
    LessonVisit,
    Membership,
    ModuleProgress,
    Person,
    Progress,
    School,
    StudyPresence,
    StudySession,
    db,
)
from course.store.courses import releases
from course.store.dated import holds_on
from course.store.learning.projecting import Row, judge, lesson_rows, module_row, progress_row
from course.store.people import words

_TABLES = (LessonCompletion, ModuleProgress, Progress)
_IGNORED = frozenset({"completed_on"})  # follows from completed_at


@dataclass(frozen=True)
class Moment:
    """What may have finished a lesson: opened, an item settled, a question of a test marked, a
    study day signed off.
    """

    at: datetime
    lesson: LessonKey
    settled: str | None = None
    marked: Marked | None = None
    attended: str | None = None
    shown: Shown | None = None  # a question of the entry test


@dataclass(frozen=True)
class Projections:
    """The rows of one enrolment, one list for each table."""

    lessons: list[Row]
    modules: list[Row]
    progress: list[Row]  # one, or none for who never began


@dataclass(frozen=True)
class Difference:
    """An enrolment whose projections do not follow from its facts.

    Each is a row as text, sorted.
    """

    enrolment_id: int
    kept: tuple[str, ...]  # what is stored and does not follow
    derived: tuple[str, ...]  # what follows and is not stored


def enrolment_ids(sample: int | None = None) -> list[int]:
    """All enrolments, or so many of them taken at random."""
    query = select(Enrolment.id).order_by(Enrolment.id)
    if sample is not None:
        query = select(Enrolment.id).order_by(func.random()).limit(sample)
    return list(db.session.scalars(query))


def rebuild(enrolments: Sequence[int]) -> None:
    """Drop the projections of these enrolments and derive them anew, while nobody else writes to
    them.
    """
    _lock(enrolments)
    derived = derive(enrolments)
    for table in _TABLES:
        db.session.execute(delete(table).where(table.enrolment_id.in_(enrolments)))
    db.session.expire_all()
    for table, rows in (
        (LessonCompletion, [row for found in derived.values() for row in found.lessons]),
        (ModuleProgress, [row for found in derived.values() for row in found.modules]),
        (Progress, [row for found in derived.values() for row in found.progress]),
    ):
        if rows:
            db.session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def verify(enrolments: Sequence[int]) -> list[Difference]:
    """The enrolments whose projections are not what follows from their facts. Changes nothing."""
    _lock(enrolments)
    derived, kept = derive(enrolments), _kept(enrolments)
    found = []
    for enrolment_id in enrolments:
        right, stored = _as_text(derived[enrolment_id]), _as_text(kept[enrolment_id])
        if right != stored:
            found.append(
                Difference(
                    enrolment_id, tuple(sorted(stored - right)), tuple(sorted(right - stored))
                )
            )
    return found


def derive(enrolments: Sequence[int]) -> dict[int, Projections]:
    """What follows from the facts of each enrolment.

    The reader is as on the day of the last deed: who changed schools since did their lessons as
    they were then.
    """
    rows = db.session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.release).where(
            Enrolment.id.in_(enrolments)
        )
    )
    moments = _moments(enrolments)
    found: dict[int, Projections] = {}
    for enrolment_id, person_id, release in rows.all():
        happened = moments[enrolment_id]
        if not happened:
            found[enrolment_id] = Projections([], [], [])
            continue
        reader = reader_on(person_id, day_of(happened[-1].at))
        found[enrolment_id] = _projections(
            enrolment_id, releases.outline(release), happened, reader
        )
    return found


def reader_on(person_id: int, day: date) -> Reader:
    """For whom the course was shown on a day: where this person worked then. School values are as
    they are now.

    Errors: IndexError for a person who is not there.
    """
    works = (Membership.person_id == Person.id) & holds_on(Membership, day)
    rows = db.session.execute(
        select(Person.audience, School.id, School.sector)
        .outerjoin(Membership, works)
        .outerjoin(School, School.id == Membership.school_id)
        .where(Person.id == person_id)
        .order_by(Membership.starts_on, Membership.id)
    ).all()
    audience, longest = rows[0][:2]
    filled = words.values_of(longest) if longest is not None else {}
    return Reader(
        audience,
        frozenset(sector for _, _, sector in rows if sector is not None),
        frozenset(filled),
    )


def _projections(
    enrolment_id: int, course: CourseOutline, moments: list[Moment], reader: Reader
) -> Projections:
    done = _replay(course, moments, reader)
    reader = replace(reader, short=_short(moments, done))
    states = module_states(course, done, reader)
    touched = {module for module, _ in done}
    return Projections(
        lesson_rows(enrolment_id, states, done),
        [module_row(enrolment_id, state, done) for state in states if state.module.slug in touched],
        [progress_row(enrolment_id, states, done, done, moments[0].at, None, reader.short)],
    )


def _replay(
    course: CourseOutline, moments: Iterable[Moment], reader: Reader
) -> dict[LessonKey, datetime]:
    """When each lesson was done.

    What was written at one instant, such as a whole test, counts together.
    """
    done: dict[LessonKey, datetime] = {}
    settled: defaultdict[LessonKey, set[str]] = defaultdict(set)
    marked: defaultdict[str, list[Marked]] = defaultdict(list)
    attended: defaultdict[LessonKey, set[str]] = defaultdict(set)
    for (at, lesson), together in groupby(moments, key=lambda moment: (moment.at, moment.lesson)):
        for moment in together:
            if moment.settled is not None:
                settled[lesson].add(moment.settled)
            if moment.marked is not None:
                marked[lesson[0]].append(moment.marked)
            if moment.attended is not None:
                attended[lesson].add(moment.attended)
        facts = settled[lesson], marked[lesson[0]], attended[lesson]
        if lesson not in done and judge(course, lesson, reader, *facts):
            done[lesson] = at
    return done


def _short(moments: Iterable[Moment], done: Mapping[LessonKey, datetime]) -> frozenset[str]:
    """The short routes that the entry test earned, on the day that it was handed in."""
    found = [(moment.at, moment.shown) for moment in moments if moment.shown is not None]
    begun = {module for (module, _), at in done.items() if found and at <= found[0][0]}
    return short_routes((shown for _, shown in found), begun)


def _moments(enrolments: Sequence[int]) -> dict[int, list[Moment]]:
    """Everything that happened in each enrolment, oldest first."""
    moments: dict[int, list[Moment]] = {enrolment_id: [] for enrolment_id in enrolments}
    visits = db.session.execute(
        select(
            LessonVisit.enrolment_id, LessonVisit.visited_at, LessonVisit.module, LessonVisit.lesson
        )
        .where(LessonVisit.enrolment_id.in_(enrolments))
        .order_by(LessonVisit.id)
    )
    for enrolment_id, at, module, lesson in visits:
        moments[enrolment_id].append(Moment(at, (module, lesson)))
    attempts = db.session.execute(
        select(
            Attempt.enrolment_id,
            Attempt.submitted_at,
            Attempt.module,
            Attempt.lesson,
            Attempt.item,
            Attempt.settled,
            Attempt.sitting_id,
            Attempt.earned,
            Attempt.possible,
            Attempt.confidence,
        )
        .where(Attempt.enrolment_id.in_(enrolments))
        .order_by(Attempt.id)
    )
    for (
        enrolment_id,
        at,
        module,
        lesson,
        item,
        settled,
        sitting,
        earned,
        possible,
        confidence,
    ) in attempts:
        is_right = Score(earned, possible).is_right
        if module == ENTRY:
            moment = Moment(
                at, (module, lesson), shown=Shown(module_of(item), is_right, confidence == SURE)
            )
        elif sitting is None:
            moment = Moment(at, (module, lesson), settled=item if settled else None)
        else:
            moment = Moment(
                at, (module, lesson), marked=Marked(sitting, item, is_right, confidence == SURE)
            )
        moments[enrolment_id].append(moment)
    presences = db.session.execute(
        select(
            StudyPresence.enrolment_id,
            StudyPresence.signed_off_at,
            StudySession.module,
            StudySession.lesson,
            StudySession.item,
        )
        .join(StudySession, StudySession.id == StudyPresence.session_id)
        .where(StudyPresence.enrolment_id.in_(enrolments))
        .order_by(StudyPresence.id)
    )
    for presence in presences:
        moment = Moment(
            presence.signed_off_at, (presence.module, presence.lesson), attended=presence.item
        )
        moments[presence.enrolment_id].append(moment)
    for happened in moments.values():
        happened.sort(key=lambda moment: (moment.at, moment.lesson))
    return moments


def _lock(enrolments: Sequence[int]) -> None:
    """Wait for answers that are being saved, and keep the next ones waiting."""
    locked = select(Progress.enrolment_id).where(Progress.enrolment_id.in_(enrolments))
    db.session.execute(locked.order_by(Progress.enrolment_id).with_for_update())


def _kept(enrolments: Sequence[int]) -> dict[int, Projections]:
    """The rows as they are stored."""
    kept = {enrolment_id: Projections([], [], []) for enrolment_id in enrolments}
    for table in _TABLES:
        for row in db.session.execute(
            select(table.__table__).where(table.enrolment_id.in_(enrolments))
        ).mappings():
            found = kept[row["enrolment_id"]]
            rows = {
                LessonCompletion: found.lessons,
                ModuleProgress: found.modules,
                Progress: found.progress,
            }[table]
            rows.append(dict(row))
    return kept


def _as_text(found: Projections) -> set[str]:
    """Rows that can be compared and printed."""
    rows = [*found.lessons, *found.modules, *found.progress]
    return {
        ", ".join(
            f"{name}={row[name]}"
            for name in sorted(row)
            if name not in _IGNORED and name != "enrolment_id"
        )
        for row in rows
    }
