"""Lists that come again, questions, files and calendar addresses: of two people who have the same,
each has their own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.messages.feeds import FeedKind
from course.domain.messages.schedules import EndedBy, Every
from course.domain.people.roles import Role
from course.models import FileSchedule, Job, Unreached
from course.models.base import new_token
from course.store.messages import feeds, made, questions, schedules
from course.store.messages.questions import NewQuestion, QuestionKind
from course.store.messages.reminders import SENT
from course.store.messages.schedules import KEYS
from tests import builders
from tests.staff import World

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIST, OTHER = {"cursus": "a", "school": "regenboog"}, {"cursus": "b", "school": "regenboog"}


@pytest.fixture
def pair(session: Any) -> tuple[int, int]:
    """Two people."""
    return builders.person(session).id, builders.person(session).id


def ask(person: int, token: str, asked: dict[str, str] = LIST, every: Every = Every.WEEK) -> str:
    ref = schedules.ask(person, every, asked, token, NOW)
    assert ref is not None
    return ref


def job(owner: int, kind: str, ended: datetime | None, **given: Any) -> Job:
    """Work for somebody, that waits or is over."""
    times = {"queued_at": NOW, "run_at": NOW, "ended_at": ended}
    row = {"kind": kind, "owner_id": owner, "arguments": {}, "place": {"regels": 3}}
    outcome = "done" if ended else None
    return Job(ref=new_token(), outcome=outcome, attempts=0, done=0, **row, **times, **given)


def test_a_list_that_comes_again_is_of_one_person(pair: tuple[int, int]) -> None:
    ada, bob = pair
    mine, theirs = ask(ada, "van-ada"), ask(bob, "van-bob")
    assert schedules.ask(ada, Every.MONTH, OTHER, "van-ada", NOW) is None, "the same form"
    assert schedules.has(ada, Every.WEEK, LIST)
    assert not schedules.has(ada, Every.MONTH, LIST)
    assert not schedules.has(ada, Every.WEEK, OTHER)
    assert not schedules.end(theirs, EndedBy.SCREEN, NOW, person_id=ada)
    assert not schedules.end("is-er-niet", EndedBy.MAIL, NOW)
    assert schedules.end(mine, EndedBy.SCREEN, NOW, person_id=ada)
    assert schedules.end(mine, EndedBy.MAIL, NOW + DAY), "twice is once"
    assert (schedules.is_open(mine), schedules.is_open(theirs)) == (False, True)
    assert schedules.is_open("is-er-niet") is None
    assert (schedules.one(mine), schedules.has(ada, Every.WEEK, LIST)) == (None, False)
    found = schedules.one(theirs)
    assert found is not None
    assert (found.person_id, found.every, found.asked) == (bob, Every.WEEK, LIST)
    (ended,) = schedules.of_person(ada, NOW - HOUR)
    assert (ended.ref, ended.ended_at, ended.ended_by) == (mine, NOW, EndedBy.SCREEN)
    assert schedules.of_person(ada, NOW) == [], "ended too long ago"
    assert [one.ref for one in schedules.of_person(bob, NOW)] == [theirs]


def test_the_ledger_of_a_list_is_its_own(pair: tuple[int, int]) -> None:
    ada, bob = pair
    refs = [ask(ada, "een"), ask(ada, "twee", OTHER), ask(bob, "drie")]
    first, second, third = (one.id for one in map(schedules.one, refs) if one)
    week = timedelta(days=7)
    key = schedules.write(first, TODAY, SENT, NOW)
    assert key is not None
    assert schedules.write(first, TODAY, SENT, NOW) is None, "this Monday has a line"
    assert schedules.write(first, TODAY + week, schedules.FAILED, NOW) is not None
    assert schedules.write(third, TODAY + 2 * week, SENT, NOW) is not None
    newest, oldest = schedules.of_person(ada, NOW)
    assert (newest.ref, newest.told_on, newest.last_day) == (refs[1], None, None)
    assert (oldest.told_on, oldest.last_day) == (TODAY, TODAY + week)
    assert (oldest.last_outcome, newest.last_outcome) == (schedules.FAILED, None)
    listed = schedules.open_after(first - 1, 9)
    assert [one.id for one in listed] == [first, second, third]
    assert [one.last_day for one in listed] == [TODAY + week, None, TODAY + 2 * week]
    assert [one.id for one in schedules.open_after(first, 1)] == [second]


def test_two_accounts_that_become_one_have_each_list_once(
    session: Any, pair: tuple[int, int]
) -> None:
    ada, bob = pair
    both, hers = ask(ada, "een"), ask(ada, "twee", OTHER)
    his = ask(bob, "drie")
    waits, over, other = (
        job(ada, "lijst", ended, key=key)
        for key, ended in ((f"{KEYS}1", None), (f"{KEYS}2", NOW), ("ander:1", None))
    )
    session.add_all([waits, over, other])
    session.flush()
    schedules.move(ada, bob, NOW)
    session.expire_all()
    kept = {row.ref: (row.person_id, row.ended_by) for row in session.query(FileSchedule)}
    assert kept == {both: (bob, EndedBy.UNITED.value), hers: (bob, None), his: (bob, None)}
    assert [one.owner_id for one in (waits, over, other)] == [bob, ada, ada]


def test_where_a_mail_goes(session: Any) -> None:
    reached, gone, blocked = (builders.person(session) for _ in range(3))
    blocked.blocked_at = NOW
    builders.add(session, Unreached(email_key=gone.email_key, since=NOW, code="550"))
    found = [schedules.addressee(one.id) for one in (reached, gone, blocked)]
    assert [one and (one.email, one.unreached) for one in found] == [
        (reached.email, False),
        (gone.email, True),
        None,
    ]


def test_a_calendar_address_is_of_one_person_and_one_kind(pair: tuple[int, int]) -> None:
    ada, bob = pair
    for person, kind in ((ada, FeedKind.OWN), (ada, FeedKind.TRAINER), (bob, FeedKind.OWN)):
        feeds.make(person, kind, NOW)
    first = feeds.feeds_of(ada)
    feeds.make(ada, FeedKind.OWN, NOW + HOUR)
    assert feeds.feeds_of(ada) == first, "who has one keeps it"
    feeds.end(ada, FeedKind.OWN, NOW)
    feeds.end(ada, FeedKind.OWN, NOW + HOUR)
    assert set(feeds.feeds_of(ada)) == {FeedKind.TRAINER}
    assert set(feeds.feeds_of(bob)) == {FeedKind.OWN}
    ended = feeds.find(first[FeedKind.OWN].ref)
    assert ended is not None
    assert (ended.person_id, ended.whose, ended.ended_at) == (ada, FeedKind.OWN, NOW)
    feeds.make(ada, FeedKind.OWN, NOW + DAY)
    assert feeds.feeds_of(ada)[FeedKind.OWN].ref != ended.ref
    assert feeds.find("is-er-niet") is None


def test_a_file_that_was_made_is_of_who_asked(session: Any, pair: tuple[int, int]) -> None:
    ada, bob = pair

    def work(owner: int, kind: str, ended: datetime | None = None) -> Job:
        return builders.add(session, job(owner, kind, ended))

    waits, _ = work(ada, "lijst"), work(ada, "lijst", NOW - DAY)
    new, other, theirs = work(ada, "lijst", NOW), work(ada, "anders"), work(bob, "lijst")
    listed = [one.ref for one in made.asked_by(ada, ["lijst"], NOW - HOUR)]
    assert listed == [new.ref, waits.ref]
    both = [one.ref for one in made.asked_by(ada, ["lijst", "anders"], NOW - DAY)]
    assert both == [other.ref, new.ref, waits.ref], "the old one ended just then"
    found = made.of(ada, other.ref)
    assert found is not None
    assert (found.kind, found.owner_id, found.place) == ("anders", ada, {"regels": 3})
    assert made.of(ada, theirs.ref) is None


def test_a_question_goes_to_who_trains_there(session: Any) -> None:
    world = World(session, TODAY)
    here, there = world.school("regenboog"), world.school("ver", world.other_board())
    noor = world.person("Noor Bos")
    trainer, other = (
        world.actor(Role.TRAINER, here, name="Tom Aa"),
        world.actor(Role.TRAINER, there),
    )
    of_board = world.actor(Role.TRAINER, board=world.board, name="Bea Ba")
    everywhere = world.actor(Role.TRAINER, name="Ans Ca")
    world.actor(Role.MANAGER, here)
    world.grant(world.person("Wim Da"), Role.TRAINER, here, ends_on=TODAY - DAY)
    blocked = world.person("Kim Ea")
    blocked.blocked_at = NOW
    world.grant(blocked, Role.TRAINER, here)
    world.grant(session.get(type(noor), trainer.id), Role.TRAINER, board=world.board)
    session.flush()
    assert questions.trainers_at(here.id, TODAY) == ["Tom Aa", "Bea Ba", "Ans Ca"]
    assert everywhere.name in questions.trainers_at(there.id, TODAY)
    assert of_board.name not in questions.trainers_at(there.id, TODAY)

    for number, (school, kind) in enumerate(
        [(here, QuestionKind.HELP), (there, QuestionKind.HELP), (here, QuestionKind.LESSON)]
    ):
        draft = NewQuestion(noor.id, school.id, kind, "", f"Vraag {number}", f"vraag-{number}")
        questions.ask(draft, NOW + number * HOUR)
        questions.ask(draft, NOW + number * HOUR)
    assert questions.asked_since(noor.id, NOW) == 3
    assert questions.asked_since(noor.id, NOW + HOUR) == 2
    assert questions.asked_since(trainer.id, NOW) == 0

    def listed(*, closed: bool = False) -> list[str]:
        found = questions.questions(trainer, closed=closed, limit=9)
        assert found.total == len(found.rows)
        return [one.text for one in found.rows]

    assert (listed(), listed(closed=True)) == (["Vraag 0", "Vraag 2"], [])
    first, last = questions.questions(trainer, closed=False, limit=9).rows
    part = questions.questions(trainer, closed=False, limit=1, offset=1)
    assert ([one.text for one in part.rows], part.total) == (["Vraag 2"], 2)
    assert not questions.close(other, first.ref, NOW)
    assert questions.close(trainer, first.ref, NOW + 5 * HOUR)
    assert (listed(), listed(closed=True)) == (["Vraag 2"], ["Vraag 0"])
    assert questions.close(trainer, last.ref, NOW + 6 * HOUR)
    assert questions.close(trainer, first.ref, NOW + 7 * HOUR), "twice is once"
    assert listed(closed=True) == ["Vraag 2", "Vraag 0"]
