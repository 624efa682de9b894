"""What progress said at the end of an earlier day, kept before it says something else.

A report as of that day reads it here, so that nothing that happens later changes the report. Only
what stood there at the end of a day counts, so at most one row a day is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from course import clock
from course.models import ModuleProgress, PastModuleProgress, PastProgress, Progress
from course.models.base import UtcDateTime
from course.store.prepared import PreparedStatement

_WHOLE = (
    "enrolment_id",
    "done",
    "total",
    "started_on",
    "completed_on",
    "valid_until",
    "recorded_at",
)
_MODULE = ("enrolment_id", "module", "done", "total", "completed_on", "recorded_at")
_NOW = bindparam("now", type_=UtcDateTime())
_SINCE = bindparam("since", type_=UtcDateTime())


def keep(enrolment_id: int, modules: Sequence[str], now: datetime) -> None:
    """Keep what an enrolment and these modules of it said until now, when a day ended on it."""
    _KEEP_WHOLE.run(_asked(enrolment_id, now))
    keep_modules(enrolment_id, modules, now)


def keep_modules(enrolment_id: int, modules: Sequence[str], now: datetime) -> None:
    """The same of these modules alone."""
    asked = _asked(enrolment_id, now)
    for module in modules:
        _KEEP_MODULE.run(asked | {"module": module})


def _asked(enrolment_id: int, now: datetime) -> dict[str, Any]:
    since = clock.end_of_day(clock.day_of(now) - timedelta(days=1))
    return {"enrolment_id": enrolment_id, "now": now, "since": since}


def _kept(past: Any, present: Any, names: Sequence[str], *which: Any) -> Any:
    rows = select(*(getattr(present, name) for name in names), _NOW).where(
        present.enrolment_id == bindparam("enrolment_id"), present.recorded_at < _SINCE, *which
    )
    return PreparedStatement[Any](
        past.__table__.insert().from_select([*names, "replaced_at"], rows)
    )


_KEEP_WHOLE = _kept(PastProgress, Progress, _WHOLE)
_KEEP_MODULE = _kept(
    PastModuleProgress,
    ModuleProgress,
    _MODULE,
    ModuleProgress.module == bindparam("module"),
)
