"""Where people were, for them and for the school where they worked that day; what stands in their
calendar; and the questions of one study day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from course.domain.people.roles import Actor, Role
from course.domain.people.sight import Sight
from course.domain.study_days import Phase
from course.models import StudyDay, StudyPresence
from course.store.dated import DeedMoment
from course.store.people import deeds, sight, uniting
from course.store.study_days import attended, attending, coming, leading, meetings, presence
from course.store.study_days.attended import AttendedMeeting, HeldMeeting, PresentPerson
from course.store.study_days.meetings import MeetingFor
from course.store.study_days.rows import StudyDayRow, Subject
from course.store.submissions import OtherContentsError
from tests.store.study_days.test_two_meetings import NOW, PLAN, TODAY, Hall, opened, plan

DAY = timedelta(days=1)
NEIGHBOURS = "Van de buren"  # where who left each of these schools was, long ago


@pytest.fixture
def hall(session: Any) -> Hall:
    return opened(session)


def test_a_school_reads_who_worked_there_on_the_day(hall: Hall) -> None:
    ada, bob, cas = hall.people
    world, there = hall.world, hall.world.school("kompas")
    world.works(ada, there)
    team = world.team(hall.school, "Bovenbouw")
    deeds.move_team(hall.school.id, [deeds.Workplace(bob.id, team.id)], DeedMoment(NOW))
    deeds.leave(hall.school.id, [cas.id], DeedMoment(NOW))  # yesterday was their last day
    new = world.person("Dirk Els")
    world.works(new, hall.school, starts_on=TODAY + DAY)
    everybody = [ada.id, bob.id, cas.id, new.id]
    attending.note_presence(hall.morning, everybody, NOW, TODAY, hall.trainer.id)
    attending.note_presence(hall.noon, [ada.id], NOW, TODAY)
    found = attended.of_school(hall.school.id, limit=9)
    morning = HeldMeeting(hall.morning.ref, "Ochtend", TODAY, 2)
    noon = HeldMeeting(hall.noon.ref, "Middag", TODAY, 1)
    assert list(found.rows)[:2] == [noon, morning]
    assert [one.title for one in found.rows[2:]] == [NEIGHBOURS]
    part = attended.of_school(hall.school.id, limit=1, offset=1)
    assert (list(part.rows), part.total) == ([morning], found.total)
    assert [one.people for one in attended.of_school(there.id, limit=2).rows] == [1, 1]
    away = attended.of_school(world.school("ver", world.other_board()).id, limit=9)
    assert [one.title for one in away.rows] == [NEIGHBOURS]
    there_then = attended.people_at(hall.school.id, hall.morning.ref, limit=9)
    assert list(there_then.rows) == [
        PresentPerson("Ada Bos", None, True),
        PresentPerson("Bob Cats", "Bovenbouw", True),
    ]
    (one,) = attended.people_at(hall.school.id, hall.noon.ref, limit=9).rows
    assert one == PresentPerson("Ada Bos", None, False)
    part_there = attended.people_at(hall.school.id, hall.morning.ref, limit=1, offset=1)
    assert ([one.name for one in part_there.rows], part_there.total) == (["Bob Cats"], 2)
    assert [one.name for one in attended.people_at(there.id, hall.morning.ref, limit=9).rows] == [
        "Ada Bos"
    ]


def test_who_reads_dates_sees_who_was_there(hall: Hall) -> None:
    manager = hall.world.actor(Role.MANAGER, hall.school)

    def sees(actor: Actor) -> bool:
        return attended.sees_who(actor, hall.school.id, TODAY)

    for level, told in ((Sight.LESSONS, True), (Sight.DATES, True), (Sight.DONE, False)):
        sight.put(hall.school.id, level, None, DeedMoment(NOW - timedelta(days=3)))
        assert sees(manager) is told
    assert sees(hall.trainer)


def test_what_somebody_did_with_an_account_that_went_up_in_theirs_is_theirs(hall: Hall) -> None:
    ada, bob, cas = hall.people
    attending.note_presence(hall.noon, [ada.id], NOW, TODAY)
    attending.note_presence(hall.morning, [bob.id], NOW, TODAY, hall.trainer.id)
    attending.note_presence(hall.morning, [cas.id], NOW, TODAY)
    uniting.unite(bob.id, ada.id, DeedMoment(NOW))
    where = (hall.school.name, TODAY)
    name = hall.trainer.name
    assert attended.of_person(ada.id) == [
        AttendedMeeting("Middag", *where, "13.00", "14.00", name, False),
        AttendedMeeting("Ochtend", *where, "09.00", "10.00", name, True),
    ]
    assert [one.title for one in attended.of_person(cas.id)] == ["Ochtend"]


def test_a_calendar_has_what_takes_place_from_today_on(hall: Hall) -> None:
    past = plan(hall.trainer, hall.school, replace(PLAN, title="Gisteren", day=TODAY - DAY))
    off = plan(hall.trainer, hall.school, replace(PLAN, title="Vervalt", day=TODAY + DAY))
    early = plan(hall.trainer, hall.school, replace(PLAN, title="Vroeg", begins="08.00"))
    assert meetings.cancel(off, NOW)

    def titles(found: list[Any]) -> list[str]:
        return [one.title for one in found]

    ahead = ["Vroeg", "Ochtend", "Middag"]
    assert titles(coming.coming_up(hall.trainer, TODAY, 9)) == ahead
    assert titles(coming.coming_up(hall.trainer, TODAY, 2)) == ahead[:2]
    assert coming.coming_up(hall.world.actor(Role.MANAGER, hall.school), TODAY, 9) == []
    ada, bob, cas = hall.people
    for one in (past, off, early, hall.morning):
        hall.say(one, True, None, None)
    hall.say(hall.noon, False, True, True)
    assert titles(coming.seated_at(ada.id, TODAY, 9)) == ["Vroeg", "Ochtend"]
    assert titles(coming.seated_at(ada.id, TODAY, 1)) == ["Vroeg"]
    assert titles(coming.seated_at(bob.id, TODAY, 9)) == ["Middag"]
    assert coming.seated_at(cas.id, TODAY, 9) == [], "who waits has no seat"
    hall.say(hall.noon, None, False, None)
    assert titles(coming.seated_at(cas.id, TODAY, 9)) == ["Middag"]
    assert coming.seated_at(bob.id, TODAY, 9) == []
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW))
    assert coming.seated_at(ada.id, TODAY, 9) == []


def test_others_are_found_where_the_training_is_for(hall: Hall) -> None:
    world = hall.world
    beside = world.school("kompas")
    iris = world.person("Iris Jol")
    world.works(iris, beside)
    world.works(world.person("Iris Ver"), world.school("ver", world.other_board()))
    trainer = world.actor(Role.TRAINER, board=world.board)
    ref = meetings.plan(trainer, MeetingFor(None, world.board.id), PLAN, "bestuur", NOW)
    whole = meetings.by_ref(ref or "")
    found = [(one.name, one.school) for one in attending.others_there(whole, "iris", TODAY)]
    assert found == [("Iris Jol", beside.name)]
    assert attending.others_there(hall.morning, "iris", TODAY) == []
    attending.note_presence(whole, [iris.id], NOW, TODAY)
    assert attending.others_there(whole, "iris", TODAY) == []
    hall.say(whole, True, True, False)
    coming_here = [(one.name, one.before) for one in attending.coming_people(whole, TODAY)]
    assert coming_here == [("Ada Bos", 0), ("Bob Cats", 1), ("Cas Dam", 0), ("Iris Jol", 0)]


def test_who_said_otherwise_stands_in_a_list_once_with_their_own_team(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob, cas = hall.people
    teams = [hall.world.team(hall.school, name) for name in ("Bovenbouw", "Onderbouw")]
    for person, team in zip((ada, bob), teams, strict=True):
        place = deeds.Workplace(person.id, team.id)
        deeds.move_team(hall.school.id, [place], DeedMoment(NOW))
    for words in ((True, False), (False, None), (True, None)):
        hall.say(hall.morning, *words, None)
    assert [(one.name, one.team) for one in attending.coming_people(hall.morning, TODAY)] == [
        ("Ada Bos", "Bovenbouw"),
        ("Bob Cats", "Onderbouw"),
    ]
    (other,) = attending.others_there(hall.morning, "", TODAY)
    assert (other.name, other.team) == (cas.name, "")
    monkeypatch.setattr(attending, "MOST_FOUND", 1)
    assert len(attending.others_there(hall.noon, "", TODAY)) == 2, "one more, so that it is told"


def test_a_training_is_found_by_who_trains_may_come_or_was_there(hall: Hall) -> None:
    world, (ada, bob, _) = hall.world, hall.people
    board = world.actor(Role.TRAINER, board=world.board)
    ref = meetings.plan(board, MeetingFor(None, world.board.id), PLAN, "bestuur", NOW) or ""
    away = MeetingFor(None, world.other_board().id)
    everywhere = world.actor(Role.TRAINER)
    elsewhere = meetings.plan(everywhere, away, PLAN, "ander bestuur", NOW) or ""
    assert meetings.led(everywhere, ref) is not None
    assert meetings.led(everywhere, hall.morning.ref) is not None
    assert meetings.led(board, elsewhere) is None
    beside = MeetingFor(world.school("kompas").id, None)
    assert meetings.plan(hall.trainer, beside, PLAN, "ernaast", NOW) is None
    assert meetings.led(world.actor(Role.MANAGER, board=world.board), ref) is None
    whole = meetings.by_ref(ref)
    stranger, guest = world.person(), world.person()
    attending.note_presence(whole, [bob.id, guest.id], NOW, TODAY)
    seen = [meetings.one_for(one.id, ref, TODAY) for one in (ada, guest, stranger)]
    assert [one is not None for one in seen] == [True, True, False]
    days = [
        plan(hall.trainer, hall.school, replace(PLAN, title=title, day=TODAY - DAY))
        for title in ("Een", "Twee")
    ]
    past = meetings.planned_by_scope(hall.trainer, TODAY, past=True, limit=9)
    assert [one.ref for one in past.rows] == [days[1].ref, days[0].ref]


# The questions of one study day

SUBJECT = Subject("", "delen", "les-1", "p1")


def open_day(hall: Hall) -> StudyDayRow:
    subject = replace(SUBJECT, release=hall.world.release)
    ref = leading.open_day(hall.trainer, hall.school.id, subject, "vandaag", NOW, TODAY)
    return found(hall, ref)


def found(hall: Hall, ref: str | None) -> StudyDayRow:
    row = leading.led(hall.trainer, ref or "", TODAY)
    assert row is not None
    return row


def to_result(hall: Hall, day: StudyDayRow) -> StudyDayRow:
    """It went through all its phases, up to its outcome."""
    phases = list(Phase)
    for asked in phases[1 : phases.index(Phase.RESULT) + 1]:
        assert leading.move(found(hall, day.ref), asked, NOW)
    return found(hall, day.ref)


def test_a_next_question_goes_on_under_the_same_code_with_who_was_there(hall: Hall) -> None:
    ada, bob, _ = hall.people
    first = open_day(hall)
    presence.enter(ada.id, first)
    presence.enter(bob.id, first)
    subject = replace(first.subject, item="p2")
    assert leading.ask_next(hall.trainer, first, subject, "volgende", NOW) is None
    done = to_result(hall, first)
    ref = leading.ask_next(hall.trainer, done, subject, "volgende", NOW)
    second = found(hall, ref)
    assert (second.code, second.number, second.item, second.phase, second.present) == (
        first.code,
        2,
        "p2",
        Phase.FIRST,
        2,
    )
    assert found(hall, first.ref).phase is Phase.CLOSED
    assert leading.newest(first) == leading.newest(second) == second.ref
    assert leading.ask_next(hall.trainer, done, subject, "volgende", NOW) == ref, "the same press"
    with pytest.raises(OtherContentsError):
        leading.ask_next(hall.trainer, done, first.subject, "volgende", NOW)
    assert leading.ask_next(hall.trainer, done, subject, "nog een", NOW) is None
    keys = dict(hall.world.session.query(StudyDay.ref, StudyDay.vote_key).all())
    assert (keys[first.ref], keys[second.ref] is None) == (None, False)
    at_code = presence.find_by_code(ada.id, first.code, TODAY)
    assert at_code is not None
    assert at_code.ref == second.ref
    both = presence.asked_with(ada.id, second, TODAY)
    assert [one.ref for one in both] == [second.ref, first.ref]


def test_another_group_of_that_day_and_another_day_have_questions_of_their_own(hall: Hall) -> None:
    ada = hall.people[0]
    first = open_day(hall)
    subject = replace(first.subject, item="p3")
    ref = leading.open_day(hall.trainer, hall.school.id, subject, "andere groep", NOW, TODAY)
    other = to_result(hall, found(hall, ref))
    last = leading.ask_next(hall.trainer, other, first.subject, "daarna", NOW)
    assert (leading.newest(first), leading.newest(other)) == (first.ref, last)
    recent = leading.recent(hall.trainer, TODAY, limit=9)
    assert [one.ref for one in recent.rows] == [last, other.ref, first.ref]
    manager = hall.world.actor(Role.MANAGER, hall.school)
    assert leading.open_day(manager, hall.school.id, subject, "leidt", NOW, TODAY) is None
    past = {"day": TODAY - DAY, "code": first.code, "school_id": hall.school.id, "phase": "closed"}
    asked = {**vars(subject), "submission": "gisteren", "number": 1}
    made = {"opened_by": hall.trainer.id, "opened_at": NOW - DAY, "closed_at": NOW}
    before = found(hall, hall.world.add(StudyDay(**past, **asked, **made)).ref)
    for day in (first, before):
        presence.enter(ada.id, day)
    assert [one.ref for one in presence.asked_with(ada.id, first, TODAY)] == [first.ref]


def test_signing_off_is_once_and_after_the_end(hall: Hall) -> None:
    ada, bob, _ = hall.people
    day = open_day(hall)
    for person in (ada, bob):
        presence.enter(person.id, day)
    actor = Actor(ada.id, ada.ref, ada.name, ada.email, ada.audience, ())

    def sign_off() -> bool:
        mine = presence.attended(ada.id, day.ref, TODAY)
        assert mine is not None
        return presence.sign_off(actor, mine, NOW, TODAY)

    assert not sign_off(), "it still runs"
    assert leading.move(to_result(hall, day), Phase.CLOSED, NOW)
    assert sign_off()
    assert not sign_off()
    rows = hall.world.session.query(StudyPresence.person_id, StudyPresence.signed_off_at)
    assert dict(rows.filter_by(session_id=day.id).all()) == {ada.id: NOW, bob.id: None}
    assert found(hall, day.ref).signed_off == 1


def test_who_works_elsewhere_by_now_may_look_and_not_vote(hall: Hall) -> None:
    ada = hall.people[0]
    day = open_day(hall)
    presence.enter(ada.id, day)
    mine = presence.attended(ada.id, day.ref, TODAY)
    assert mine is not None
    assert mine.may_vote
    hall.world.works(ada, hall.world.school("kompas"))
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW))
    gone = presence.attended(ada.id, day.ref, TODAY)
    assert gone is not None
    assert not gone.may_vote
    tomorrow = presence.attended(ada.id, day.ref, TODAY + DAY)
    assert tomorrow is not None
    assert tomorrow.phase is Phase.CLOSED
