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
from course.domain.people.roles import Role
from course.models import Attempt, AuditEntry, Enrolment, LessonCompletion, Regrade
from course.store.courses import releases
from course.store.learning import reading, recounting
from tests import builders
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
