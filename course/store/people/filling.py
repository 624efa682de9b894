"""A school or its board fills in the words that lessons leave to it, with all that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

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
    _fill(SchoolValue, {row.key: row.id for row in found}, {"school_id": school_id}, values, moment)
    changed = before ^ values_of(school_id).keys()
    _follow(Membership.school_id == school_id, changed, moment)


def fill_in_for_board(board_id: int, values: Mapping[str, str], moment: DeedMoment) -> None:
    """From today on these are the words of a board, for its schools that left them empty; an empty
    text ends one.
    """
    before = set(values_of_board(board_id))
    rows = BOARD_WORDS.where(BoardValue.board_id == board_id).add_columns(BoardValue.id)
    there = {row.key: row.id for row in db.session.execute(rows)}
    _fill(BoardValue, there, {"board_id": board_id}, values, moment)
    schools = select(School.id).where(School.board_id == board_id)
    changed = before ^ values_of_board(board_id).keys()
    _follow(Membership.school_id.in_(schools), changed, moment)


def _fill(
    table: type[SchoolValue] | type[BoardValue],
    there: Mapping[str, int],
    place: Mapping[str, int],
    values: Mapping[str, str],
    moment: DeedMoment,
) -> None:
    """End, change and begin words of one school or board. `there`: the rows that hold, by key."""
    filled = {key: text for key, text in values.items() if text.strip()}
    dated.end(table, [there[key] for key in values if key in there.keys() - filled], moment)
    changed = {there[key]: {"text": text} for key, text in filled.items() if key in there}
    dated.change(table, changed, moment)
    new = [{**place, "key": key, "text": text} for key, text in filled.items() if key not in there]
    dated.begin(table, new, moment)


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
    rows = db.session.execute(query.distinct().order_by(Enrolment.id)).all() if changed else []
    asking = {release for release in {row.release for row in rows} if _asks(release, changed)}
    recounting.follow([row.id for row in rows if row.release in asking], moment.now)


def _asks(release: str, keys: set[str]) -> bool:
    """Whether any question of a release needs one of these words."""
    lessons = chain.from_iterable(module.lessons for module in releases.outline(release).modules)
    items = chain.from_iterable(lesson.items for lesson in lessons)
    return any(not keys.isdisjoint(item.requires) for item in items)
