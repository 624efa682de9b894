"""Work as the function that does it sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from threading import Event
from typing import Any

from course import clock
from course.config import Config
from course.store import transaction
from course.store.messages import job_files, jobs
from course.store.messages.jobs import JobEnding, TakenJob

_IN_MEMORY = 1024 * 1024  # bytes of a file that is being made


class RefusedError(Exception):
    """What was asked cannot be done; the message is a sentence for who asked."""


class StoppingError(Exception):
    """This worker was asked to stop. Another goes on from the last `keep`."""


class Work:
    """One piece of work. It begins reading; `writes` says that what follows writes.

    What is written commits with `keep`, or with the JobEnding that the function gives back: never
    in any other way, or it would be done twice after a worker died.
    """

    def __init__(self, taken: TakenJob, config: Config, stop: Event) -> None:
        self.taken = taken
        self.config = config
        self._stop = stop
        self.done = taken.done
        self.total = taken.total
        self.place: Mapping[str, Any] = taken.place

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What it was queued with."""
        return self.taken.arguments

    @property
    def owner_id(self) -> int | None:
        """Who asked for it; None when nobody did."""
        return self.taken.owner_id

    def writes(self) -> None:
        """From here on until the next `keep` it writes. What takes time comes before."""
        transaction.begin(may_write=True)

    def keep(self, done: int, total: int | None = None, **place: object) -> None:
        """Commit what was written, with how far it is and where to go on.

        Errors: LeaseLostError when another worker has it now, and nothing is kept; StoppingError
                after it was kept, when this worker must stop.
        """
        transaction.go_on_writing()
        total = self.total if total is None else total
        jobs.keep(self.taken, clock.now(), done=done, total=total, place=place)
        transaction.commit()
        self.done, self.total, self.place = done, total, place
        if self._stop.is_set():
            raise StoppingError

    def given(self) -> Iterator[bytes]:
        """The file it was queued with, piece by piece."""
        return job_files.given(self.taken)

    def made(self, name: str, media_type: str, content: Iterable[bytes]) -> JobEnding:
        """The file that was asked for, put down for its owner; give this back.

        It is read to its end first, so that nobody waits to write meanwhile.
        """
        with SpooledTemporaryFile(_IN_MEMORY) as file:
            for part in content:
                file.write(part)
            file.seek(0)
            self.writes()
            job_files.make(self.taken, iter(lambda: file.read(job_files.PIECE), b""))
        return JobEnding(file_name=name, file_type=media_type)
