"""What publications changed since a day: what a renewal tells again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import Any

from sqlalchemy import select, tuple_

from course.clock import end_of_day
from course.domain.courses.publishing import TextChange
from course.domain.learning.progress import LessonKey, text_of_key
from course.models import Publication, Release, ReleaseLesson, db

Said = dict[LessonKey, str]  # what each lesson says


def changed_since(day: date, own: str, current: str) -> frozenset[LessonKey]:
    """The lessons of the current text that mean something else than they did to who began on a day
    and is pinned to a release now, or that are new.

    Who is done goes along when a text is published, so the release that they are pinned to says
    nothing about what they read. What was only said otherwise is nothing to learn again.
    """
    steps = _publications(day, own, current)
    if len(steps) < 2:
        return frozenset()
    texts = _texts([steps[0].release, current])
    other = _told_otherwise(texts[steps[0].release], texts[current])
    if not other:
        return frozenset()
    said = _texts([one.release for one in steps], other)  # of these alone
    told = chain.from_iterable(
        _meant(later, _told_otherwise(said[earlier.release], said[later.release]))
        for earlier, later in pairwise(steps)
    )
    return frozenset(told)


def _told_otherwise(was: Said, now: Said) -> frozenset[LessonKey]:
    """The lessons that are new, or say something else."""
    return frozenset(key for key, content in now.items() if was.get(key) != content)


def _publications(day: date, own: str, current: str) -> Sequence[Any]:
    """What was published of the course, from the text in which somebody began."""
    course = select(Release.course).where(Release.hash == current).scalar_subquery()
    columns = (Publication.release, Publication.change, Publication.meant, Publication.published_at)
    found = db.session.execute(
        select(*columns)
        .where(Publication.course == course)
        .order_by(Publication.published_at, Publication.id)
    ).all()
    then = [place for place, one in enumerate(found) if one.published_at < end_of_day(day)]
    pinned = [place for place, one in enumerate(found) if one.release == own]
    return found[min([*then[-1:], *pinned[-1:]], default=len(found)) :]


def _texts(releases: Sequence[str], only: Collection[LessonKey] | None = None) -> dict[str, Said]:
    columns = (ReleaseLesson.release, ReleaseLesson.module, ReleaseLesson.lesson)
    query = select(*columns, ReleaseLesson.content).where(ReleaseLesson.release.in_(releases))
    if only is not None:
        place = tuple_(ReleaseLesson.module, ReleaseLesson.lesson)
        query = query.where(place.in_(list(only)))
    found: dict[str, Said] = defaultdict(dict)
    for row in db.session.execute(query):
        found[row.release][row.module, row.lesson] = row.content
    return found


def _meant(publication: Any, told: Collection[LessonKey]) -> Iterator[LessonKey]:
    """The lessons of which a publication changed what they mean: all that was other when who was
    done had to do it again, else what its author named; who named nothing meant all of it.
    """
    if publication.change not in (TextChange.DUTY, TextChange.MEANING):
        return
    named = [f"{place}/" for place in publication.meant]
    for key in told:
        if not named or any(place.startswith(f"{text_of_key(key)}/") for place in named):
            yield key
