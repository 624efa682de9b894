"""A study day, from the big screen and from the phones: one vote each, no names, a lesson done for
who was there.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskCliRunner

from course import clock
from course.domain.people.roles import Role
from course.domain.study_days import GUESSES
from course.models import (
    LessonCompletion,
    StudyDay,
    StudyPresence,
    StudyVote,
)
from course.store.learning import enrolling, reading, recounting
from tests import builders
from tests.store.statements import heard
from tests.web.study_days.room import Room


def test_from_the_first_vote_to_the_result(room: Room) -> None:
    room.open()
    phones = room.come_in(6)
    assert "6 mensen doen mee." in room.screen.get(room.path).text
    room.go("first")
    for phone in phones:
        room.vote(phone, "a")
    page = room.screen.get(room.path).text
    assert "6 stemmen van 6." in page
    assert "%" not in page.split("<main")[1]  # nothing moves while people vote
    room.go("talk")
    assert "100% · 6 van 6" in room.screen.get(room.path).text
    room.go("second")
    for phone in phones[:5]:
        room.vote(phone, "b", "after")
    room.vote(phones[5], "a", "after")
    for before in ("Uitleg", "Wie doorstuurt, kiest zelf", "juist antwoord"):
        assert before not in room.screen.get(room.path).text
        assert before not in phones[0].get(f"/studiedag/{room.ref}").text
    room.go("result")
    for page in (room.screen.get(room.path).text, phones[0].get(f"/studiedag/{room.ref}").text):
        assert "100% · 6 van 6" in page
        assert "83% · 5 van 6" in page
        assert "Dit is een juist antwoord" in page
        assert "Wie doorstuurt, kiest zelf nieuwe kijkers." in page


def test_under_five_votes_the_room_sees_only_how_many(room: Room) -> None:
    room.open()
    phones = room.come_in(5)
    room.go("first")
    for phone in phones[:4]:
        room.vote(phone, "a")
    room.go("talk")
    room.go("second")
    for phone in phones:
        room.vote(phone, "b", "after")
    room.go("result")
    for page in (room.screen.get(room.path).text, phones[0].get(f"/studiedag/{room.ref}").text):
        assert "Eerste stemming: 4 stemmen. Vanaf vijf stemmen ziet u de verdeling." in page
        assert "van 4" not in page
        assert "100% · 5 van 5" in page


def test_a_vote_changes_until_its_round_closes(room: Room) -> None:
    room.open()
    (phone,) = room.come_in(1)
    room.go("first")
    room.vote(phone, "a")
    page = phone.get(f"/studiedag/{room.ref}").text
    assert "Uw stem is geteld" in page
    assert re.search(r'value="a"[^>]* checked', page)
    room.vote(phone, "b")
    room.go("talk")
    room.vote(phone, "a")
    assert "Deze stemming is gesloten." in phone.get(f"/studiedag/{room.ref}").text
    room.go("second")
    room.vote(phone, "a")  # the form of the first vote, sent late
    votes = room.session.query(StudyVote.round, StudyVote.choice).all()
    assert votes == [("before", "b")]


def test_an_empty_vote_costs_nothing_and_says_what_to_do(room: Room) -> None:
    room.open()
    (phone,) = room.come_in(1)
    room.go("first")
    reply = phone.post(f"/studiedag/{room.ref}/stem", data={"ronde": "before"})
    assert reply.status_code == 422
    assert "Kies eerst een antwoord." in reply.text
    assert room.vote(phone, "zomaar").status_code == 422
    assert room.session.query(StudyVote).count() == 0


def test_nothing_that_is_kept_says_who_voted_what(room: Room) -> None:
    room.open()
    phones = room.come_in(5)
    room.go("first")
    for phone in phones:
        room.vote(phone, "a")
    room.go("talk")
    room.go("second")
    for phone in phones:
        room.vote(phone, "a", "after")
    assert {column.name for column in StudyVote.__table__.columns} == {
        "session_id",
        "round",
        "voter",
        "choice",
    }
    # two rounds cannot be laid side by side
    assert len({vote.voter for vote in room.session.query(StudyVote)}) == 10
    assert room.session.query(StudyDay).one().vote_key
    room.session.rollback()
    room.screen.post(room.path, data={"van": "second", "naar": "closed"})
    closed = room.session.query(StudyDay).one()
    assert (closed.phase, closed.vote_key) == ("closed", None)
    assert closed.closed_at is not None


def test_the_key_of_a_forgotten_session_goes_too(room: Room, runner: FlaskCliRunner) -> None:
    room.open()
    (phone,) = room.come_in(1)
    room.was_yesterday()
    assert "Deze studiedag is gesloten" in room.screen.get(room.path).text
    assert "Teken af" in phone.get(f"/studiedag/{room.ref}").text
    assert "1 studiedagen gesloten" in runner.invoke(args=["study", "close"]).output
    room.session.expire_all()
    assert room.session.query(StudyDay).one().vote_key is None


def test_who_does_not_work_there_does_not_come_in(room: Room) -> None:
    room.open()
    code = room.code
    stranger, former = room.world.person(), room.world.person()
    room.world.works(stranger, room.world.school("kompas"))
    room.world.works(former, room.school, ends_on=clock.today() - timedelta(days=1))
    room.session.commit()
    for person in (stranger, former):
        phone = room.phone(person)
        reply = phone.post("/studiedag", data={"code": code})
        assert reply.status_code == 422
        assert "Deze code werkt vandaag niet op uw school." in reply.text
        assert f'value="{code}"' in reply.text
        assert phone.get(f"/studiedag/{room.ref}").status_code == 404
        assert room.vote(phone, "a").status_code == 404
    assert room.session.query(StudyPresence).count() == 0


def test_a_code_is_for_today_and_for_before_the_result(room: Room) -> None:
    room.open()
    code, (late,) = room.code, room.world.staff(room.school, 1)
    room.session.commit()
    phone = room.phone(late)
    room.go_to("result")
    reply = phone.post("/studiedag", data={"code": code})
    assert reply.status_code == 422
    assert "voorbij" in reply.text
    room.was_yesterday(phase="join")
    assert phone.post("/studiedag", data={"code": code}).status_code == 422
    assert room.session.query(StudyPresence).count() == 0


def test_guessing_codes_ends(room: Room) -> None:
    (person,) = room.world.staff(room.school, 1)
    phone = room.phone(person)
    replies = [
        phone.post("/studiedag", data={"code": "CDF349"}).status_code
        for _ in range(GUESSES.free + 1)
    ]
    assert replies == [422] * GUESSES.free + [429]


def test_leaving_the_school_ends_voting(room: Room) -> None:
    room.open()
    person = room.world.person()
    works = room.world.works(person, room.school)
    room.session.commit()
    code, phone = room.code, room.phone(person)
    phone.post("/studiedag", data={"code": code})
    room.go("first")
    yesterday = clock.today() - timedelta(days=1)
    builders.rewrite(room.session, room.session.merge(works), ends_on=yesterday)
    room.session.commit()
    assert room.vote(phone, "a").status_code == 404
    assert room.session.query(StudyVote).count() == 0


def test_a_double_click_moves_one_phase_and_opens_one_session(room: Room) -> None:
    first = room.open().location
    assert room.open().location == first
    room.go("first")
    room.screen.post(room.path, data={"van": "join", "naar": "first"})
    assert "stond al verder" in room.screen.get(room.path).text
    assert room.session.query(StudyDay).one().phase == "first"
    room.session.rollback()
    assert room.screen.post(room.path, data={"van": "first", "naar": "result"}).status_code == 303
    assert room.session.query(StudyDay).one().phase == "first"
    room.session.rollback()
    assert room.screen.post(room.path, data={"van": "first", "naar": "overal"}).status_code == 422


def test_opening_asks_for_a_question_that_is_there(room: Room) -> None:
    page = room.screen.get("/trainen/studiedag").text
    assert 'value="eigen-leven/p1"' in page
    assert 'value="dilemma/S1"' in page
    assert "toets/t1" not in page  # the key of a test stays where it is
    missing = room.open("")
    assert missing.status_code == 422
    assert "Kies een vraag voor op het grote scherm." in missing.text
    assert room.open("toets/t1").status_code == 422
    assert room.open(inzending="x").status_code == 422
    room.world.school("kompas")
    room.session.commit()
    assert room.open(school="kompas").status_code == 404
    assert room.open(module="proef/geen").status_code == 404
    assert room.screen.get("/trainen/studiedag?school=kompas").status_code == 404
    assert room.session.query(StudyDay).count() == 0


def test_a_trainer_of_another_school_is_not_there(room: Room) -> None:
    room.open()
    stranger = room.world.actor(Role.TRAINER, room.world.school("kompas"))
    room.world.sign_in(room.screen, stranger)
    assert room.screen.get(room.path).status_code == 404
    assert room.screen.post(room.path, data={"van": "join", "naar": "first"}).status_code == 404
    assert room.path not in room.screen.get("/trainen/studiedag").text


def test_presence_and_sign_off_complete_the_lesson(room: Room) -> None:
    (person,) = room.world.staff(room.school, 1)
    assert enrolling.enrol(person.id, "proef", clock.now())
    found = reading.learning(person.id, "proef", clock.today())
    assert found is not None
    room.session.commit()
    room.open("dilemma/S1")
    phone = room.phone(person)
    phone.post("/studiedag", data={"code": room.code})
    phone.post(f"/studiedag/{room.ref}/aftekenen")
    assert "als de uitkomst op het scherm staat" in phone.get(f"/studiedag/{room.ref}").text
    room.go_to("result")
    # where a choice leads
    assert "Twee ouders hebben hem al." in phone.get(f"/studiedag/{room.ref}").text
    assert room.session.query(LessonCompletion).count() == 0
    room.session.rollback()
    for _ in range(2):
        phone.post(f"/studiedag/{room.ref}/aftekenen")
    assert "U hebt afgetekend." in phone.get(f"/studiedag/{room.ref}").text
    done = room.session.query(LessonCompletion).one()
    assert (done.enrolment_id, done.module, done.lesson) == (found.enrolment_id, "een", "dilemma")
    assert recounting.verify([found.enrolment_id], clock.today()) == []
    recounting.rebuild([found.enrolment_id], clock.now())
    assert [row.lesson for row in room.session.query(LessonCompletion)] == ["dilemma"]
    room.session.commit()
    assert "1 aanwezige, 1 tekende af" in room.screen.get("/trainen/studiedag").text


def test_who_is_not_enrolled_signs_off_all_the_same(room: Room) -> None:
    room.open()
    (phone,) = room.come_in(1)
    room.go_to("closed")
    assert phone.post(f"/studiedag/{room.ref}/aftekenen").status_code == 303
    presence = room.session.query(StudyPresence).one()
    assert presence.signed_off_at is not None
    assert presence.enrolment_id is None


def test_links_lead_there(room: Room) -> None:
    assert "/trainen/studiedag" in room.screen.get("/trainen").text
    assert 'href="/studiedag"' in room.screen.get("/leren").text


def test_a_page_asks_the_database_little(room: Room, app: Flask) -> None:
    room.open()
    (phone,) = room.come_in(1)
    room.go("first")
    phone.get(f"/studiedag/{room.ref}")
    with heard() as asked:
        phone.get(f"/studiedag/{room.ref}")
    selects = [statement for statement, _ in asked if statement.startswith("SELECT")]
    assert len(selects) <= 6, "\n".join(selects)


def test_sixteen_votes_at_once_are_all_counted_once(room: Room) -> None:
    """Every phone votes twice at the same moment as all others, one answer each time."""
    room.open()
    phones = room.come_in(16)
    room.go("first")
    for phone in phones:
        phone.checking = False
    room.session.rollback()
    with ThreadPoolExecutor(16) as pool:
        replies = list(
            pool.map(lambda phone: [room.vote(phone, "b").status_code for _ in range(2)], phones)
        )
    assert replies == [[303, 303]] * 16
    assert [(vote.round, vote.choice) for vote in room.session.query(StudyVote)] == [
        ("before", "b")
    ] * 16
    room.session.rollback()
    room.go("talk")
    assert "100% · 16 van 16" in room.screen.get(room.path).text


# Several questions under one code


def test_letters_are_the_same_everywhere(room: Room) -> None:
    room.open()
    (phone, *others) = room.come_in(5)
    room.go("first")
    found = []
    for page in (room.screen.get(room.path), phone.get(f"/studiedag/{room.ref}")):
        found.append(re.findall(r"<strong>([A-Z])\.</strong> ([^<]+)<", page.text))
    assert [letter for letter, _ in found[0]] == ["A", "B", "C"][: len(found[0])]
    assert found[0] == found[1]
    for one in (phone, *others):
        room.vote(one, "a")
    room.go("talk")
    assert "<strong>A.</strong>" in room.screen.get(room.path).text


def test_a_camera_comes_in_with_the_code(room: Room) -> None:
    """The picture holds the address with the code, which is filled in and not yet sent."""
    room.open()
    page = room.screen.get(room.path).text
    assert re.search(r'role="img" aria-label="QR-code[^>]*><svg viewBox', page)
    (person,) = room.world.staff(room.school, 1)
    phone = room.phone(person)
    assert (
        f'value="{room.code.replace(" ", "")}"'
        in phone.get(f"/studiedag?code={room.code.replace(' ', '').lower()}").text
    )
    assert room.session.query(StudyPresence).count() == 0
    assert 'value="geen"' not in phone.get("/studiedag?code=geen").text
    room.go("first")
    assert "<svg viewBox" not in room.screen.get(room.path).text.split("<main")[1]


def test_after_closing_there_is_a_way_on(room: Room) -> None:
    room.open()
    room.go_to("closed")
    page = room.screen.get(room.path).text
    assert "Open een nieuwe studiedag" in page
    assert "Ga naar Toewijzen" in page
    assert "Ververs" not in page
