"""Whatever happens to people, in whatever order, over days: every file of every earlier day stays
what it was, no completion disappears, progress is what follows from the facts, and the learner's
list says what the report says. The deeds are here and in `other_deeds.py`; a question withdrawn is a
text without it that becomes current.

Small in each run. Large, others each time, with `-o faulthandler_timeout=0` when it takes minutes:
`DEELWIJS_DEEDS=40 .venv/bin/python -m pytest tests/store/test_bytes_of_yesterday.py`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from course.content.outline import CourseOutline, ItemOutline
from course.content.versioning import to_json
from course.domain.courses.publishing import PublishChoice, TextChange
from course.domain.duties.mending import Mend, Mending
from course.domain.duties.states import DutyState, ExemptFor
from course.domain.learning.progress import Reader, module_states, totals
from course.domain.learning.regrading import Way
from course.domain.people.roles import Role
from course.domain.people.roster_file import read_people
from course.kinds.choice.item import ChoiceItem
from course.kinds.item import Audience, Option, Sector
from course.kinds.marking import Score
from course.models import (
    Attempt,
    Duty,
    DutyReason,
    Enrolment,
    LessonCompletion,
    Membership,
    ModuleProgress,
    Person,
    Progress,
    Release,
    School,
)
from course.store import dated
from course.store.courses import publishing, releases
from course.store.dated import DeedMoment
from course.store.duties import changing, giving, mending, people_list
from course.store.duties import totals as reporting
from course.store.duties.giving import NewAssignment
from course.store.duties.mending import Chosen
from course.store.duties.people_list import PeopleFilter, ReportedPerson
from course.store.duties.reach import AsOf, reach_of
from course.store.learning import reading, recording, recounting, regrading, renewing
from course.store.learning.marks import EARNED, SETTLED
from course.store.learning.places import LessonPlace
from course.store.learning.regrading import SecondMark, SecondMarks
from course.store.people import (
    accounts,
    deeds,
    granting,
    merging,
    organising,
    roster,
    roster_rows,
    schools,
    words,
)
from course.store.people.accounts import FullName
from course.store.people.deeds import Workplace
from course.store.people.granting import NewGrant
from course.store.people.naming import school_names_on
from course.store.people.organising import SchoolFacts
from course.store.people.roster_found import Importer
from course.store.proof import bundle
from course.text.plain import Html
from tests import builders, staff
from tests.staff import World, at_noon
from tests.store.other_deeds import COURSE, WHERE, WHICH, WHO, WORD, OtherDeeds

START = date(2026, 3, 2)
ASKS = "vraag"
DEEDS = int(os.environ.get("DEELWIJS_DEEDS", "5"))  # runs; each is a week or two of deeds
STEPS = 30 if "DEELWIJS_DEEDS" in os.environ else 20
FUNCTIONS = st.sampled_from((Audience.TEACHING, Audience.LEADER, Audience.SUPPORT))
MENDINGS = st.sampled_from(Mending)
NAMES = st.sampled_from(("Ada Bos", "Ada de Wit", "Tenzin"))


def outline() -> CourseOutline:
    """Lessons for everybody, for who leads, and for one kind of school."""
    course = staff.outline()
    first, second = course.modules
    for_leaders = replace(first.lessons[0], slug="leiden", audiences=(Audience.LEADER,))
    for_vo = replace(first.lessons[0], slug="vo", sectors=(Sector.VO,))
    both = replace(second, lessons=(*second.lessons[:1], for_leaders, for_vo))
    return replace(course, slug=COURSE, modules=(replace(first, lessons=first.lessons[:2]), both))


def texts() -> list[CourseOutline]:
    """What this course may ask: as it was, with a question, with less, and in a later edition."""
    was = outline()
    first, second = was.modules
    question = ItemOutline("p1", "choice", "Vraag", True, True, False, (), None)
    of_word = replace(question, key="p2", requires=(WORD,))
    asks = replace(first.lessons[0], slug=ASKS, items=(question, of_word))
    longer = replace(
        was, title="Langer", modules=(first, replace(second, lessons=(*second.lessons, asks)))
    )
    return [was, longer, replace(was, title="Korter", modules=(first,)), replace(longer, edition=2)]


def release_row(text: CourseOutline) -> dict[str, Any]:
    content = to_json(text)
    row = {"course": COURSE, "title": "Bewaard", "edition": text.edition, "renderer": "test"}
    return row | {"hash": hashlib.sha256(content.encode()).hexdigest(), "outline": content}


def publish(world: World) -> None:
    """The newest release of that course, and the only one."""
    row = release_row(outline())
    published = at_noon(START - timedelta(days=9))
    builders.current(world.session, Release(**row, published_at=published))


ITEM = ChoiceItem(
    key="p1",
    label="Wie deelt?",
    question=Html("Wie deelt?"),
    options=tuple(Option(key, Html(key), Html(key)) for key in "abc"),
    right="a",
)
OF_WORD = replace(ITEM, key="p2")
GONE = PeopleFilter(state=DutyState.LEFT)
CHANGES = st.sampled_from((TextChange.WORDING, TextChange.WORDING, TextChange.MEANING))
LESSONS = [(module.slug, lesson.slug) for module in outline().modules for lesson in module.lessons]


class Weeks(OtherDeeds):
    """Four people, two schools of two kinds, and a clock that only goes on."""

    session: Any = None  # of the test

    @initialize()
    def begin(self) -> None:
        self.session.rollback()
        self.world = world = World(self.session, START)
        self.second = world.other_board()
        publish(world)
        rows = [release_row(text) for text in texts()]
        self.texts = [row["hash"] for row in rows]
        for row in rows[1:]:
            world.add(Release(**row, published_at=at_noon(START)))
        self.highest = 1  # edition
        self.schools = [world.school("regenboog"), world.school("kompas")]
        self.schools[1].sector = "vo"
        self.teams = [world.team(self.schools[0], name) for name in ("Onderbouw", "Bovenbouw")]
        self.people = [world.person(f"{name} Bos") for name in ("Ada", "Bob", "Cas", "Dirk")]
        for person in self.people[:3]:
            world.works(person, self.schools[0], self.teams[0], number=person.ref[:9])
        self.trainer = world.actor(Role.TRAINER)
        self.keeper = world.actor(Role.ADMINISTRATOR)
        self.reaches = [reach_of(self.trainer, [school.id]) for school in self.schools]
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

    def at(self) -> DeedMoment:
        """A moment later than all before it."""
        self.now += timedelta(seconds=1)
        return DeedMoment(self.now)

    @rule(days=st.sampled_from((1, 1, 2, 40)))
    def go_on(self, days: int) -> None:
        """Midnight passes, and what the files of today say is put aside."""
        self.earlier_days_say_what_they_said()
        today = DeedMoment(self.now).today
        self.files[today] = self.file_of(today)
        self.now = at_noon(today + timedelta(days=days))
        deeds.settle_ended(self.at())

    def second_board(self) -> int:
        return int(self.second.id)

    def reader(self, found: reading.Learning) -> Reader:
        """As pages have it: with the words of their school."""
        return reading.reader(found, words.values_of(found.school_id))

    @rule(who=WHO, where=WHERE, which=WHERE)
    def join(self, who: int, where: int, which: int) -> None:
        team = self.teams[which].id if where == 0 else None
        place = Workplace(self.people[who].id, team, self.people[who].ref[:9])
        deeds.join(self.schools[where].id, [place], self.at())

    @rule(who=WHO, where=WHERE, roles=st.booleans())
    def leave(self, who: int, where: int, roles: bool) -> None:
        school = self.schools[where].id
        deeds.leave(school, [self.people[who].id], self.at(), roles_too=roles)

    @rule(who=WHO, which=WHERE)
    def move(self, who: int, which: int) -> None:
        place = Workplace(self.people[who].id, self.teams[which].id, self.people[who].ref[:9])
        deeds.move_team(self.schools[0].id, [place], self.at())

    @rule(who=WHO, function=FUNCTIONS)
    def other_work(self, who: int, function: Audience) -> None:
        accounts.change_function({self.people[who].id: function}, self.at())

    @rule(where=WHERE, sector=st.sampled_from((Sector.PO, Sector.VO)))
    def other_kind(self, where: int, sector: Sector) -> None:
        schools.change_sector(self.schools[where].id, sector, self.at())

    @rule(where=WHERE, name=st.sampled_from(("Het Anker", "De Brug")))
    def rename_school(self, where: int, name: str) -> None:
        school = self.session.get(School, self.schools[where].id)
        facts = SchoolFacts(name, school.board_id, school.sector, school.region)
        organising.change_school(school.id, facts, self.at())

    @rule(which=WHERE, name=st.sampled_from(("Kleuters", "Groep 3")))
    def rename_team(self, which: int, name: str) -> None:
        organising.rename_team(self.schools[0].id, self.teams[which].id, name, self.at())

    @rule(gone=WHERE)
    def merge_teams(self, gone: int) -> None:
        gone_id, into = self.teams[gone].id, self.teams[1 - gone].id
        merging.merge_teams(self.schools[0].id, gone_id, into, self.at())

    @rule(who=WHO, name=NAMES)
    def other_name(self, who: int, name: str) -> None:
        accounts.rename({self.people[who].id: FullName(name, name.lower())}, self.at())

    @rule(who=WHO, where=WHERE)
    def role(self, who: int, where: int) -> None:
        wanted = NewGrant(self.people[who].id, Role.MANAGER, school_id=self.schools[where].id)
        moment = self.at()
        if not granting.grant(wanted, moment):
            granting.end(deeds.roles_at(self.schools[where].id, [wanted.person_id], moment), moment)

    @rule(where=WHERE, to=st.integers(0, 2), days=st.sampled_from((0, 5, 50)))
    def give(self, where: int, to: int, days: int) -> None:
        """The course, for a school, a team or a person."""
        moment = self.at()
        due = moment.today + timedelta(days=days)
        team = self.teams[0].id if (where, to) == (0, 1) else None
        person = self.people[0].id if to == 2 else None
        draft = NewAssignment(COURSE, self.schools[where].id, team, person, due, str(self.now))
        made = giving.assign(self.trainer, draft, moment.now, moment.today)
        self.given += [made.ref] if made else []

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        if which < len(self.given):
            giving.withdraw(self.trainer, self.given[which], self.at())

    @rule(who=WHO, what=MENDINGS, days=st.sampled_from((0, 3, 30)))
    def mend(self, who: int, what: Mending, days: int) -> None:
        """One person, over both schools: another day, a pause, an exemption, or back."""
        moment, person = self.at(), self.people[who].id
        mine = self.session.query(Duty.ref).filter_by(person_id=person, course=COURSE)
        chosen = Chosen(refs=tuple(ref for (ref,) in mine.order_by(Duty.id)) or ("-",))
        day = moment.today + timedelta(days=days)
        category = ExemptFor.DECISION if what is Mending.EXEMPT else None
        wanted = Mend(what, None if what is Mending.RESUME else day, category)
        mending.mend(self.trainer, chosen, wanted, moment)

    @rule(which=WHICH, days=st.sampled_from((0, 5, 50)))
    def other_day(self, which: int, days: int) -> None:
        moment = self.at()
        if which < len(self.given):
            day = moment.today + timedelta(days=days)
            changing.change_day(self.trainer, self.given[which], day, moment)

    @rule(which=WHICH)
    def give_back(self, which: int) -> None:
        if which < len(self.given):
            changing.restore(self.trainer, self.given[which], self.at())

    @rule(who=WHO, lessons=st.sets(st.sampled_from(LESSONS), min_size=1))
    def read(self, who: int, lessons: set[tuple[str, str]]) -> None:
        """Somebody opens lessons, of those that they get, which is all that these ask."""
        person = self.session.get(Person, self.people[who].id)
        found = reading.learning(person.id, COURSE, self.at().today)
        if found is None:
            return
        reader = self.reader(found)
        states = module_states(releases.outline(found.release), found.done, reader)
        mine = {(one.module.slug, row.slug) for one in states for row in one.lessons}
        for lesson in sorted(lessons & mine):
            place = LessonPlace(found.enrolment_id, found.release, *lesson, found.followed)
            recording.visit(place, reader, self.at().now)

    @rule(who=WHO)
    def read_everything(self, who: int) -> None:
        self.read(who, set(LESSONS))

    @rule(who=WHO, lesson=st.sampled_from(LESSONS))
    def read_one(self, who: int, lesson: tuple[str, str]) -> None:
        self.read(who, {lesson})

    @rule(which=st.integers(0, 3), change=CHANGES, days=st.sampled_from((5, 100)))
    def publish_a_text(self, which: int, change: TextChange, days: int) -> None:
        """Another text, or one of before, becomes current."""
        moment, edition = self.at(), texts()[which].edition
        if edition > self.highest:
            change, self.highest = TextChange.DUTY, edition
        choice = PublishChoice(change, renew_by=moment.today + timedelta(days=days))
        publishing.publish_again(COURSE, self.texts[which], choice, moment)

    @rule(who=WHO)
    def renew(self, who: int) -> None:
        renewing.renew(self.people[who].id, COURSE, self.at().now)

    @rule(who=WHO, choice=st.sampled_from("abc"), item=st.sampled_from((ITEM, ITEM, OF_WORD)))
    def answer(self, who: int, choice: str, item: ChoiceItem) -> None:
        """A question, in a text that has it; right is `a`."""
        person, now = self.session.get(Person, self.people[who].id), self.at().now
        found = reading.learning(person.id, COURSE, DeedMoment(now).today)
        if found is None or found.release not in (self.texts[1], self.texts[3]):
            return
        at = found.enrolment_id, found.release, "blijft", ASKS
        place = LessonPlace(*at, found.followed)
        reader = self.reader(found)
        token = f"antwoord-{now.timestamp()}"
        recording.answer(place, reader, item, (choice,), submission=token, done=found.done, now=now)

    @rule(ways=st.sampled_from(((Way.UP,), (Way.UP, Way.DOWN))), right=st.sampled_from("ab"))
    def regrade(self, ways: tuple[Way, ...], right: str) -> None:
        """Another answer was right all along."""
        query = self.session.query(Attempt).filter(Attempt.enrolment_id.in_(self.enrolments()))
        marks = [self.second_mark(row, right) for row in query.order_by(Attempt.id)]
        place = ("blijft", ASKS, "p1")
        found = SecondMarks(COURSE, place, self.texts[1], tuple(marks), strange=0)
        regrading.regrade(found, ways, "de sleutel was fout", self.at())

    def second_mark(self, row: Attempt, right: str) -> SecondMark:
        query = self.session.query(EARNED, SETTLED).filter(Attempt.id == row.id)
        earned, settled = query.one()
        after = Score(int(row.response == [right]), 1)
        who = self.session.get(Enrolment, row.enrolment_id).person_id
        is_settled = bool(settled) or after.is_right
        before = Score(earned, 1)
        return SecondMark(row.id, row.enrolment_id, who, before, after, is_settled)

    @rule(who=WHO, team=WHERE)
    def put_right(self, who: int, team: int) -> None:
        """Somebody was in another team all along, and had to be done sooner: nobody knew it."""
        moment, person = self.at(), self.people[who].id
        links = self.session.query(Membership).filter_by(person_id=person, replaced_at=None)
        here = links.filter_by(school_id=self.schools[0].id)
        ids = {row.id: {"team_id": self.teams[team].id} for row in here}
        dated.correct(Membership, ids, moment)
        reasons = self.session.query(DutyReason).join(Duty, Duty.id == DutyReason.duty_id)
        mine = reasons.filter(Duty.person_id == person, DutyReason.replaced_at.is_(None))
        sooner = {row.id: {"due_on": row.due_on - timedelta(days=1)} for row in mine}
        dated.correct(DutyReason, sooner, moment)

    @rule(names=st.sets(st.integers(0, 3), min_size=1), complete=st.booleans(), which=WHERE)
    def send_list(self, names: set[int], complete: bool, which: int) -> None:
        """The first school sends its list, with some of these people on it."""
        moment = self.at()
        people = [self.session.get(Person, self.people[who].id) for who in sorted(names)]
        team = self.teams[which].name
        lines = [f"{one.ref[:9]};{one.name};{one.email};{team}" for one in people]
        file = read_people("\n".join(["personeelsnummer;naam;e-mail;team", *lines]).encode())
        importer = Importer(self.schools[0].id, moment.today, None, None)
        proposal = roster_rows.propose(importer, file, complete=complete)
        assert roster.apply(roster_rows.make_ready(proposal, moment.now))
        self.session.expire_all()
        again = roster_rows.propose(importer, file, complete=complete)
        assert again.plan.does_nothing, again.plan

    @rule()
    def rebuild(self) -> None:
        recounting.rebuild(self.enrolments(), self.at().now)

    def teardown(self) -> None:
        self.earlier_days_say_what_they_said()

    def earlier_days_say_what_they_said(self) -> None:
        for day, file in getattr(self, "files", {}).items():
            assert self.file_of(day) == file, day

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

    @invariant()
    def progress_is_what_follows(self) -> None:
        if hasattr(self, "now"):
            today = DeedMoment(self.now).today
            assert recounting.verify(self.enrolments(), today) == []

    @invariant()
    def the_learner_reads_what_the_report_says(self) -> None:
        if not hasattr(self, "now"):
            return
        for reach in self.reaches:
            for row in self.rows(reach, DeedMoment(self.now).today):
                self.agrees(row)

    def agrees(self, row: ReportedPerson) -> None:
        today = DeedMoment(self.now).today
        person = self.session.query(Person).filter_by(ref=row.ref).one()
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

    def rows(self, reach: Any, day: date) -> list[ReportedPerson]:
        moment = AsOf(COURSE, day, DeedMoment(self.now).today)
        return list(people_list.people_rows(reach, moment, PeopleFilter()))

    def file_of(self, day: date) -> bytes:
        """All that the reports of both schools say of a day."""
        moment = AsOf(COURSE, day, DeedMoment(self.now).today)
        told: list[Any] = [
            (
                self.rows(reach, day),
                reporting.school_totals(reach, moment),
                sorted(reporting.module_totals(reach, moment).items()),
                list(people_list.people_rows(reach, moment, GONE)),
            )
            for reach in self.reaches
        ]
        told += [self.evidence(one.id, day) for one in self.schools]
        called = {one.id: one.name for one in self.session.query(School)}
        if moment.is_past:
            called |= school_names_on([one.id for one in self.schools], day)
        told.extend(called[one.id] for one in self.schools)
        return repr(told).encode()

    def evidence(self, school: int, day: date) -> tuple[Any, ...]:
        """What a bundle about a school says of a day, beside the list."""
        codes, answers = bundle.codes_until(school, day), bundle.signed_until(school, day)
        return bundle.release_on(COURSE, day), codes, sorted(answers.items())

    def completed(self, table: Any, *names: str) -> list[tuple[Any, ...]]:
        query = self.session.query(table).filter(table.enrolment_id.in_(self.enrolments()))
        values = ("enrolment_id", *names, "completed_at")
        rows = query.filter(table.completed_at.is_not(None))
        return [tuple(getattr(row, name) for name in values) for row in rows]

    def enrolments(self) -> list[int]:
        mine = [person.id for person in self.people]
        rows = self.session.query(Enrolment.id).filter(Enrolment.person_id.in_(mine))
        return [one for (one,) in rows.order_by(Enrolment.id)]


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
        derandomize="DEELWIJS_DEEDS" not in os.environ,
    )
    run_state_machine_as_test(_weeks(session), settings=chosen)
    session.rollback()


def test_a_moment_is_in_the_time_of_amsterdam() -> None:
    late = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    assert DeedMoment(late).today == date(2026, 3, 3)
