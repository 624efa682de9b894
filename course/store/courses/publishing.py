"""A text becomes the current one of its course, and people go along as its author chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from course.content.check.changes import Change as ChangedKey
from course.content.check.changes import changed_keys
from course.content.differences import TextDifference, differences
from course.content.outline import outline_of
from course.content.types import Course
from course.content.versioning import content_hash
from course.domain.courses.publishing import (
    Affected,
    HowFarAlong,
    PublishChoice,
    Text,
    TextChange,
    moves,
)
from course.models import Person, Publication, Release, db
from course.store import rows
from course.store.courses import answered, releases
from course.store.dated import DeedMoment
from course.store.learning import moving, recounting, renewing

NOBODY = Affected()


@dataclass(frozen=True)
class TextProposal:
    """A text that may become current, beside the one that is."""

    course: str
    title: str
    release: str
    current: str | None  # None: nothing was published yet
    text: Text
    differences: tuple[TextDifference, ...] = ()
    # questions that people answered, and that would mean something else
    answered: tuple[ChangedKey, ...] = ()
    affected: Affected = NOBODY

    @property
    def is_current(self) -> bool:
        """Whether this very text is the current one: then there is nothing to publish."""
        return self.current == self.release


@dataclass(frozen=True)
class Issued:
    """What was published: the release, and how many people went along to it."""

    release: str
    moved: int


@dataclass(frozen=True)
class PastRelease:
    """A release in a list, with when it was last published, as what, and by whom."""

    hash: str
    title: str
    edition: int
    change: str
    published_at: datetime
    by: str | None
    renew_by: date | None


def propose(course: Course) -> TextProposal:
    """What a course in a folder would change. Writes nothing."""
    lessons = [(module.slug, lesson) for module, lesson in course.placed_lessons]
    release, current = content_hash(course), releases.current(course.slug)
    if current is None:
        text = Text(course.edition, course.edition, is_other=False)
        return TextProposal(course.slug, course.title, release, None, text)
    old = answered.lessons_of(current)
    before, after = releases.outline(current), outline_of(course)
    return _proposal(
        course.slug,
        course.title,
        (current, release),
        differences(before, old, after, lessons),
        changed_keys(old, lessons),
        course.edition,
    )


def propose_again(course: str, release: str) -> TextProposal | None:
    """What it would change to make an earlier release current again; None for one of no such
    course, or of which nothing was ever published.
    """
    kept, current = db.session.get(Release, release), releases.current(course)
    if kept is None or kept.course != course or current is None:
        return None
    old, new = answered.lessons_of(current), answered.lessons_of(release)
    before, after = releases.outline(current), releases.outline(release)
    return _proposal(
        course,
        kept.title,
        (current, release),
        differences(before, old, after, new),
        changed_keys(old, new),
        kept.edition,
    )


def _proposal(
    course: str,
    title: str,
    hashes: tuple[str, str],
    different: tuple[TextDifference, ...],
    changes: tuple[ChangedKey, ...],
    edition: int,
) -> TextProposal:
    known = answered.answered_items(course, (change.place[2] for change in changes))
    told = tuple(change for change in changes if change.place in known)
    text = Text(_highest_edition(course), edition, bool(different), bool(told))
    affected = moving.affected(course, hashes[1])
    return TextProposal(course, title, hashes[1], hashes[0], text, different, told, affected)


def publish(course: Course, decision: PublishChoice, moment: DeedMoment) -> Issued:
    """This text is current from now on, and people go along as was chosen.

    Whoever calls it has asked `unsettled`. The text that is current already stays so.
    """
    first = releases.current(course.slug) is None
    release = releases.keep(course, moment.now)
    return _make_current(course.slug, release, decision, moment, first=first)


def publish_again(course: str, release: str, decision: PublishChoice, moment: DeedMoment) -> Issued:
    """An earlier release is current again from now on, and people go along as was chosen."""
    return _make_current(course, release, decision, moment, first=False)


def _make_current(
    course: str, release: str, decision: PublishChoice, moment: DeedMoment, *, first: bool
) -> Issued:
    releases.hold_to_publish(course)
    if releases.current(course) == release:
        return Issued(release, 0)
    change = TextChange.FIRST if first else decision.change or TextChange.WORDING
    db.session.add(
        Publication(
            course=course,
            release=release,
            change=change.value,
            meant=sorted(decision.meant),
            renew_by=decision.renew_by if change is TextChange.DUTY else None,
            published_by=moment.by,
            published_at=moment.now,
        )
    )
    if change is TextChange.DUTY:
        recounting.follow(renewing.done_before(course, release), moment.now)
    going = [stage for stage in HowFarAlong if moves(change, stage, same_edition=True)]
    return Issued(release, moving.move(course, release, going, moment.now))


def past(course: str, *, limit: int) -> list[PastRelease]:
    """The releases of a course, what was published last first."""
    last = select(func.max(Publication.id)).group_by(Publication.release).scalar_subquery()
    found = db.session.execute(
        select(
            Release.hash,
            Release.title,
            Release.edition,
            Publication.change,
            Publication.published_at,
            Person.name.label("by"),
            Publication.renew_by,
        )
        .join(Publication, Publication.release == Release.hash)
        .outerjoin(Person, Person.id == Publication.published_by)
        .where(Publication.course == course, Publication.id.in_(last))
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .limit(limit)
    )
    return rows.read(PastRelease, found)


def _highest_edition(course: str) -> int:
    """The highest edition that was ever published: going back to an earlier text takes away no
    renewal, and coming back from it asks none again.
    """
    query = select(func.max(Release.edition)).join(Publication, Publication.release == Release.hash)
    return db.session.scalars(query.where(Publication.course == course)).one()
