"""What is kept about one person: all of it, of every school, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.content.outline import ItemOutline
from course.domain.duties.states import DutyState
from course.domain.people.conduct_signing import SignAnswer
from course.domain.people.roles import Actor, Role
from course.models import (
    Attempt,
    CodeOfConduct,
    ConductSignature,
    Duty,
    DutyRelief,
    Enrolment,
    Person,
    Progress,
    Release,
    School,
    SignedText,
)
from course.store.dated import DeedMoment
from course.store.duties import giving
from course.store.duties.giving import NewAssignment
from course.store.people import deeds
from course.store.people.deeds import Workplace
from course.store.proof import own_record
from course.store.proof.own_record import RecordedPlace
from tests import builders, staff
from tests.learning import finish, learner, publish
from tests.staff import COURSE, TITLE, World, at_noon
from tests.store.weeks.texts import release_row


@pytest.fixture
def world(session: Any) -> World:
    return World(session, clock.today())


def asked(world: World, school: School, days: int) -> None:
    trainer: Actor = world.actor(Role.TRAINER, school)
    due = world.today + timedelta(days=days)
    draft = NewAssignment(COURSE, school.id, None, None, due, f"token-{school.code}")
    giving.assign(trainer, draft, at_noon(world.today), world.today)


def test_a_duty_of_a_school_that_was_left_stays_with_its_days(world: World) -> None:
    old, new = world.school("regenboog"), world.school("kompas")
    anna, other = world.person("Anna"), world.person("Bas")
    for school in (old, new):
        world.works(anna, school)
        world.works(other, school)
        asked(world, school, 30)
    assert {one.school for one in own_record.duties(anna.id, world.today)} == {old.name, new.name}
    later = world.today + timedelta(days=10)
    deeds.leave(old.id, [anna.id], DeedMoment(at_noon(later)))
    of_old, of_new = sorted(
        own_record.duties(anna.id, later), key=lambda one: one.school != old.name
    )
    assert of_old.ends_on == later - timedelta(days=1)
    assert of_old.due_on == world.today + timedelta(days=30)
    assert of_old.state is DutyState.NOT_STARTED
    assert of_new.ends_on is None
    much_later = world.today + timedelta(days=60)
    states = {one.school: one.state for one in own_record.duties(anna.id, much_later)}
    assert states == {old.name: DutyState.NOT_STARTED, new.name: DutyState.OVERDUE}
    places = {one.school: one.ends_on for one in own_record.places(anna.id)}
    assert places == {old.name: later - timedelta(days=1), new.name: None}


def test_nothing_of_a_colleague(session: Any, tmp_path: Path) -> None:
    publish(tmp_path / "modules")
    noor, mirjam = learner(session), learner(session, "mirjam@voorbeeld.example")
    finish(session, noor)
    done = [one for one in own_record.courses(noor.person.id) if one.title == "Proefcursus"]
    assert [one.completed_on for one in done] == [clock.today()]
    hers = own_record.courses(mirjam.person.id)
    assert all(one.completed_on is None for one in hers)
    assert {one.school for one in own_record.places(mirjam.person.id)} == {mirjam.school.name}


def test_somebody_without_anything(world: World) -> None:
    nobody: Person = world.person("Niemand")
    assert own_record.duties(nobody.id, world.today) == []
    assert own_record.courses(nobody.id) == []
    assert own_record.places(nobody.id) == []
    assert own_record.read_and_ticked(nobody.id, ("confirm",)) == []
    assert own_record.signatures(nobody.id) == []


def published(world: World, *kinds: str) -> str:
    """Another course: each module has one item of the same key, of a kind of its own."""
    outline, course = staff.outline(), "gelezen"
    modules = []
    for number, kind in enumerate(kinds):
        item = ItemOutline("p1", kind, "Vraag", False, True, False, (), None)
        lesson = replace(outline.modules[0].lessons[0], title=f"Les {number}", items=(item,))
        modules.append(replace(outline.modules[0], slug=f"deel-{number}", lessons=(lesson,)))
    text = replace(outline, slug=course, title="Gelezen", modules=tuple(modules))
    row = release_row(text) | {"course": course, "title": "Gelezen"}
    made = Release(**row, published_at=at_noon(builders.LONG_AGO))
    return builders.current(world.session, made).hash


def test_what_was_ticked_is_of_that_module_and_since_the_first_day(world: World) -> None:
    """Items of two modules may have the same key: an answer to one says nothing of the other."""
    anna, other = world.person("Anna"), world.person("Bas")
    release = published(world, "confirm", "choice", "confirm")
    number = iter(range(9))

    def followed(who: Person, cycle: int = 1) -> int:
        row = {"person_id": who.id, "course": "gelezen", "release": release, "cycle": cycle}
        return int(world.add(Enrolment(**row, enrolled_at=at_noon(world.today))).id)

    def ticked(enrolment: int, module: str, days: int) -> None:
        place = {"module": module, "lesson": "les-1", "item": "p1", "response": ["gelezen"]}
        row = {"enrolment_id": enrolment, "release": release, "earned": 0, "possible": 0}
        at = at_noon(world.today + timedelta(days=days))
        token = f"inzending-{next(number):08}"
        world.add(Attempt(**row, **place, settled=True, submission=token, submitted_at=at))

    mine, again, theirs = followed(anna), followed(anna, 2), followed(other)
    ticked(mine, "deel-1", 0)
    assert own_record.read_and_ticked(anna.id, ("confirm",)) == []
    for enrolment, module, days in (
        (mine, "deel-0", 1),
        (mine, "deel-0", 2),
        (theirs, "deel-2", 3),
        (again, "deel-2", 4),
    ):
        ticked(enrolment, module, days)
    found = own_record.read_and_ticked(anna.id, ("confirm",))
    days = [(one.lesson, (one.at - at_noon(world.today)).days) for one in found]
    assert days == [("Les 2", 4), ("Les 0", 1)]
    assert {one.course for one in found} == {"Gelezen"}


def test_places_and_courses_are_their_own_the_newest_first(world: World) -> None:
    school, other = world.school("regenboog"), world.school("kompas")
    team = world.team(school, "Onderbouw")
    anna, bas = world.person("Anna"), world.person("Bas")
    day = timedelta(days=1)
    world.works(anna, other, starts_on=world.today - 9 * day, ends_on=world.today - 5 * day)
    first = world.works(anna, school, team, starts_on=world.today - 4 * day)
    world.works(bas, other)
    builders.rewrite(world.session, first, starts_on=world.today - 3 * day)
    assert own_record.places(anna.id) == [
        RecordedPlace(school.name, "Onderbouw", world.today - 3 * day, None),
        RecordedPlace(other.name, None, world.today - 9 * day, world.today - 5 * day),
    ], "as it should have been, and not as it was written first"
    release = published(world, "choice")
    for who, cycle, days in ((anna, 1, 9), (anna, 2, 2), (bas, 1, 1)):
        row = {"person_id": who.id, "course": "gelezen", "release": release, "cycle": cycle}
        world.add(Enrolment(**row, enrolled_at=at_noon(world.today - days * day)))
    world.progress(anna, 2, world.today - 5 * day)
    found = own_record.courses(anna.id)
    assert [(one.title, one.done, one.total) for one in found] == [
        ("Gelezen", 0, None),
        ("Gelezen", 0, None),
        (TITLE, 2, 5),
    ]
    assert [one.started_on for one in found] == [None, None, world.today - 5 * day]


def test_a_relief_shows_in_the_state_of_a_duty(world: World) -> None:
    school = world.school("regenboog")
    anna, bas = world.person("Anna"), world.person("Bas")
    for person in (anna, bas):
        world.works(person, school)
    asked(world, school, -3)
    mine = world.session.query(Duty.id).filter_by(person_id=anna.id).scalar()
    relief = {"kind": "exempt", "category": "leave", "until": None, "made_by": bas.id}
    known = {"starts_on": world.today, "recorded_at": at_noon(world.today)}
    world.add(DutyRelief(duty_id=mine, **relief, **known))
    (one,) = own_record.duties(anna.id, world.today)
    (other,) = own_record.duties(bas.id, world.today)
    assert (one.state, other.state) == (DutyState.EXEMPT, DutyState.OVERDUE)
    assert (one.school, one.course, one.ends_on) == (school.name, COURSE, None)


def test_answers_to_a_code_are_their_own_the_newest_first(world: World) -> None:
    schools = [world.school("regenboog"), world.school("kompas")]
    anna, bas = world.person("Anna"), world.person("Bas")
    text = world.add(SignedText(hash="a" * 64, text="Zo staat het er."))
    made = {"in_force_on": world.today, "made_by": bas.id, "made_at": at_noon(world.today)}
    made |= {"consent_reference": ""}
    codes = [
        world.add(CodeOfConduct(school_id=one.id, label=one.code, submission=one.code, **made))
        for one in schools
    ]
    answers = [(anna, 0, "refused"), (bas, 1, "signed"), (anna, 1, "refused"), (anna, 0, "signed")]
    for place, (who, where, answer) in enumerate(answers):
        row = {"person_id": who.id, "school_id": schools[where].id, "code_id": codes[where].id}
        row |= {"name": who.name, "text_hash": text.hash, "answer": answer, "ref": f"ref-{place}"}
        at = at_noon(world.today - timedelta(days=place))  # the last one is the newest all the same
        world.add(ConductSignature(**row, answered_at=at, submission=f"token-{place}"))
    found = own_record.signatures(anna.id)
    assert [(one.ref, one.school, one.version, one.answer) for one in found] == [
        ("ref-3", schools[0].name, "regenboog", SignAnswer.SIGNED),
        ("ref-2", schools[1].name, "kompas", SignAnswer.REFUSED),
        ("ref-0", schools[0].name, "regenboog", SignAnswer.REFUSED),
    ]
    assert {one.text_hash for one in found} == {text.hash}


def test_duties_are_the_newest_first_and_hold_through_their_last_day(world: World) -> None:
    school, new = world.school("regenboog"), world.school("kompas")
    anna, day = world.person("Anna"), timedelta(days=1)
    for where in (school, new):
        world.works(anna, where)
    asked(world, school, 30)
    later = at_noon(world.today + 3 * day)
    trainer = world.actor(Role.TRAINER, new)
    draft = NewAssignment(COURSE, new.id, None, None, world.today + 40 * day, "token-later")
    giving.assign(trainer, draft, later, later.date())

    def told(days: int) -> list[tuple[str, int, int | None]]:
        found = own_record.duties(anna.id, world.today + days * day)
        return [
            (
                one.school,
                (one.starts_on - world.today).days,
                (one.ends_on - world.today).days if one.ends_on else None,
            )
            for one in found
        ]

    assert told(2) == [(school.name, 0, None)], "the other had not begun"
    assert told(3) == [(new.name, 3, None), (school.name, 0, None)]
    deeds.leave(new.id, [anna.id], DeedMoment(at_noon(world.today + 9 * day)))
    assert told(8) == told(3), "its last day"
    over = [(new.name, 3, 8), (school.name, 0, None)]
    assert told(9) == over
    deeds.join(new.id, [Workplace(anna.id)], DeedMoment(at_noon(world.today + 20 * day)))
    assert told(12) == over, "what begins again later is still over"
    assert told(20)[0] == (new.name, 3, None)


def test_of_one_day_the_last_to_be_written_down_is_first(world: World) -> None:
    schools = [world.school(code) for code in ("regenboog", "kompas", "anker")]
    anna = world.person("Anna")
    for school in schools:
        world.works(anna, school)
        asked(world, school, 30)
    newest = [one.name for one in reversed(schools)]
    assert [one.school for one in own_record.places(anna.id)] == newest
    assert [one.school for one in own_record.duties(anna.id, world.today)] == newest
    release = published(world, "choice")
    row = {"person_id": anna.id, "course": "gelezen", "release": release}
    for cycle in (2, 1, 3):
        made = world.add(Enrolment(**row, cycle=cycle, enrolled_at=at_noon(world.today)))
        row_of = {"started_on": world.today, "recorded_at": at_noon(world.today), "lessons": []}
        world.add(Progress(enrolment_id=made.id, done=cycle, total=9, **row_of))
    followed = [one.done for one in own_record.courses(anna.id) if one.title == "Gelezen"]
    assert followed == [3, 1, 2]
