"""A wrong key is mended: who was right all along is done today, nothing is taken away by itself, and
reports of earlier days stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from course import clock
from course.domain.learning.gain import MeasuredPart
from course.domain.people.roles import Role
from course.models import (
    Attempt,
    AuditEntry,
    Enrolment,
    LaterMark,
    LessonCompletion,
    Refresher,
    RefresherAnswer,
    RefresherPlan,
    Regrade,
    Release,
    School,
)
from course.store.courses import releases
from course.store.learning import knowledge, missed, reading, recounting, refreshers
from tests import builders, measured
from tests.checking_client import CheckingClient
from tests.learning import TEST as BANK
from tests.learning import Learner, publish
from tests.staff import World
from tests.web.learn.test_lessons import sit
from tests.web.learn.test_withdrawn import asked, mastered

REASON = "De sleutel was fout, zie de notulen"


@dataclass
class Desk:
    """Noor sat a test in which one question had a wrong key; that is mended in the current text."""

    session: Any
    runner: FlaskCliRunner
    noor: Learner
    item: str
    boss: str = ""

    def regrade(self, *options: str) -> tuple[int, str]:
        arguments = ["content", "regrade", "proef", f"een/toets/{self.item}", *options]
        done = self.runner.invoke(args=arguments)
        self.session.expire_all()
        return done.exit_code, done.output

    @property
    def marks(self) -> list[tuple[int, int | None, str]]:
        mine = self.session.query(Attempt.id).filter_by(enrolment_id=self.noor.enrolment_id)
        query = self.session.query(Regrade).filter(Regrade.attempt_id.in_(mine))
        found = [(row.earned, row.made_by, row.reason) for row in query.order_by(Regrade.id)]
        self.session.rollback()
        return found


def mend(session: Any, noor: Learner, path: Path, item: str) -> None:
    """The other answer of a question is right, in a text to which she went along."""
    number = item.removeprefix("t")
    bank = BANK.replace(f"- [x] a. Goed {number}", f"- [ ] a. Goed {number} {{V5}}")
    bank = bank.replace(f"- [ ] b. Fout {number} {{V5}}", f"- [x] b. Fout {number}")
    assert bank != BANK
    release = publish(path, toets=bank)
    session.query(Enrolment).filter_by(id=noor.enrolment_id).update({"release": release})
    recounting.follow([noor.enrolment_id], clock.now())
    session.commit()


@pytest.fixture
def desk(
    client: CheckingClient, session: Any, noor: Learner, runner: FlaskCliRunner, tmp_path: Path
) -> Desk:
    assert "2 van 3 goed" in sit(client, wrong=1)
    item = asked(session, noor)[0]
    mend(session, noor, tmp_path / "hersteld", item)
    boss = World(session, clock.today()).actor(Role.TRAINER).email
    session.commit()
    return Desk(session, runner, noor, item, boss)


def test_a_dry_run_says_it_and_writes_nothing(desk: Desk) -> None:
    code, said = desk.regrade()
    assert code == 0
    assert "omhoog: 1, van 1 medewerker" in said
    assert "dit was een proef" in said
    assert desk.marks == []
    assert not mastered(desk.session, desk.noor)


def test_marks_rise_by_themselves_and_what_follows_is_done_today(desk: Desk) -> None:
    before = desk.session.query(Attempt.earned).filter_by(item=desk.item).all()
    desk.session.rollback()
    code, said = desk.regrade("--apply")
    assert (code, "1 antwoord opnieuw beoordeeld" in said) == (0, True)
    assert desk.marks == [(1, None, "")]
    assert mastered(desk.session, desk.noor)
    done = desk.session.query(LessonCompletion).filter_by(
        enrolment_id=desk.noor.enrolment_id, lesson="toets"
    )
    assert done.one().completed_on == clock.today()
    assert desk.session.query(Attempt.earned).filter_by(item=desk.item).all() == before
    note = desk.session.query(AuditEntry).filter_by(action="regraded").one()
    assert (note.person_id, note.detail["way"]) == (desk.noor.person.id, "up")
    assert recounting.verify([desk.noor.enrolment_id], clock.today()) == []
    desk.session.rollback()
    assert "0 antwoorden opnieuw" in desk.regrade("--apply")[1], "a second time does nothing"


def test_marks_fall_only_by_somebody_with_a_reason(
    client: CheckingClient, session: Any, noor: Learner, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    sit(client)
    item = asked(session, noor)[0]
    assert mastered(session, noor)
    mend(session, noor, tmp_path / "hersteld", item)
    boss = World(session, clock.today()).actor(Role.TRAINER)
    session.commit()
    desk = Desk(session, runner, noor, item)
    assert desk.regrade("--apply")[0] == 0
    assert desk.marks == []
    for options in (("--down",), ("--down", "--by", boss.email), ("--down", "--reason", REASON)):
        assert desk.regrade("--apply", *options)[0] == 1, options
    stranger = ("--down", "--by", noor.person.email, "--reason", REASON)
    session.rollback()
    assert desk.regrade("--apply", *stranger)[0] == 1
    assert desk.marks == []
    assert desk.regrade("--apply", "--down", "--by", boss.email, "--reason", REASON)[0] == 0
    assert desk.marks == [(0, boss.id, REASON)]
    assert mastered(session, noor), "done stays done"
    assert recounting.verify([noor.enrolment_id], clock.today()) == []


def test_what_is_no_question_of_the_current_text_is_refused(desk: Desk) -> None:
    for question in ("een/toets/weg", "een/toets", "x", "een/toets/t1/t2"):
        done = desk.runner.invoke(args=["content", "regrade", "proef", question, "--apply"])
        assert done.exit_code == 1
        assert "heeft geen vraag" in done.output
    assert desk.runner.invoke(args=["content", "regrade", "weg", "een/toets/t1"]).exit_code == 1


def test_the_learner_reads_the_later_mark(desk: Desk, client: CheckingClient) -> None:
    desk.regrade("--apply")
    page = client.get("/leren/proef/een/toets").text
    assert "gehaald" in page
    assert releases.current("proef")
    assert reading.given(desk.noor.enrolment_id, "een", "toets") == []
    assert clock.today() - timedelta(days=1) > builders.EVER


# Refreshers, and the forms before and after a module


def refreshed(desk: Desk, response: str, earned: int) -> RefresherAnswer:
    """She answered the question in a refresher too, by the key that was wrong."""
    at, today = clock.now(), clock.today()
    of = {"person_id": desk.noor.person.id, "course": "proef"}
    release = releases.current("proef")
    asked = {"moments": [f"een/toets/{desk.item}/L1"], "open_until": today}
    kept = {
        "key": f"op-{response}",
        "day": today,
        "at": at,
        "outcome": "sent",
        "mail_key": response,
    }
    mail = builders.add(desk.session, Refresher(**of, **asked, **kept, release=release))
    plan = {"learned_on": today, "origins": {}, "look_on": today + timedelta(days=30)}
    builders.add(desk.session, RefresherPlan(**of, **plan))
    about = {"module": "een", "lesson": "toets", "item": desk.item, "goal": "L1"}
    marks = {"response": [response], "earned": earned, "possible": 1, "confidence": None}
    steps = {"day": today, "at": at, "step_before": 1, "step_after": 0, "scheduler": "proef"}
    row = RefresherAnswer(refresher_id=mail.id, **of, **about, **marks, **steps)
    made: RefresherAnswer = builders.add(desk.session, row)
    desk.session.commit()
    return made


def points(desk: Desk, answer: RefresherAnswer) -> tuple[int, int]:
    desk.session.expire_all()
    found = refreshers.answers(answer.refresher_id)[desk.item]
    desk.session.rollback()
    return found.earned, found.possible


def test_an_answer_in_a_refresher_is_marked_again_too(desk: Desk) -> None:
    answer = refreshed(desk, "b", 0)
    assert "omhoog: 2, van 1 medewerker" in desk.regrade()[1]
    assert points(desk, answer) == (0, 1), "a dry run"
    assert "2 antwoorden opnieuw" in desk.regrade("--apply")[1]
    assert points(desk, answer) == (1, 1)
    (reviewed,) = knowledge._reviews([desk.noor.person.id])[desk.noor.person.id, "proef"]
    assert (reviewed.earned, reviewed.possible) == (1, 1)
    (told,) = missed._refreshed(desk.noor.person.id)
    assert told.is_right
    plan = desk.session.query(RefresherPlan).filter_by(person_id=desk.noor.person.id).one()
    assert plan.look_on == clock.today(), "what is due is asked anew"
    desk.session.rollback()
    assert "0 antwoorden opnieuw" in desk.regrade("--apply")[1]


def test_an_answer_in_a_refresher_falls_only_by_somebody_with_a_reason(desk: Desk) -> None:
    answer = refreshed(desk, "a", 1)
    desk.regrade("--apply")
    assert points(desk, answer) == (1, 1)
    done = desk.regrade("--apply", "--down", "--by", desk.boss, "--reason", REASON)
    assert "1 antwoord opnieuw" in done[1]
    assert points(desk, answer) == (0, 1)
    mark = desk.session.query(LaterMark).filter_by(refresher_answer_id=answer.id).one()
    assert (mark.earned, mark.reason, mark.made_by is None) == (0, REASON, False)


def test_of_a_measurement_only_points_are_kept_so_the_answer_falls_out(desk: Desk) -> None:
    """A wrong one by itself, a right one by a person; nobody is named in the trail."""
    session, other = desk.session, next(key for key in ("t1", "t2", "t3") if key != desk.item)
    school = session.query(School).first()
    query = session.query(Release.hash).filter_by(course="proef")
    (first,) = (hash_ for (hash_,) in query if hash_ != releases.current("proef"))
    forms = {"a": (desk.item,), "b": (other,)}
    place = {"course": "proef", "module": "een", "forms": forms}
    made = measured.drawn(session, desk.noor.enrolment_id, school, first, first="a", **place)
    measured.answer(session, made, MeasuredPart.BEFORE, [0])
    measured.answer(session, made, MeasuredPart.AFTER, [1])
    session.commit()
    assert "1 zonder volle punten tellen niet meer mee; 0 met volle punten" in desk.regrade()[1]
    assert "2 antwoorden opnieuw" in desk.regrade("--apply")[1]
    (mark,) = session.query(LaterMark).filter(LaterMark.measurement_answer_id.is_not(None))
    assert (mark.earned, mark.possible, mark.made_by) == (0, 0, None)
    notes = session.query(AuditEntry).filter_by(action="regraded", person_id=None).all()
    assert [note.detail.get("measured") for note in notes] == ["out"]
    session.rollback()
    assert "0 antwoorden opnieuw" in desk.regrade("--apply")[1]
