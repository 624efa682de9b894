"""What facts of the past came to, day by day, as if it had been written down when it happened.

For people whose past was put in at once: those of a demo. `recording.py` writes that of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import select

from course.clock import day_of
from course.domain.learning import deriving
from course.domain.learning.projection import Happened, ModuleRow, Projected
from course.models import (
    Enrolment,
    LessonCompletion,
    ModuleProgress,
    PastModuleProgress,
    PastProgress,
    Progress,
    db,
)
from course.models.base import insert_many
from course.store.courses import releases
from course.store.learning import history
from course.store.proof import issuing

State = tuple[datetime, Projected]  # what it came to, and when


def grow(enrolments: Sequence[int]) -> None:
    """Write the progress of enrolments that have none yet, and what it was on every earlier day;
    who is done has a certificate of that day.

    The reader is as on the day of the last deed.
    """
    enrolled = db.session.execute(
        select(Enrolment.id, Enrolment.person_id, Enrolment.release).where(
            Enrolment.id.in_(enrolments)
        )
    ).all()
    moments = history.happened(enrolments)
    for row in enrolled:
        if happened := moments[row.id]:
            reader = history.reader_on(row.person_id, day_of(happened[-1].at))
            course = releases.outline(row.release)
            states = [
                (part[-1].at, deriving.derive(course, part, reader)) for part in _days(happened)
            ]
            _write(row.id, states)
    issuing.issue(enrolments)


def _days(happened: Sequence[Happened]) -> Iterator[Sequence[Happened]]:
    """All that had happened by the end of each day."""
    count = 0
    for _, together in groupby(happened, key=lambda one: day_of(one.at)):
        count += sum(1 for _ in together)
        yield happened[:count]


def _write(enrolment_id: int, states: Sequence[State]) -> None:
    at, last = states[-1]
    owner: dict[str, Any] = {"enrolment_id": enrolment_id}
    insert_many(LessonCompletion, ({**owner, **asdict(row)} for row in last.lessons))
    insert_many(PastProgress, (owner | row for row in _past_whole(states)))
    if last.progress is not None:
        insert_many(Progress, [{**owner, **asdict(last.progress), "recorded_at": at}])
    for module in last.modules:
        told = _of_module(states, module.module)
        insert_many(PastModuleProgress, (owner | row for row in _past_module(told)))
        since = told[-1][0]
        insert_many(ModuleProgress, [{**owner, **asdict(told[-1][1]), "recorded_at": since}])


def _past_whole(states: Sequence[State]) -> Iterator[dict[str, Any]]:
    for (at, state), (until, _) in pairwise(states):
        if state.progress is not None:
            yield {
                "done": state.progress.done,
                "total": state.progress.total,
                "started_on": state.progress.started_on,
                "completed_on": state.progress.completed_on,
                "valid_until": state.progress.valid_until,
                "recorded_at": at,
                "replaced_at": until,
            }


def _of_module(states: Sequence[State], module: str) -> list[tuple[datetime, ModuleRow]]:
    """What was said of a module, each time that it was something else."""
    told: list[tuple[datetime, ModuleRow]] = []
    for at, state in states:
        row = next((one for one in state.modules if one.module == module), None)
        if row is not None and (not told or told[-1][1] != row):
            told.append((at, row))
    return told


def _past_module(told: Sequence[tuple[datetime, ModuleRow]]) -> Iterator[dict[str, Any]]:
    for (at, row), (until, _) in pairwise(told):
        yield {
            "module": row.module,
            "done": row.done,
            "total": row.total,
            "completed_on": row.completed_on,
            "recorded_at": at,
            "replaced_at": until,
        }
