"""A school fills in the words that lessons leave to it, with all that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from sqlalchemy import select

from course.models import Enrolment, Membership, Progress, SchoolValue, db
from course.store import dated
from course.store.courses import releases
from course.store.dated import DeedMoment, holds_on
from course.store.learning import recounting
from course.store.people.words import WORDS, values_of


def fill_in(school_id: int, values: Mapping[str, str], moment: DeedMoment) -> None:
    """From today on these are the words of a school; an empty text ends one."""
    before = set(values_of(school_id))
    rows = WORDS.add_columns(SchoolValue.id)
    there = {row.key: row.id for row in db.session.execute(rows, {"school": school_id})}
    filled = {key: text for key, text in values.items() if text.strip()}
    dated.end(SchoolValue, [there[key] for key in values if key in there.keys() - filled], moment)
    changed = {there[key]: {"text": text} for key, text in filled.items() if key in there}
    dated.change(SchoolValue, changed, moment)
    new = [
        {"school_id": school_id, "key": key, "text": text}
        for key, text in filled.items()
        if key not in there
    ]
    dated.begin(SchoolValue, new, moment)
    _follow(school_id, before ^ values_of(school_id).keys(), moment)


def _follow(school_id: int, changed: set[str], moment: DeedMoment) -> None:
    """A question that needs a word is asked only where it was filled in, so what people of this
    school have to do may be another thing now.
    """
    works = Membership.person_id == Enrolment.person_id
    query = (
        select(Enrolment.id, Enrolment.release)
        .join(Progress, Progress.enrolment_id == Enrolment.id)
        .join(Membership, works & holds_on(Membership, moment.today))
        .where(Membership.school_id == school_id)
    )
    rows = db.session.execute(query.distinct().order_by(Enrolment.id)).all() if changed else []
    asking = {release for release in {row.release for row in rows} if _asks(release, changed)}
    recounting.follow([row.id for row in rows if row.release in asking], moment.now)


def _asks(release: str, keys: set[str]) -> bool:
    """Whether any question of a release needs one of these words."""
    lessons = chain.from_iterable(module.lessons for module in releases.outline(release).modules)
    items = chain.from_iterable(lesson.items for lesson in lessons)
    return any(not keys.isdisjoint(item.requires) for item in items)
