"""What people gained in a module, as sums by goal and by group. No row says who.

Only measurements that were finished, before and after, are counted; of each school, and of each
pair of forms, the first tens to finish (`domain/learning/gain.py` says why). An answer to a
question whose key was wrong may say nothing any more; a figure in which somebody has no other is
not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, case, cast, false, func, literal, or_, select

from course.domain.learning.gain import MeasuredPart, OrderSums, told_in_groups, told_people
from course.domain.people.roles import Actor, Permission
from course.kinds.item import Audience
from course.models import Measurement, MeasurementAnswer, db
from course.store.learning.marks import MEASURED_EARNED, MEASURED_POSSIBLE
from course.store.scope import schools_for

TEACHING, OTHERS = Audience.TEACHING.value, "others"


Told = ColumnElement[bool]
Grouped = Mapping[str, Mapping[str, tuple[OrderSums, ...]]]  # by module and group


@dataclass(frozen=True)
class ModuleGains:
    """Sums by the order of the forms: of everybody, by key of each goal, and by group. `by_group`
    is empty while some group is too small.
    """

    whole: tuple[OrderSums, ...] = ()
    by_goal: Mapping[str, tuple[OrderSums, ...]] = field(default_factory=dict)
    by_group: Mapping[str, tuple[OrderSums, ...]] = field(default_factory=dict)


def school_gains(school_id: int, course: str) -> dict[str, ModuleGains]:
    """By module what the people of one school gained, also by group."""
    pairs = _ranked(course, Measurement.school_id == school_id)
    whole, by_goal = _whole(pairs), _by_goal(pairs)
    by_group = _sums(pairs, pairs.c.kind, _in_groups(pairs))
    return {
        module: ModuleGains(sums[""], by_goal[module], by_group.get(module, {}))
        for module, sums in whole.items()
    }


def author_gains(actor: Actor, course: str, module: str) -> ModuleGains:
    """What people gained in one module, at every school in reach where ten people finished."""
    here = Measurement.school_id.in_(schools_for(actor, Permission.ASSIGN))
    pairs = _ranked(course, here & (Measurement.module == module))
    whole = _whole(pairs)
    return ModuleGains(whole[module][""], _by_goal(pairs)[module]) if whole else ModuleGains()


def _ranked(course: str, here: ColumnElement[bool]) -> CTE:
    """Who answered all questions of both forms, and as the how many at their school."""
    answers = (
        select(
            MeasurementAnswer.measurement_id,
            func.count().label("given"),
            func.max(MeasurementAnswer.id).label("last"),
        )
        .group_by(MeasurementAnswer.measurement_id)
        .subquery()
    )
    among = (Measurement.school_id, Measurement.module, Measurement.forms)
    kind = case((Measurement.audience == TEACHING, TEACHING), else_=OTHERS)
    return (
        select(
            Measurement.id,
            Measurement.module,
            Measurement.forms,
            Measurement.first,
            kind.label("kind"),
            literal("").label("everybody"),
            func.row_number().over(partition_by=among, order_by=answers.c.last).label("rank"),
            func.count().over(partition_by=among).label("finished"),
        )
        .join(answers, answers.c.measurement_id == Measurement.id)
        .where(Measurement.course == course, here, answers.c.given == 2 * Measurement.size)
        .cte("pairs")
    )


def _whole(pairs: CTE) -> Grouped:
    return _sums(pairs, pairs.c.everybody, _tens(pairs))


def _by_goal(pairs: CTE) -> Grouped:
    return _sums(pairs, MeasurementAnswer.goal, _tens(pairs))


def _tens(pairs: CTE) -> Told:
    return pairs.c.rank <= told_people(pairs.c.finished)


def _in_groups(pairs: CTE) -> Told:
    """Whose figures are told by group: `told_in_groups` for each module and each pair of forms."""
    found = db.session.execute(
        select(pairs.c.module, pairs.c.forms, pairs.c.kind).order_by(
            pairs.c.module, pairs.c.forms, pairs.c.rank
        )
    )
    kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in found:
        kinds[row.module, row.forms].append(row.kind)
    told = [
        (pairs.c.module == module) & (pairs.c.forms == forms) & (pairs.c.rank <= most)
        for (module, forms), groups in kinds.items()
        if (most := told_in_groups(groups))
    ]
    return or_(false(), *told)


def _sums(pairs: CTE, group: Any, told: Told) -> Grouped:
    """By module and group the sums of each order of the forms, over the shares of each person."""
    # nothing to earn any more, nothing to say
    share = cast(MEASURED_EARNED, Float) / func.nullif(MEASURED_POSSIBLE, 0)
    before = func.avg(case((MeasurementAnswer.part == MeasuredPart.BEFORE.value, share)))
    after = func.avg(case((MeasurementAnswer.part == MeasuredPart.AFTER.value, share)))
    each = (
        select(
            pairs.c.module,
            pairs.c.first,
            group.label("about"),
            before.label("before"),
            after.label("after"),
        )
        .join(MeasurementAnswer, MeasurementAnswer.measurement_id == pairs.c.id)
        .where(told)
        .group_by(pairs.c.id, pairs.c.module, pairs.c.first, group)
        .cte("each")
    )
    gained = each.c.after - each.c.before
    place = (each.c.module, each.c.about, each.c.first)
    found = db.session.execute(
        select(
            *place,
            func.count().label("people"),
            func.sum(each.c.before).label("before"),
            func.sum(each.c.after).label("after"),
            func.sum(gained).label("gained"),
            func.sum(gained * gained).label("squares"),
        )
        .group_by(*place)
        # who has nothing left to compare would stand out
        .having(func.count(gained) == func.count())
        .order_by(*place)
    )
    sums: dict[str, dict[str, tuple[OrderSums, ...]]] = defaultdict(dict)
    for row in found:
        one = OrderSums(row.people, row.before, row.after, row.gained, row.squares)
        sums[row.module][row.about] = (*sums[row.module].get(row.about, ()), one)
    return sums
