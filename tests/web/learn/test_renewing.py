"""What a learner reads about the end of a completion, and doing the course again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.models import Assignment, Duty, DutyReason, Enrolment, Progress
from course.store.learning import reading
from tests.builders import LONG_AGO
from tests.checking_client import CheckingClient
from tests.learning import Learner, press
from tests.web.learn.test_lessons import TEST

COURSE = "/leren/proef"
AGAIN = "Doe de cursus opnieuw"


def done(session: Any, noor: Learner, days_left: int) -> date:
    """She is done, and owes the course; the last day of her completion."""
    until = clock.today() + timedelta(days=days_left)
    since = until - timedelta(days=365)
    row = {"enrolment_id": noor.enrolment_id, "done": 4, "total": 4, "lessons": ["een/eigen-leven"]}
    at = clock.now() - timedelta(days=365)
    session.add(
        Progress(
            **row,
            started_on=since,
            completed_at=at,
            completed_on=since,
            valid_until=until,
            recorded_at=at,
        )
    )
    given = Assignment(
        course="proef",
        school_id=noor.school.id,
        due_on=LONG_AGO + timedelta(days=30),
        made_by=noor.person.id,
        made_at=clock.now(),
        submission="toegewezen-aan-noor",
    )
    duty = Duty(person_id=noor.person.id, school_id=noor.school.id, course="proef")
    session.add_all([given, duty])
    session.flush()
    reason = {"duty_id": duty.id, "assignment_id": given.id, "due_on": given.due_on}
    session.add(DutyReason(**reason, starts_on=LONG_AGO))
    session.commit()
    return until


@pytest.mark.parametrize(
    ("days_left", "words", "may", "status"),
    [
        (200, "Uw afronding is geldig tot en met", False, "Afgerond"),
        (56, "Uw afronding is geldig tot en met", True, "Afgerond"),
        (0, "Uw afronding is geldig tot en met", True, "Afgerond"),
        (-1, "Uw afronding was geldig tot en met", True, "Te laat"),
    ],
)
def test_the_page_of_a_course_says_until_when(
    client: CheckingClient,
    session: Any,
    noor: Learner,
    days_left: int,
    words: str,
    may: bool,
    status: str,
) -> None:
    done(session, noor, days_left)
    page = client.get(COURSE).text
    assert words in page
    assert (AGAIN in page) is may
    home = client.get("/leren").text
    assert "geldig tot en met" in home
    assert status in home


def test_doing_it_again_is_a_cycle_of_its_own(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    until = done(session, noor, 10)
    assert press(client, COURSE, f"{COURSE}/opnieuw").status_code == 303
    page = client.get(COURSE).text
    assert "Dit is uw herhaling. Uw vorige afronding is geldig tot en met" in page
    assert AGAIN not in page
    cycles = session.query(Enrolment).filter_by(person_id=noor.person.id, course="proef")
    assert [(one.cycle, one.renews) for one in cycles.order_by(Enrolment.cycle)] == [
        (1, None),
        (2, until),
    ]
    found = reading.learning(noor.person.id, "proef", clock.today())
    assert found is not None
    assert (found.cycle, found.completed_on) == (2, None)
    session.rollback()
    for address in (TEST, f"{COURSE}/een/eigen-leven"):
        assert client.get(address).status_code == 200, "nothing is locked a second time"


def test_too_early_there_is_nothing_to_do_again(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    done(session, noor, 200)
    assert client.post(f"{COURSE}/opnieuw").status_code == 404
