"""How much of what people did a reader of a report sees, as SQL: `domain/people/sight.py` for
columns.

Of what held on the day of the report and what holds today the one that shows less counts: a
narrower setting hides the past too, and a wider one does not show it. Who gives duties at a school,
or at the board that it had that day, sees all that there is to see. What evidence holds goes by its
own day alone, so that it stays the same; who sees less since then does not get it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    SQLColumnExpression,
    bindparam,
    case,
    literal,
    or_,
    select,
)

from course.domain.duties.states import DutyState
from course.domain.people.roles import Actor, Permission
from course.domain.people.sight import LEAST, ORDER, Sight
from course.models import School, SchoolSight
from course.store.dated import Day, Instant, holds_on
from course.store.scope import granted

_PREFIX = "whole_"
NOWHERE: dict[str, Any] = {"whole_schools": [], "whole_boards": [], "whole_everywhere": False}
ALL_SEEN = NOWHERE | {"whole_everywhere": True}
TODAY = bindparam("today", type_=Date)
_SCHOOLS: BindParameter[Any] = bindparam("whole_schools", expanding=True)
_BOARDS: BindParameter[Any] = bindparam("whole_boards", expanding=True)
_EVERYWHERE = bindparam("whole_everywhere", type_=Boolean())
_AS_THEN = bindparam("as_then", type_=Boolean())
HIDDEN_STATES = (DutyState.BUSY, DutyState.NOT_STARTED)  # where a reader sees no lessons


def whole_for(actor: Actor) -> dict[str, Any]:
    """Where the actor gives duties, as parameters of `rank_seen`."""
    held = granted(actor, Permission.ASSIGN)
    return {name.replace("granted_", _PREFIX): value for name, value in held.items()}


def rank_seen(
    school_id: SQLColumnExpression[int], day: Day, until: Instant | None
) -> ColumnElement[int]:
    """How much is seen of the people of a school: the place of a `Sight` in their order."""
    of_boards = select(School.id).where(School.board_id.in_(_BOARDS)).correlate(None)
    whole = or_(_EVERYWHERE, school_id.in_(_SCHOOLS), school_id.in_(of_boards))

    def at_least(sight: Sight) -> ColumnElement[bool]:
        wide = SchoolSight.level.in_([one.value for one in ORDER[ORDER.index(sight) :]])
        then = select(SchoolSight.school_id).where(wide, holds_on(SchoolSight, day, until))
        now = select(SchoolSight.school_id).where(wide, holds_on(SchoolSight, TODAY))
        return school_id.in_(then.correlate(None)) & or_(
            _AS_THEN, school_id.in_(now.correlate(None))
        )

    return case(
        (or_(whole, at_least(Sight.LESSONS)), literal(ORDER.index(Sight.LESSONS))),
        (at_least(Sight.DATES), literal(ORDER.index(Sight.DATES))),
        else_=literal(ORDER.index(LEAST)),
    )


def seen_by(actor: Actor, today: date) -> dict[str, Any]:
    """The parameters of `rank_seen` for today."""
    return {**whole_for(actor), "as_then": False, "today": today}


def state_seen(
    school_id: SQLColumnExpression[int], state: ColumnElement[str], today: date
) -> ColumnElement[str]:
    """The state of a duty as it is today, as far as the reader may know."""
    lessons = rank_seen(school_id, today, None) >= ORDER.index(Sight.LESSONS)
    return _blurred(state, lessons)


def _blurred(state: ColumnElement[str], lessons: ColumnElement[bool]) -> ColumnElement[str]:
    undone = state.in_([hidden.value for hidden in HIDDEN_STATES])
    return case((~lessons & undone, literal(DutyState.OPEN.value)), else_=state)


def as_seen(people: CTE, state: ColumnElement[str]) -> dict[str, ColumnElement[Any]]:
    """What a reader sees of columns about what people did; empty where it is hidden from them."""
    dates = people.c.rank >= ORDER.index(Sight.DATES)
    lessons = people.c.rank >= ORDER.index(Sight.LESSONS)
    return {
        "started_on": case((lessons, people.c.started_on)),
        "completed_on": case((dates, people.c.completed_on)),
        "valid_until": case((dates, people.c.valid_until)),
        "done": case((lessons, people.c.done)),
        "total": case((lessons, people.c.total)),
        "state": _blurred(state, lessons),
    }
