"""A school or its board fills in the words that lessons leave to it, with all that hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from course.models import BoardValue, Enrolment, Membership, School, SchoolValue, db
from course.store import dated
from course.store.courses import releases
from course.store.dated import DeedMoment, holds_on
from course.store.learning import recounting
from course.store.people.words import BOARD_WORDS, OWN_WORDS, values_of, values_of_board


def fill_in(school_id: int, values: Mapping[str, str], moment: DeedMoment) -> None:
    """From today on these are the words of a school; an empty text ends one."""
    before = set(values_of(school_id))
    rows = OWN_WORDS.add_columns(SchoolValue.id)
    found = db.session.execute(rows, {"school": school_id})
    _fill(SchoolValue, _ids(found), {"school_id": school_id}, values, moment)
    changed = before ^ values_of(school_id).keys()
    _follow(Membership.school_id == school_id, changed, moment)


def fill_in_for_board(board_id: int, values: Mapping[str, str], moment: DeedMoment) -> None:
    """From today on these are the words of a board, for its schools that left them empty; an empty
    text ends one.
    """
    before = set(values_of_board(board_id))
    rows = BOARD_WORDS.where(BoardValue.board_id == board_id).add_columns(BoardValue.id)
    there = _ids(db.session.execute(rows))
    _fill(BoardValue, there, {"board_id": board_id}, values, moment)
    schools = select(School.id).where(School.board_id == board_id)
    changed = before ^ values_of_board(board_id).keys()
    _follow(Membership.school_id.in_(schools), changed, moment)


def _ids(found: Iterable[Any]) -> dict[str, int]:
    return {row.key: row.id for row in found}


def _fill(
    table: type[SchoolValue] | type[BoardValue],
    there: Mapping[str, int],
    place: Mapping[str, int],
    values: Mapping[str, str],
    moment: DeedMoment,
) -> None:
    """End, change and begin words of one school or board. `there`: the rows that hold, by key."""
    wanted: dict[str, dated.Row | None] = {}
    for key, text in values.items():
        row = {**place, "key": key, "text": text}
        wanted[key] = row if text.strip() else None
    dated.renew(table, there, wanted, moment)


def _follow(works_there: ColumnElement[bool], changed: set[str], moment: DeedMoment) -> None:
    """A question that needs a word is asked only where it was filled in, so what people there have
    to do may be another thing now.
    """
    works = Membership.person_id == Enrolment.person_id
    query = (
        select(Enrolment.id, Enrolment.release)
        .join(Membership, works & holds_on(Membership, moment.today))
        .where(works_there)
    )
    by_release: defaultdict[str, list[int]] = defaultdict(list)
    if changed:
        for row in db.session.execute(query.distinct()):
            by_release[row.release].append(row.id)
    asking: list[int] = []
    for release, enrolments in by_release.items():
        if _asks(release, changed):
            asking += enrolments
    recounting.follow(sorted(asking), moment.now)


def _asks(release: str, keys: set[str]) -> bool:
    """Whether any question of a release needs one of these words."""
    needed: set[str] = set()
    for module in releases.outline(release).modules:
        for lesson in module.lessons:
            needed.update(*(item.requires for item in lesson.items))
    return not keys.isdisjoint(needed)
