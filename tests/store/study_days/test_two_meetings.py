"""Two trainings of the same people on one day, and two study days: what is asked of one says nothing
of the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Role
from course.domain.study_days import Phase, SeatState, VoteRound
from course.models import Meeting, Person, School, StudyDay
from course.store.study_days import attended, attending, leading, meetings, presence, voting
from course.store.study_days.meetings import MeetingFor, MeetingPlan, MeetingRow
from course.store.study_days.rows import StudyDayRow, Subject
from course.store.submissions import OtherContentsError
from tests.staff import World

TODAY = date(2026, 11, 5)
NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
PLAN = MeetingPlan("Ochtend", TODAY, "09.00", "10.00", "Lokaal 1", capacity=1)
LATER = replace(PLAN, title="Middag", begins="13.00", ends="14.00")


@dataclass
class Hall:
    """A school with two trainings on one day, and three people who work there."""

    world: World
    school: School
    trainer: Actor
    people: list[Person]
    morning: MeetingRow
    noon: MeetingRow

    def now(self, meeting: MeetingRow) -> MeetingRow:
        return meetings.by_ref(meeting.ref)

    def say(self, meeting: MeetingRow, *words: bool | None) -> None:
        """What each of the people says to this training."""
        for person, comes in zip(self.people, words, strict=True):
            if comes is not None:
                attending.reply(meeting, person.id, NOW, comes=comes)

    def seats(self, person: Person) -> list[tuple[SeatState, int, bool]]:
        found = attending.own_seats([self.morning, self.noon], person.id)
        both = (found[self.morning.id], found[self.noon.id])
        return [(one.state, one.ahead, one.present) for one in both]


def opened(session: Any) -> Hall:
    """Both trainings are planned; nobody answered."""
    world = World(session, TODAY)
    school = world.school("regenboog")
    trainer = world.actor(Role.TRAINER, school)
    planned = [plan(trainer, school, one) for one in (PLAN, LATER)]
    people = [world.person(name) for name in ("Ada Bos", "Bob Cats", "Cas Dam")]
    for person in people:
        world.works(person, school)
    return Hall(world, school, trainer, people, *planned)


@pytest.fixture
def hall(session: Any) -> Hall:
    return opened(session)


def plan(trainer: Actor, school: School, planned: MeetingPlan) -> MeetingRow:
    whose = MeetingFor(school.id, None)
    ref = meetings.plan(trainer, whose, planned, f"plan-{planned.title}", NOW)
    assert ref is not None
    return meetings.by_ref(ref)


def test_a_seat_at_one_is_no_seat_at_the_other(hall: Hall) -> None:
    ada, bob, cas = hall.people
    hall.say(hall.morning, True, True, False)
    hall.say(hall.noon, False, True, None)
    yes, waits = SeatState.SEAT, SeatState.WAITING
    assert hall.seats(ada) == [(yes, 0, False), (SeatState.AWAY, 0, False)]
    assert hall.seats(bob) == [(waits, 0, False), (yes, 0, False)]
    assert [one[0] for one in hall.seats(cas)] == [SeatState.AWAY, SeatState.NONE]
    assert attending.seated(hall.morning) == [ada.id]
    assert attending.seated(hall.noon) == [bob.id]
    assert [hall.now(one).coming for one in (hall.morning, hall.noon)] == [2, 1]
    hall.say(hall.morning, False, None, True)
    assert attending.seated(hall.morning) == [bob.id], "the next one has the seat"
    assert hall.seats(cas)[0] == (waits, 0, False)
    assert [hall.now(one).coming for one in (hall.morning, hall.noon)] == [2, 1]


def test_the_same_word_again_keeps_the_place_in_the_row(hall: Hall) -> None:
    ada, bob, _ = hall.people
    hall.say(hall.morning, True, True, None)
    assert not attending.reply(hall.morning, ada.id, NOW, comes=True)
    assert attending.seated(hall.morning) == [ada.id]
    assert attending.reply(hall.noon, ada.id, NOW, comes=True), "there nothing was said yet"
    assert attending.reply(hall.morning, ada.id, NOW, comes=False)
    assert attending.reply(hall.morning, ada.id, NOW, comes=True)
    assert attending.seated(hall.morning) == [bob.id], "who went away comes last"


def test_the_list_of_one_has_who_answered_or_was_there(hall: Hall) -> None:
    ada, bob, cas = hall.people
    hall.say(hall.noon, True, True, True)
    attending.note_presence(hall.noon, [ada.id, bob.id, cas.id], NOW, TODAY, hall.trainer.id)
    hall.say(hall.morning, False, True, None)
    assert attending.note_presence(hall.morning, [bob.id], NOW, TODAY) == 1
    assert attending.note_presence(hall.morning, [bob.id], NOW, TODAY) == 0

    found = attending.coming_people(hall.morning, TODAY)
    assert [(one.name, one.comes, one.before, one.present) for one in found] == [
        ("Bob Cats", True, 0, True),
        ("Ada Bos", False, 0, False),
    ]
    part = attending.part_of_people(hall.morning, TODAY, limit=1, offset=1)
    assert ([one.name for one in part.rows], part.total) == (["Ada Bos"], 2)
    others = attending.others_there(hall.morning, "", TODAY)
    assert [one.name for one in others] == ["Cas Dam"]
    assert [hall.now(one).present for one in (hall.morning, hall.noon)] == [1, 3]
    assert [one[2] for one in hall.seats(ada)] == [False, True]

    mine = attended.of_person(bob.id)
    assert [(one.title, one.by_trainer) for one in mine] == [("Middag", True), ("Ochtend", False)]
    assert [one.title for one in attended.of_person(ada.id)] == ["Middag"]


def test_people_are_found_where_they_work_or_answered(hall: Hall) -> None:
    ada, bob, _ = hall.people
    there = hall.world.school("kompas")
    stranger, gone = hall.world.person("Eva Fris"), hall.world.person("Gijs Hol")
    hall.world.works(stranger, there)
    hall.world.works(gone, hall.school, ends_on=TODAY - timedelta(days=1))
    refs = [one.ref for one in (ada, bob, stranger, gone)]
    assert attending.ids_of(hall.morning, refs, TODAY) == [ada.id, bob.id]
    attending.reply(hall.morning, gone.id, NOW, comes=True)
    attending.reply(hall.noon, stranger.id, NOW, comes=True)
    assert attending.ids_of(hall.morning, refs, TODAY) == [ada.id, bob.id, gone.id]
    assert meetings.may_come(ada.id, hall.morning, TODAY)
    assert not meetings.may_come(stranger.id, hall.morning, TODAY)
    assert not meetings.may_come(gone.id, hall.morning, TODAY)
    assert meetings.one_for(gone.id, hall.morning.ref, TODAY) is not None, "they answered"
    assert meetings.one_for(gone.id, hall.noon.ref, TODAY) is None
    assert meetings.one_for(stranger.id, hall.morning.ref, TODAY) is None


def test_what_comes_and_what_was_stand_in_the_order_of_the_clock(hall: Hall) -> None:
    past = plan(
        hall.trainer, hall.school, replace(PLAN, title="Gisteren", day=TODAY.replace(day=4))
    )
    first = plan(hall.trainer, hall.school, replace(PLAN, title="Eerder", day=TODAY.replace(day=3)))
    other = hall.world.actor(Role.TRAINER, hall.world.school("kompas"))

    def listed(actor: Actor, *, is_past: bool) -> list[str]:
        found = meetings.planned_by_scope(actor, TODAY, past=is_past, limit=9)
        assert found.total == len(found.rows)
        return [one.title for one in found.rows]

    assert listed(hall.trainer, is_past=False) == ["Ochtend", "Middag"]
    assert listed(hall.trainer, is_past=True) == ["Gisteren", "Eerder"]
    assert listed(other, is_past=False) == listed(other, is_past=True) == []
    part = meetings.planned_by_scope(hall.trainer, TODAY, past=False, limit=1, offset=1)
    assert ([one.title for one in part.rows], part.total) == (["Middag"], 2)
    ada = hall.people[0]
    ahead = meetings.open_to(ada.id, TODAY, limit=9)
    assert ([one.title for one in ahead.rows], ahead.total) == (["Ochtend", "Middag"], 2)
    ahead = meetings.open_to(ada.id, TODAY, limit=1, offset=1)
    assert ([one.title for one in ahead.rows], ahead.total) == (["Middag"], 2)
    assert meetings.open_to(hall.trainer.id, TODAY, limit=9).total == 0, "who works nowhere"
    assert meetings.led(hall.trainer, past.ref) is not None
    assert meetings.led(other, first.ref) is None


def test_planning_again_is_once_and_changing_ends_with_the_first_who_was_there(hall: Hall) -> None:
    whose = MeetingFor(hall.school.id, None)
    again = meetings.plan(hall.trainer, whose, PLAN, "plan-Ochtend", NOW)
    assert again == hall.morning.ref
    with pytest.raises(OtherContentsError):
        meetings.plan(hall.trainer, whose, LATER, "plan-Ochtend", NOW)
    somebody = hall.world.actor(Role.TRAINER, hall.school)
    assert meetings.plan(somebody, whose, PLAN, "plan-Ochtend", NOW) is None
    attending.note_presence(hall.noon, [hall.people[0].id], NOW, TODAY)
    assert meetings.change(hall.morning, replace(PLAN, place="Lokaal 2"))
    assert not meetings.change(hall.noon, replace(LATER, place="Lokaal 2"))
    assert not meetings.cancel(hall.noon, NOW)
    assert meetings.cancel(hall.morning, NOW)
    assert not meetings.cancel(hall.morning, NOW + timedelta(hours=1))
    hall.world.session.expire_all()
    rows = hall.world.session.query(Meeting.title, Meeting.place, Meeting.cancelled_at)
    assert sorted(rows, key=lambda row: row.title) == [
        ("Middag", "Lokaal 1", None),
        ("Ochtend", "Lokaal 2", NOW),
    ]


def test_a_board_trains_whoever_works_at_its_schools(hall: Hall) -> None:
    world = hall.world
    board_trainer = world.actor(Role.TRAINER, board=world.board)
    ref = meetings.plan(board_trainer, MeetingFor(None, world.board.id), PLAN, "bestuur", NOW)
    assert ref is not None
    meeting = meetings.by_ref(ref)
    assert (meeting.whose, meeting.board_id) == (world.board.name, world.board.id)
    ada = hall.people[0]
    elsewhere = world.person("Iris Jol")
    world.works(elsewhere, world.school("ver", world.other_board()))
    assert meetings.may_come(ada.id, meeting, TODAY)
    assert not meetings.may_come(elsewhere.id, meeting, TODAY)
    assert meetings.plan(hall.trainer, MeetingFor(None, world.board.id), PLAN, "x", NOW) is None
    assert meetings.led(board_trainer, ref) is not None
    assert meetings.led(board_trainer, hall.morning.ref) is not None, "of a school of theirs"
    assert meetings.led(hall.trainer, ref) is None, "one school is not the whole board"
    assert [one.school for one in attending.others_there(meeting, "Ada", TODAY)] == [
        hall.school.name
    ]


@pytest.fixture
def asked(hall: Hall) -> tuple[StudyDayRow, StudyDayRow]:
    """Two study days of one school: today's, and one that nobody closed yesterday."""
    yesterday = NOW - timedelta(days=1)
    subject = Subject(hall.world.release, "delen", "les-1", "p1")
    refs = [
        leading.open_day(
            hall.trainer, hall.school.id, subject, "gisteren", yesterday, TODAY.replace(day=4)
        ),
        leading.open_day(hall.trainer, hall.school.id, subject, "vandaag", NOW, TODAY),
    ]
    first, second = (leading.led(hall.trainer, ref or "", TODAY) for ref in refs)
    assert first is not None
    assert second is not None
    return first, second


def test_opening_today_closes_yesterday_and_nothing_else(
    hall: Hall, asked: tuple[StudyDayRow, StudyDayRow]
) -> None:
    before, today = asked
    rows = hall.world.session.query(StudyDay.ref, StudyDay.phase, StudyDay.closed_at)
    assert {row.ref: (row.phase, row.closed_at) for row in rows} == {
        before.ref: ("closed", NOW),
        today.ref: ("join", None),
    }
    assert leading.close_past(NOW, TODAY) == 0
    recent = leading.recent(hall.trainer, TODAY, limit=9)
    assert ([one.ref for one in recent.rows], recent.total) == ([today.ref, before.ref], 2)
    recent = leading.recent(hall.trainer, TODAY, limit=1, offset=1)
    assert ([one.ref for one in recent.rows], recent.total) == ([before.ref], 2)
    other = hall.world.actor(Role.TRAINER, hall.world.school("kompas"))
    assert leading.recent(other, TODAY, limit=9).total == 0
    assert leading.led(other, today.ref, TODAY) is None


def test_who_is_there_and_what_they_vote_is_of_one_study_day(
    hall: Hall, asked: tuple[StudyDayRow, StudyDayRow]
) -> None:
    before, today = asked
    ada, bob, _ = hall.people
    for person, day in ((ada, today), (ada, before), (bob, before)):
        presence.enter(person.id, day)
    presence.enter(ada.id, today)
    found = leading.led(hall.trainer, today.ref, TODAY)
    assert found is not None
    assert (found.present, found.signed_off) == (1, 0)
    assert presence.attended(bob.id, today.ref, TODAY) is None
    assert presence.attended(ada.id, today.ref, TODAY) is not None
    assert [one.ref for one in presence.own_days(ada.id, TODAY, 9)] == [today.ref, before.ref]
    assert [one.ref for one in presence.own_days(ada.id, TODAY, 1)] == [today.ref]
    assert [one.ref for one in presence.asked_with(ada.id, today, TODAY)] == [today.ref]

    assert not voting.vote(today.id, ada.id, VoteRound.BEFORE, "a", TODAY), "it did not begin"
    assert leading.move(today, Phase.FIRST, NOW)
    assert not leading.move(today, Phase.FIRST, NOW), "a double click moves it once"
    assert voting.vote(today.id, ada.id, VoteRound.BEFORE, "a", TODAY)
    assert voting.vote(today.id, ada.id, VoteRound.BEFORE, "b", TODAY)
    assert not voting.vote(today.id, ada.id, VoteRound.AFTER, "a", TODAY)
    assert not voting.vote(today.id, ada.id, VoteRound.BEFORE, "a", TODAY + timedelta(days=1))
    assert voting.votes(today.id) == {VoteRound.BEFORE: {"b": 1}, VoteRound.AFTER: {}}
    assert voting.votes(before.id) == {VoteRound.BEFORE: {}, VoteRound.AFTER: {}}
    assert voting.own_vote(today.id, ada.id, VoteRound.BEFORE) == "b"
    assert voting.own_vote(today.id, bob.id, VoteRound.BEFORE) is None
    assert voting.own_vote(today.id, ada.id, VoteRound.AFTER) is None


def test_a_code_is_found_where_somebody_works_that_day(
    hall: Hall, asked: tuple[StudyDayRow, StudyDayRow]
) -> None:
    before, today = asked
    ada = hall.people[0]
    stranger = hall.world.person()
    hall.world.works(stranger, hall.world.school("kompas"))
    found = presence.find_by_code(ada.id, today.code, TODAY)
    assert found is not None
    assert found.ref == today.ref
    assert presence.find_by_code(stranger.id, today.code, TODAY) is None
    assert presence.find_by_code(ada.id, before.code, TODAY) is None, "its day is over"
    assert presence.find_by_code(ada.id, today.code, TODAY + timedelta(days=1)) is None


def test_opening_again_is_once_and_asks_the_same(
    hall: Hall, asked: tuple[StudyDayRow, StudyDayRow]
) -> None:
    today = asked[1]
    school, subject = hall.school.id, today.subject
    again = leading.open_day(hall.trainer, school, subject, "vandaag", NOW, TODAY)
    assert again == today.ref
    other = replace(subject, item="p2")
    with pytest.raises(OtherContentsError):
        leading.open_day(hall.trainer, school, other, "vandaag", NOW, TODAY)
    somebody = hall.world.actor(Role.TRAINER, hall.school)
    assert leading.open_day(somebody, school, subject, "vandaag", NOW, TODAY) is None
    elsewhere = hall.world.school("kompas")
    assert leading.open_day(hall.trainer, elsewhere.id, subject, "ergens", NOW, TODAY) is None
