"""A renewal asks what was wrong, a story and what changed; it is done when that is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from course import clock
from course.domain.courses.publishing import TextChange
from course.models import (
    CodeClause,
    CodeOfConduct,
    Enrolment,
    Progress,
    Publication,
    Refresher,
    RefresherAnswer,
)
from course.store.learning import reading, recounting, renewing
from tests.builders import add
from tests.checking_client import CheckingClient
from tests.learning import DILEMMA, PAGE, Learner, answer, publish, signed_in
from tests.web.learn.test_lessons import sit

DONE_ON = date(2024, 3, 1)
MODULE = "/leren/proef/een"


def renewed(session: Any, noor: Learner, began: date = DONE_ON) -> reading.Learning:
    """She was done long ago, and begins again."""
    session.execute(delete(Progress).where(Progress.enrolment_id == noor.enrolment_id))
    at = clock.now() - timedelta(days=900)
    row = {"done": 1, "total": 1, "lessons": [], "started_on": began, "recorded_at": at}
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


@pytest.fixture
def since_long(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    """She began in a text that was published before she did."""
    publish(tmp_path / "modules", now=clock.now() - timedelta(days=2000))
    return signed_in(session, client)


@pytest.mark.parametrize(
    ("change", "meant", "asked"),
    [
        (TextChange.WORDING, [], False),
        (TextChange.MEANING, ["een/eigen-leven"], True),
        (TextChange.MEANING, ["een/eigen-leven/p1"], True),
        (TextChange.MEANING, ["een/eigen", "een/dilemma"], False),
        (TextChange.DUTY, [], True),
    ],
)
def test_what_changed_is_asked_of_who_went_along(
    client: CheckingClient,
    session: Any,
    tmp_path: Path,
    change: TextChange,
    meant: list[str],
    asked: bool,
) -> None:
    """Who is done stands in the newest text, whatever text they read."""
    now = clock.now()
    changed = PAGE.replace("Daarna beslissen anderen.", "Daarna beslist ieder ander.")
    release = publish(tmp_path / "nieuw", now=now - timedelta(days=3000), eigen_leven=changed)
    publish(tmp_path / "oud")
    who = signed_in(session, client)
    said = {"course": "proef", "change": change.value, "meant": meant}
    add(session, Publication(release=release, published_at=now + timedelta(days=2), **said))
    session.query(Enrolment).filter_by(id=who.enrolment_id).update({"release": release})
    expected = {"dilemma", "eigen-leven"} if asked else {"dilemma"}
    assert slugs(renewed(session, who, clock.today())) == expected


def test_what_was_changed_and_put_back_is_not_asked(
    session: Any, since_long: Learner, tmp_path: Path
) -> None:
    publish(tmp_path / "nieuw", eigen_leven=PAGE.replace("beslissen", "kiezen"))
    publish(tmp_path / "terug")
    assert slugs(renewed(session, since_long)) == {"dilemma"}


OTHER = DILEMMA.replace("S1", "S2").replace("Leuke foto", "Andere foto")
OF_PO = DILEMMA.replace("S1", "S3").replace("sectors: vo", "sectors: po")


def stories(*texts: str) -> str:
    """One page with the stories of these pages."""
    head = texts[0].partition("::: dilemma")[0]
    return head + "\n".join("".join(text.partition("::: dilemma")[1:]) for text in texts)


def test_the_story_is_one_that_was_not_played(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    """A page of which only the story of another kind of school is left, has nothing new."""
    release = publish(
        tmp_path / "nieuw",
        dilemma=stories(DILEMMA, OF_PO),
        verder=stories(OTHER, OF_PO.replace("S3", "S4")),
    )
    session.query(Enrolment).filter_by(id=noor.enrolment_id).update({"release": release})
    session.commit()
    answer(client, f"{MODULE}/dilemma", "S1", kies="b")
    assert slugs(renewed(session, noor)) == {"verder"}


def test_the_new_story_of_a_page_is_opened_first(
    client: CheckingClient, session: Any, noor: Learner, tmp_path: Path
) -> None:
    release = publish(tmp_path / "nieuw", dilemma=stories(DILEMMA, OTHER))
    session.query(Enrolment).filter_by(id=noor.enrolment_id).update({"release": release})
    session.commit()
    answer(client, f"{MODULE}/dilemma", "S1", kies="b")
    renewed(session, noor)
    assert re.search(r"<h1[^>]*>Andere foto", client.get(f"{MODULE}/dilemma").text)


@pytest.mark.parametrize(("earned", "asked"), [(0, True), (1, False)])
def test_the_last_time_that_a_rule_was_asked_says_whether_it_is_asked(
    client: CheckingClient, session: Any, noor: Learner, earned: int, asked: bool
) -> None:
    """Wrong in a refresher counts, and right in a refresher makes good what a test found."""
    if earned:
        sit(client, wrong=1)
    day, now = clock.today(), clock.now()
    of = {"person_id": noor.person.id, "course": "proef"}
    sent = {"key": "opfrissen-1", "day": day, "at": now, "outcome": "sent", "mail_key": "mail-1"}
    found = reading.learning(noor.person.id, "proef", day)
    assert found is not None
    asks = {"release": found.release, "moments": ["een/toets/t1/L1"], "open_until": day}
    mail = add(session, Refresher(**of, **sent, **asks))
    about = {"module": "een", "goal": "L1", "lesson": "toets", "item": "t1", "response": ["a"]}
    marks = {"earned": earned, "possible": 1, "confidence": "zeker", "day": day, "at": now}
    add(session, RefresherAnswer(refresher_id=mail.id, **of, **about, **marks, scheduler="proef"))
    expected = {"dilemma", "eigen-leven"} if asked else {"dilemma"}
    assert slugs(renewed(session, noor)) == expected


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
