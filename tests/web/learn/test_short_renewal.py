"""A renewal asks what was wrong, a story and what changed; it is done when that is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from course import clock
from course.models import CodeClause, CodeOfConduct, Enrolment, Progress
from course.store.learning import reading, recounting, renewing
from tests.builders import add
from tests.checking_client import CheckingClient
from tests.learning import DILEMMA, PAGE, Learner, publish
from tests.web.learn.test_lessons import sit

DONE_ON = date(2024, 3, 1)


def renewed(session: Any, noor: Learner) -> reading.Learning:
    """She was done long ago, and begins again."""
    session.execute(delete(Progress).where(Progress.enrolment_id == noor.enrolment_id))
    at = clock.now() - timedelta(days=900)
    row = {"done": 1, "total": 1, "lessons": [], "started_on": DONE_ON, "recorded_at": at}
    ends = {"completed_at": at, "completed_on": DONE_ON, "valid_until": date(2025, 3, 1)}
    add(session, Progress(enrolment_id=noor.enrolment_id, **row, **ends))
    assert renewing.renew(noor.person.id, "proef", clock.now())
    found = reading.learning(noor.person.id, "proef", clock.today())
    assert found is not None
    session.commit()
    return found


def slugs(found: reading.Learning) -> set[str]:
    assert found.asked is not None
    return {lesson for _, lesson in found.asked}


def test_it_asks_what_was_wrong_and_one_story(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    assert slugs(renewed(session, noor)) == {"dilemma"}


def test_what_was_wrong_is_asked_again(client: CheckingClient, session: Any, noor: Learner) -> None:
    sit(client, wrong=1)
    assert slugs(renewed(session, noor)) == {"dilemma", "eigen-leven"}
    page = client.get("/leren/proef").text
    assert "Dit is uw herhaling" in page
    assert "0 van 2 lessen" in page


def test_what_changed_since_is_asked(session: Any, noor: Learner, tmp_path: Path) -> None:
    changed = PAGE.replace("Daarna beslissen anderen.", "Daarna beslist ieder ander.")
    publish(tmp_path / "nieuw", eigen_leven=changed, dilemma=DILEMMA)
    assert slugs(renewed(session, noor)) == {"dilemma", "eigen-leven"}


def test_a_changed_agreement_is_asked(session: Any, noor: Learner, tmp_path: Path) -> None:
    quoting = PAGE + "\n::: clause kanalen\n:::\n"
    release = publish(tmp_path / "nieuw", eigen_leven=quoting)
    session.query(Enrolment).filter_by(id=noor.enrolment_id).update({"release": release})
    code = CodeOfConduct(
        school_id=noor.school.id,
        label="2025",
        in_force_on=date(2025, 8, 1),
        consent_reference="",
        made_by=noor.person.id,
        made_at=clock.now(),
        submission="gedragscode-2025",
    )
    add(session, code)
    add(session, CodeClause(code_id=code.id, clause="kanalen", text="Alleen de schoolapp."))
    assert slugs(renewed(session, noor)) == {"dilemma", "eigen-leven"}


def test_it_is_done_when_that_is_done_and_everything_agrees(session: Any, noor: Learner) -> None:
    found = renewed(session, noor)
    cycles = session.query(Enrolment).filter_by(person_id=noor.person.id, course="proef")
    new = cycles.filter_by(cycle=2).one()
    assert new.asked == ["een/dilemma"]
    reader = reading.reader(found)
    assert reader.only == {("een", "dilemma")}
    assert recounting.verify([new.id], clock.today()) == []
