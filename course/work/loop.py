"""The worker: takes work until it is told to stop, in threads that do not wait for each other.

One hands over mail, one does what is queued, and the main thread says that the worker lives. Each
turn is a function that can be called by itself.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TypeVar

from flask import Flask

from course import clock, logs
from course.config import Config
from course.domain.messages import clocks, timetable
from course.domain.messages.attempts import BEAT, JobOutcome
from course.domain.messages.clocks import ClockFacts, ClockTrouble
from course.letters import smtp
from course.models.base import new_token
from course.store import transaction
from course.store.messages import jobs, outbox, workers
from course.store.messages.jobs import JobEnding, LeaseLostError, TakenJob
from course.work import registry
from course.work.working import RefusedError, StoppingError, Work

PAUSE = 1.0  # seconds between two looks when nothing is due
REST = 10.0  # seconds after something went wrong
PATIENCE = 20.0  # seconds that a thread gets to end its turn
Turn = Callable[[], bool]  # whether there was something to do
FoundT = TypeVar("FoundT")


@dataclass
class Worker:
    """One process. `trusts` takes a long silence of earlier workers for true."""

    app: Flask
    trusts: bool = False
    parent: int | None = None  # ends with this process
    stop: Event = field(default_factory=Event)
    name: str = field(
        default_factory=lambda: f"{socket.gethostname()[:60]}:{os.getpid()}:{new_token()[:6]}"
    )
    holds: TakenJob | None = None
    trouble: ClockTrouble | None = None

    def __post_init__(self) -> None:
        self.config: Config = self.app.config["DEELWIJS"]
        self._began = clock.now()
        self._zero = _seconds()
        self._before: datetime | None = None
        self._looked_back = self.trusts  # before that its clock may be wrong, so it does nothing
        self._jumped_at: float | None = None
        self.failures = 0  # turns that went wrong

    def heed_signals(self) -> None:
        """End after what is being done when somebody asks this process to."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())

    def run(self) -> None:
        """Work until told to stop."""
        self.turn(self._beat)
        threads: list[Thread] = []
        for turn in (self.hand_over, self.work):
            thread = Thread(target=self._repeat, args=(turn,), name=turn.__name__)
            thread.start()
            threads.append(thread)
        last = time.monotonic()
        while not self.stop.wait(PAUSE):
            if self.parent is not None and os.getppid() != self.parent:
                self.stop.set()
            if time.monotonic() - last >= BEAT.total_seconds():
                self.turn(self._beat)
                last = time.monotonic()
        for thread in threads:
            thread.join(PATIENCE)
        self.turn(self._leave)

    def run_once(self) -> int:
        """Do what is due now, and end. How many turns that took comes back."""
        self.turn(self._beat)
        turns = 0
        for turn in (self.work, self.hand_over):
            while self._looked_back and not self.stop.is_set() and self.turn(turn):
                turns += 1
        self.turn(self._leave)
        return turns

    def hand_over(self) -> bool:
        """Hand over the mail that is due."""
        if not self.config.smtp_url or not _looks(outbox.is_due, clock.now()):
            return False
        round_ = smtp.send_pending(self.config, 50)
        return bool(round_.sent)

    def work(self) -> bool:
        """Queue what the day asks for, and do one piece of work."""
        plan(self.config)
        kinds = registry.handlers()
        if not _looks(jobs.is_due, kinds, clock.now()):
            return False
        jobs.end_what_kills(clock.now())
        taken = jobs.claim(kinds, clock.now())
        transaction.commit()
        if taken is None:
            return False
        self.holds = taken
        try:
            do(taken, self.config, self.stop)
        finally:
            self.holds = None
        return True

    def _beat(self) -> bool:
        if not self._looked_back:  # before the first sign of life, and not while nobody answers
            self._before, self._looked_back = _looks(workers.last_seen), True
        now = clock.now()
        database = _looks(workers.database_clock)
        facts = ClockFacts(now, self._expected(), database, self._before)
        self.trouble = self._after_a_jump(clocks.trouble(facts))
        workers.seen(self.name, self._began, now, self.trouble)
        if self.holds is not None and not self.trouble:
            jobs.renew(self.holds, now)
        transaction.commit()
        if self.trouble:
            logs.warn("worker does nothing: its clock may be wrong", trouble=self.trouble)
        return False

    def _leave(self) -> bool:
        workers.stopped(self.name, clock.now())
        transaction.commit()
        return False

    def _expected(self) -> datetime:
        return self._began + timedelta(seconds=_seconds() - self._zero)

    def _after_a_jump(self, found: ClockTrouble | None) -> ClockTrouble | None:
        """A jump that stands long enough was a clock that was put right."""
        if found is not ClockTrouble.JUMPED:
            self._jumped_at = None
            return found
        self._jumped_at = self._jumped_at or _seconds()
        if _seconds() - self._jumped_at < clocks.BELIEVED_AFTER.total_seconds():
            return found
        self._began, self._zero, self._jumped_at = clock.now(), _seconds(), None
        return None

    def _repeat(self, turn: Turn) -> None:
        while not self.stop.is_set():
            if not (self._looked_back and self.turn(turn)):
                self.stop.wait(PAUSE)

    def turn(self, turn: Turn) -> bool:
        """One turn, as a command of its own would do it. What goes wrong is logged, and the worker
        goes on.
        """
        if self.trouble and turn in (self.hand_over, self.work):
            return False
        try:
            return Context().run(self._in_application, turn)
        except Exception as error:
            self.failures += 1
            logs.fail("worker", error, turn=turn.__name__)
            self.stop.wait(REST)
            return False

    def _in_application(self, turn: Turn) -> bool:
        with self.app.app_context():
            return turn()


def plan(config: Config) -> None:
    """Queue what should have begun today."""
    now = clock.now()
    daily = [one for one in registry.daily() if registry.is_wanted(one.kind, config)]
    due = list(timetable.occasions(now.astimezone(clock.AMSTERDAM), daily))
    keys = [one.key for one in due]
    if not keys:
        return
    missing = _looks(jobs.unknown, keys)
    if not missing:
        return
    for occasion in due:
        if occasion.key in missing:
            jobs.queue(occasion.kind, {}, now, key=occasion.key)
    transaction.commit()


def do(taken: TakenJob, config: Config, stop: Event) -> None:
    """Do this work, and write down how it ended, in one transaction with what was done last."""
    work = Work(taken, config, stop)
    transaction.begin(may_write=False)
    try:
        ending = registry.handlers()[taken.kind](work) or JobEnding()
        transaction.go_on_writing()
        jobs.end(taken, ending, clock.now())
        transaction.commit()
    except StoppingError:
        _afterwards(jobs.put_back, taken)
    except LeaseLostError:
        transaction.rollback()
        logs.warn("another worker has this work now", kind=taken.kind)
    except RefusedError as refused:
        refusal = JobEnding(JobOutcome.REFUSED, message=str(refused))
        _afterwards(jobs.end, taken, refusal)
    except Exception as error:
        logs.fail("work went wrong", error, kind=taken.kind, attempt=taken.attempts)
        name = type(error).__name__
        _afterwards(jobs.went_wrong, taken, name)


def _afterwards(write: Callable[..., object], *about: object) -> None:
    """Nothing of what was done stays, but how it ended does; `write` gets the moment last."""
    transaction.rollback()
    transaction.begin(may_write=True)
    try:
        write(*about, clock.now())
        transaction.commit()
    except LeaseLostError:
        transaction.rollback()


def _looks(question: Callable[..., FoundT], *about: object) -> FoundT:
    """Ask without keeping anybody from writing."""
    return copy_context().run(_ask, question, *about)


def _ask(question: Callable[..., FoundT], *about: object) -> FoundT:
    transaction.begin(may_write=False)
    try:
        return question(*about)
    finally:
        transaction.rollback()


def _seconds() -> float:
    """What goes by, counted by what nobody can put back; a machine that sleeps counts on."""
    counted = getattr(time, "CLOCK_BOOTTIME", None)
    if counted is None:
        return time.monotonic()
    return time.clock_gettime(counted)
