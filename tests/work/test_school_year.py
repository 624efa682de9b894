"""A school year goes by, with holidays, both changes of the clock, leavers and joiners, mails of a
week and by hand, a mail server that refuses, delays and drops, and workers that are killed: what
people get is what the ledger says, none twice, and never two in a week.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from course import clock
from course.config import Config
from course.domain.duties import reminders as rule
from course.domain.people.roles import Role
from course.letters import smtp
from course.models import Duty, DutyRelief, Mail, MailStop, Reminder
from course.store import dated, transaction
from course.store.dated import DeedMoment
from course.store.duties import calendars, giving, reminding
from course.store.duties.giving import NewAssignment
from course.store.messages import outbox, reminders
from course.store.people import deeds
from course.store.people.deeds import Workplace
from course.web.train import telling
from course.work import loop, registry
from course.work.loop import Worker
from tests.faults.live import free_port
from tests.staff import COURSE, World

BEGIN, END = date(2026, 8, 24), date(2027, 7, 9)
MORNING, AFTERNOON = time(10, 5), time(16, 30)
LATE = time(18)  # too late for what should have gone at four
ROUNDS = {0: (MORNING, LATE), 2: (MORNING, AFTERNOON), 4: (AFTERNOON,)}  # by day of the week
EVERY_DAY_UNTIL = date(2027, 1, 15)  # after it nothing is given: Mondays stand for all
GONE = "weg@voorbeeld.example"  # no such mailbox
CANARY = "Kanarievogel"  # somebody late of another school
LATE_FROM = date(2026, 12, 5)
KILLS = 0.06  # of all commits
DATED = (dated, giving)


class KilledError(BaseException):
    """This worker is gone, in the middle of what it did."""


@dataclass
class Post:
    """A mail server with a temper."""

    chance: random.Random
    received: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    dropped: int = 0  # taken, and then the connection was gone before it said so
    delayed: int = 0
    canaries: int = 0  # mails that name who is late elsewhere

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address == GONE:
            return "550 5.1.1 no such mailbox"
        if self.chance.random() < 0.2:
            self.delayed += 1
            return "451 4.7.1 later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        from email import message_from_bytes

        message = message_from_bytes(envelope.content)
        row = (message["Message-ID"], envelope.rcpt_tos[0], message["Subject"], clock.now())
        self.received.append(row)
        named = CANARY.encode() in envelope.content
        self.canaries += named and envelope.rcpt_tos != [f"{CANARY}@voorbeeld.example"]
        if self.chance.random() < 0.1:
            self.dropped += 1
            server.transport.close()
        return "250 kept"


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    handler = Post(random.Random(12))
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield handler, controller.port
    controller.stop()


@dataclass
class Year:
    """The time, and the two workers."""

    app: Flask
    config: Config
    patch: pytest.MonkeyPatch
    chance: random.Random
    killed: int = 0
    killed_after: int = 0  # of those: after a commit, or after a mail was handed over
    at: datetime = field(default_factory=clock.now)

    def __post_init__(self) -> None:
        self.patch.setattr(clock, "now", lambda: self.at)
        self.commit = transaction.commit
        self.workers = [self.worker(), self.worker()]

    def worker(self) -> Worker:
        made = Worker(self.app)
        made.config = self.config
        return made

    def go_to(self, day: date, moment: time) -> None:
        self.at = datetime.combine(day, moment, clock.AMSTERDAM).astimezone(clock.UTC)

    def round(self) -> None:
        """Both workers, until neither has anything to do; one that is killed is replaced, and its
        leases run out.
        """
        quiet = 0
        while quiet < 2:
            number = self.chance.randrange(2)
            worker = self.workers[number]
            try:
                self.patch.setattr(transaction, "commit", self._commit)
                did = worker.turn(worker.work) | worker.turn(worker.hand_over)
                quiet = 0 if did else quiet + 1
            except KilledError:
                self.killed += 1
                self.workers[number] = self.worker()
                self.at += timedelta(minutes=3)
                quiet = 0
            finally:
                self.patch.setattr(transaction, "commit", self.commit)

    def _commit(self) -> None:
        if self.chance.random() < KILLS:
            transaction.rollback()
            raise KilledError
        self.commit()
        if self.chance.random() < KILLS:
            self.killed_after += 1
            raise KilledError


def moment(year: Year) -> DeedMoment:
    return DeedMoment(year.at)


def assign(world: World, trainer: Any, school: Any, due: date, year: Year) -> None:
    draft = NewAssignment(COURSE, school.id, None, None, due, f"jaar-{due}-1234567890")
    assert giving.assign(trainer, draft, year.at, clock.day_of(year.at)) is not None
    world.session.commit()


@pytest.mark.either
@pytest.mark.parametrize("seed", [1])
def test_a_school_year(  # noqa: PLR0915 - a year is long
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch, post: tuple[Post, int], seed: int
) -> None:
    server, port = post
    config = replace(
        app.config["DEELWIJS"],
        smtp_url=f"smtp://127.0.0.1:{port}",
        mail_from="Deelwijs <post@stichting.example>",
    )
    monkeypatch.setattr(loop, "REST", 0.0)
    monkeypatch.setattr(
        registry,
        "daily",
        lambda: [one for one in DAILY if one.kind == "reminders" and one.at.hour in (8, 16)],
    )
    year = Year(app, config, monkeypatch, random.Random(seed))
    year.go_to(BEGIN, time(7))
    world = World(session, BEGIN)
    school = world.school("regenboog")
    trainer, leader = world.actor(Role.TRAINER, school), world.actor(Role.MANAGER, school)
    away = world.school("elders", world.other_board())
    world.works(world.person(CANARY, f"{CANARY}@voorbeeld.example"), away)
    assign(world, world.actor(Role.TRAINER, away), away, date(2026, 9, 4), year)
    staff = world.staff(school, 6)
    lost = world.person("Weg", GONE)
    world.works(lost, school)
    done, paused, stopped, leaver, _, stuck = staff
    world.progress(stuck, 2, BEGIN)
    joiner = world.person("Nieuw")
    numbers = [one.id for one in (*staff, lost, joiner)]
    nudged = [one.id for one in (done, paused, stopped, leaver, stuck, lost)]
    done_id, paused_id, leaver_id, joiner_id = (
        done.id,
        paused.id,
        leaver.id,
        joiner.id,
    )
    session.add(MailStop(person_id=stopped.id, since=year.at))
    stopped_id, lost_id, school_id = stopped.id, lost.id, school.id
    session.commit()
    calendar = calendars.of_school(school_id)
    session.rollback()
    left_on, done_on, paused_on = date(2026, 11, 16), date(2026, 11, 23), date(2026, 10, 1)
    events = {
        date(2026, 8, 31): lambda: assign(world, trainer, school, date(2026, 12, 4), year),
        paused_on: lambda: pause(world, paused_id, trainer.id, date(2027, 7, 31), year),
        date(2026, 10, 12): lambda: deeds.join(
            school_id, [Workplace(joiner_id, None, None)], moment(year)
        ),
        left_on: lambda: deeds.leave(school_id, [leaver_id], moment(year)),
        done_on: lambda: world.progress(done, 5, date(2026, 9, 1), done_on),
        date(2026, 10, 5): lambda: nudge(year, nudged, trainer.id),
        date(2026, 10, 8): lambda: nudge(year, nudged, trainer.id),
        date(2026, 12, 1): lambda: nudge(year, nudged, trainer.id),
        date(2027, 1, 11): lambda: assign(world, trainer, school, date(2027, 6, 1), year),
    }
    day = BEGIN
    while day <= END:
        if day in events:
            year.go_to(day, time(9))
            events[day]()
            transaction.commit()
        for at in rounds_of(day):
            year.go_to(day, at)
            year.round()
        day += timedelta(days=1)
    year.go_to(END + timedelta(days=2), time(12))
    year.round()

    ledger = session.query(Reminder).order_by(Reminder.id).all()
    sent = [row for row in ledger if row.outcome == reminders.SENT]
    mails = {mail.key: mail for mail in session.query(Mail).all()}
    # the ledger and the outbox say the same
    assert sorted(row.mail_key for row in sent) == sorted(mails)
    handed = {
        key: smtp.message_of(letter(mail), config)["Message-ID"] for key, mail in mails.items()
    }
    arrived = Counter(row[0] for row in server.received)
    assert set(arrived.values()) == {1}, "nothing came twice"
    assert set(arrived) <= set(handed.values())
    unknown = 0
    for row in sent:
        mail = mails[row.mail_key]
        unknown += mail.error == outbox.UNKNOWN  # a connection that broke, or a worker that died
        came = arrived[handed[row.mail_key]]
        assert came in came_of(mail, reached=row.person_id != lost_id)
    assert 0 < unknown <= server.dropped + year.killed
    assert server.canaries == 0
    assert year.killed > 10
    assert server.delayed > 3
    # never two in a week, never on a day off, never outside the hours of a school
    by_person = defaultdict(list)
    for row in sent:
        by_person[row.person_id].append(row.day)
        local = row.at.astimezone(clock.AMSTERDAM)
        assert not calendar.is_quiet(row.day)
        assert 8 <= local.hour <= 16
    for days in by_person.values():
        assert all(after - before >= timedelta(days=7) for before, after in pairwise(sorted(days)))
    # no step is said twice, and who just works there hears each of them
    for number in numbers:
        steps = Counter(step for row in sent if row.person_id == number for step in row.steps)
        assert all(count == 1 for count in steps.values())
    ordinary = staff[4].id
    said = [
        step.partition(":")[2] for row in sent if row.person_id == ordinary for step in row.steps
    ]
    assert said == ["given", *(f"2026-12-04:{rung}" for rung in ("-14", "-3", "+0", "+7"))]
    assert stopped_id not in by_person
    assert max(by_person[leaver_id], default=BEGIN) < left_on
    assert max(by_person[done_id]) < done_on
    assert max(by_person[paused_id]) < paused_on
    assert by_person[joiner_id]
    assert len(by_person[lost_id]) == 1
    silences = {row.outcome for row in ledger} - {reminders.SENT}
    assert {"stopped", "unreached", "day-off", "done", "paused", "left", "this-week"} <= silences
    # who trains reads all year who is stuck, who leads from the day on which somebody is late
    for reader, begin, count in ((trainer.id, date(2026, 9, 14), 25), (leader.id, LATE_FROM, 15)):
        assert min(by_person[reader]) >= begin
        assert len(by_person[reader]) > count
    by_hand = [row.person_id for row in sent if row.sent_by]
    assert by_hand
    assert not {paused_id, stopped_id, lost_id} & set(by_hand)


def came_of(mail: Mail, *, reached: bool) -> tuple[int, ...]:
    """How often a mail may have arrived."""
    if mail.error == outbox.UNKNOWN:
        return (0, 1)
    if mail.error == outbox.DROPPED_AS or not reached:
        assert mail.sent_at is None
        return (0,)
    assert mail.sent_at is not None
    return (1,)


def rounds_of(day: date) -> tuple[time, ...]:
    """When somebody looks on a day; a worker that slept over a round is part of the year."""
    if day.weekday() >= 5:  # the first weekend of a month stands for all
        return (MORNING,) if day.day <= 7 else ()
    if day.weekday() and day > EVERY_DAY_UNTIL:
        return ()
    return ROUNDS.get(day.weekday(), ())


DAILY = list(registry.daily())


def letter(mail: Mail) -> Any:
    names = (
        "id",
        "key",
        "recipient",
        "subject",
        "body",
        "html",
        "stop_url",
        "created_at",
        "attempts",
    )
    return outbox.Letter(**{name: getattr(mail, name) for name in names})


def pause(world: World, person_id: int, by: int, until: date, year: Year) -> None:
    duty = world.session.query(Duty).filter_by(person_id=person_id).one()
    row = {"duty_id": duty.id, "kind": "paused", "category": None, "until": until, "made_by": by}
    world.session.add(DutyRelief(**row, starts_on=clock.day_of(year.at), recorded_at=year.at))


def nudge(year: Year, people: list[int], by: int) -> None:
    """Ask for a mail to all of them."""
    today, titles = clock.day_of(year.at), telling.titles_now()
    for person in reminding.facts(people, today):
        found = rule.by_hand(person.duties, person.addressee, person.told, today)
        made = telling.prepare(person, found, year.config, titles)
        telling.tell(person, found, made, year.config, by)
