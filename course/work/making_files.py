"""A long list of people over schools as a file, made by a worker for who asked for it.

It is read a page at a time, each in a transaction of its own. A worker that dies leaves nothing,
and the next one begins anew, a few times at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from tempfile import TemporaryFile

from course import clock
from course.domain.people.roles import Actor, Permission
from course.store.duties import totals as reporting
from course.store.duties import whole_list
from course.store.duties.overview import schools_asked
from course.store.duties.whole_list import ListedPerson
from course.store.messages.job_files import PIECE
from course.store.messages.jobs import JobEnding
from course.store.people import access
from course.web.report import file_words
from course.web.report.asked import AskedPeople, read_asked
from course.web.report.files import MOST_PRINTED
from course.web.report.made_people import Written
from course.web.report.making import (
    FILE_TYPES,
    NoPaperError,
    RowsBySchool,
    TooLongError,
    write_file,
)
from course.work.working import RefusedError, Work

MOST_STARTS = 5  # what kept how far it was is never given up otherwise


class NoRightError(RefusedError):
    """Who asked for it may see no such list any more."""


class GoneError(RefusedError):
    """What it was about is there no more."""


def make_wanted(work: Work) -> JobEnding:
    """Make what somebody asked for and put it down; the schools that are in it are written beside
    it. Ends in a transaction that writes.

    Errors: RefusedError with why there is none.
    """
    wanted = work.arguments
    starts = work.place.get("starts", 0) + 1
    if starts > MOST_STARTS:
        raise RefusedError(file_words.BROKE_OFF)
    courses = reporting.offered_courses()
    if not courses:
        raise GoneError(file_words.NOT_THERE)
    asked = read_asked(wanted, courses, clock.today())
    if asked.errors:
        raise GoneError(file_words.NOT_THERE)
    schools = schools_asked(reader_of(work), asked.chosen, asked.query.moment.day)
    making = _Making(work, asked, schools, starts, RowsBySchool(), {})
    work.keep(0, len(schools), starts=starts)
    kind = wanted["soort"]
    with TemporaryFile() as file:
        try:
            write_file(file, kind, asked, making.rows(), MOST_PRINTED)
        except TooLongError as error:
            raise RefusedError(file_words.too_long_for_paper(MOST_PRINTED)) from error
        except NoPaperError as error:
            raise RefusedError(file_words.NO_PAPER) from error
        file.seek(0)
        pieces = iter(lambda: file.read(PIECE), b"")
        ending = work.made(asked.name(kind), FILE_TYPES[kind], pieces)
    written = Written(asked.query.moment.day, making.ranks, making.tally.by_school)
    told = file_words.made(making.tally.people, len(making.tally.by_school))
    changes = {"done": len(schools), "place": written.as_kept()}
    return replace(ending, message=told, changes=changes)


@dataclass(frozen=True)
class _Making:
    """A file on its way. `ranks`: by school how much of what people did is in it."""

    work: Work
    asked: AskedPeople
    schools: list[int]
    starts: int
    tally: RowsBySchool
    ranks: dict[int, int]

    def rows(self) -> Iterator[ListedPerson]:
        """Everybody, by what the maker may see at the moment that their school is read."""
        moment, chosen, done = self.asked.query.moment, self.asked.chosen, 0
        for batch in whole_list.school_batches(self.schools):
            actor = reader_of(self.work)
            seen = whole_list.ranks(actor, moment, batch)
            if len(seen) < len(batch):
                raise RefusedError(file_words.CHANGED)
            self.ranks.update(seen)
            for page in whole_list.pages(actor, moment, chosen, batch):
                yield from self.tally.counted(page)
                self._keep(done)
            done += len(batch)
            self._keep(done)

    def _keep(self, done: int) -> None:
        """How far it is; ends the transaction in which was read."""
        self.work.keep(done, len(self.schools), starts=self.starts)


def reader_of(work: Work) -> Actor:
    """Who asked for it, while they may see reports."""
    actor = access.actor_of(work.owner_id, clock.today()) if work.owner_id else None
    if actor is None or not actor.may(Permission.SCHOOL_REPORT):
        raise NoRightError(file_words.NO_RIGHT)
    return actor
