"""Whatever happens to people, in whatever order, over days: every file of every earlier day stays
what it was, no completion disappears, progress is what follows from the facts, and the learner's
list says what the report says. The deeds are in `weeks/`, by subject; a question withdrawn is a
text without it that becomes current.

Small in each run. Large, others each time, with `-o faulthandler_timeout=0` when it takes minutes:
`DEELWIJS_DEEDS=40 .venv/bin/python -m pytest tests/store/test_bytes_of_yesterday.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text

from course.domain.duties.states import DutyState
from course.domain.learning.progress import module_states, totals
from course.domain.people.roles import Role
from course.models import LessonCompletion, ModuleProgress, Person, Progress, db
from course.store.courses import releases
from course.store.dated import DeedMoment
from course.store.duties.people_list import ReportedPerson
from course.store.learning import reading, recounting
from course.store.people import last_days, renaming
from tests.staff import World, at_noon
from tests.store.weeks.duties import DutyDeeds
from tests.store.weeks.files import FilesOfDays
from tests.store.weeks.learning import LearningDeeds
from tests.store.weeks.people import PeopleDeeds
from tests.store.weeks.places import PlaceDeeds
from tests.store.weeks.proof import ProofDeeds
from tests.store.weeks.texts import LESSONS, publish
from tests.store.weeks.whole import COURSE

START = date(2026, 3, 2)
LARGE = "DEELWIJS_DEEDS" in os.environ
DEEDS = int(os.environ.get("DEELWIJS_DEEDS", "5"))  # runs; each is a week or two of deeds
STEPS = 30 if LARGE else 20


class Weeks(PeopleDeeds, PlaceDeeds, DutyDeeds, LearningDeeds, ProofDeeds, FilesOfDays):
    """Four people, two schools of two kinds, and a clock that only goes on."""

    @initialize()
    def begin(self) -> None:
        self.session.rollback()
        self.world = world = World(self.session, START)
        self.second = world.other_board()
        self.texts = publish(world, START)
        self.schools = [world.school("regenboog"), world.school("kompas")]
        self.schools[1].sector = "vo"
        self.teams = [world.team(self.schools[0], name) for name in ("Onderbouw", "Bovenbouw")]
        self.people = [world.person(f"{name} Bos") for name in ("Ada", "Bob", "Cas", "Dirk")]
        self.everybody = [one.id for one in self.people]
        for person in self.people[:3]:
            world.works(person, self.schools[0], self.teams[0], number=person.ref[:9])
        self.trainer = world.actor(Role.TRAINER)
        boards = world.board, self.second
        self.of_boards = [world.actor(Role.TRAINER, board=board) for board in boards]
        self.keeper = world.actor(Role.ADMINISTRATOR)
        self.proofs: set[tuple[Any, ...]] = set()
        self.pressed = []
        self.now = at_noon(START)
        self.files: dict[date, bytes] = {}
        self.done: set[tuple[Any, ...]] = set()
        self.given = []
        self.session.flush()
        self.give(0, 0, 0)
        self.read(0, set(LESSONS[:2]))  # Ada has begun, Bob is done
        self.read(1, set(LESSONS))
        self.go_on(1)

    @rule(days=st.sampled_from((1, 1, 2, 40)))
    def go_on(self, days: int) -> None:
        """Midnight passes, and what the files of today say is put aside."""
        self.earlier_days_say_what_they_said()
        today = DeedMoment(self.now).today
        self.files[today] = self.file_of(today)
        self.now = at_noon(today + timedelta(days=days))
        moment = self.at()
        last_days.settle_ended(moment)
        renaming.take_names_of_today(moment)

    def teardown(self) -> None:
        self.earlier_days_say_what_they_said()

    def earlier_days_say_what_they_said(self) -> None:
        self.read_backwards(True)
        for day, file in getattr(self, "files", {}).items():
            assert self.file_of(day) == file, day
        self.read_backwards(False)

    def read_backwards(self, backwards: bool) -> None:
        """What no query orders comes the other way round, as a database may do any day."""
        if db.engine.name == "sqlite":
            self.session.execute(text(f"PRAGMA reverse_unordered_selects = {int(backwards)}"))
            return
        for way in ("hashjoin", "hashagg", "seqscan"):
            self.session.execute(text(f"SET enable_{way} = {'off' if backwards else 'on'}"))

    @invariant()
    def nothing_that_was_done_is_undone(self) -> None:
        if not hasattr(self, "done"):
            return
        self.session.expire_all()
        now = {("lesson", *row) for row in self.completed(LessonCompletion, "module", "lesson")}
        now |= {("module", *row) for row in self.completed(ModuleProgress, "module")}
        now |= {("course", *row) for row in self.completed(Progress)}
        assert self.done <= now
        self.done = now
        proofs = self.proof()
        assert self.proofs <= proofs
        self.proofs = proofs

    def completed(self, table: Any, *names: str) -> list[tuple[Any, ...]]:
        query = self.session.query(table).filter(table.enrolment_id.in_(self.enrolments()))
        values = ("enrolment_id", *names, "completed_at")
        rows = query.filter(table.completed_at.is_not(None))
        return [tuple(getattr(row, name) for name in values) for row in rows]

    @invariant()
    def progress_is_what_follows(self) -> None:
        if hasattr(self, "now"):
            today = DeedMoment(self.now).today
            assert recounting.verify(self.enrolments(), today) == []

    @invariant()
    def the_learner_reads_what_the_report_says(self) -> None:
        if not hasattr(self, "now"):
            return
        for reach in self.reaches():
            for row in self.rows(reach, DeedMoment(self.now).today):
                self.agrees(row)

    def agrees(self, row: ReportedPerson) -> None:
        today = DeedMoment(self.now).today
        person = self.session.scalars(select(Person).where(Person.ref == row.ref)).one()
        found = reading.learning(person.id, COURSE, today)
        assert found is not None
        assert row.name == person.name
        if found.renews is not None and found.completed_on is None and today <= found.renews:
            assert row.state is DutyState.DONE, "the completion before stands until its end"
            return
        assert row.started_on == found.started_on
        if row.state is DutyState.DONE:
            assert found.is_valid_on(today)
        assert row.completed_on == found.completed_on
        self.by_when(row, person)
        if found.started_on is not None:
            reader = self.reader(found)
            states = module_states(releases.outline(found.release), found.done, reader)
            assert {"done": row.done, "total": row.total} == dict(totals(states))
            if not any(state.left for state in states):
                assert row.completed_on is not None, "everything is done, and that has a day"

    def by_when(self, row: ReportedPerson, person: Person) -> None:
        """The learner reads a day of all schools; who is relieved reads that at every school."""
        today = DeedMoment(self.now).today
        mine = {one.course: one.owed for one in reading.own_duties(person.id, today)}[COURSE]
        relieved = row.state in (DutyState.PAUSED, DutyState.EXEMPT)
        if not relieved and row.state is not DutyState.DONE:
            assert (mine.relief, row.due_on >= mine.due_on) == (None, True)
        if mine.relief and row.state is not DutyState.DONE:
            assert relieved


def _weeks(session: Any) -> Callable[[], Weeks]:
    def make() -> Weeks:
        machine = Weeks()
        machine.session = session
        return machine

    return make


def test_every_file_of_every_earlier_day_stays_as_it_was(session: Any) -> None:
    chosen = settings(
        max_examples=DEEDS,
        stateful_step_count=STEPS,
        derandomize=not LARGE,
        phases=[Phase.generate] if LARGE else list(Phase),  # looking for a shorter one takes hours
    )
    run_state_machine_as_test(_weeks(session), settings=chosen)
    session.rollback()


def test_a_moment_is_in_the_time_of_amsterdam() -> None:
    late = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    assert DeedMoment(late).today == date(2026, 3, 3)
