"""News of a training goes to who is named, works here, and of whom it still holds when the mail is
written.
"""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from course import clock
from course.models import Mail, Person
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.messages import jobs
from course.store.people import deeds
from course.store.study_days import meetings
from course.store.study_days.seats import NEWS
from course.web.http.settings import settings
from course.work.loop import do
from tests.store.study_days.test_two_meetings import NOW, Hall, opened


@pytest.fixture
def hall(session: Any, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """One seat: Ada has it, Bob waits for it, and Cas stays away."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    found = opened(session)
    found.say(found.morning, True, True, False)
    return found


def told(hall: Hall, news: str, people: list[Person] | None = None) -> list[str]:
    """To whom a worker writes this, of those who are named."""
    session, named = hall.world.session, hall.people if people is None else people
    about = {"meeting": hall.morning.ref, "news": news, "people": [one.id for one in named]}
    session.commit()
    transaction.begin(may_write=True)
    mine = jobs.queue(NEWS, about, NOW)
    while taken := jobs.claim([NEWS], NOW):
        transaction.commit()
        do(taken, settings(), Event())
        transaction.begin(may_write=True)
    written = session.query(Mail.recipient).filter(Mail.key.startswith(f"meeting:{mine}:"))
    found = {one for (one,) in written}
    names = [one.name.partition(" ")[0] for one in hall.people if one.email in found]
    assert len(names) == len(found)
    return names


@pytest.mark.parametrize(
    ("news", "whom"),
    [
        ("seat", ["Ada"]),
        ("waiting", ["Bob"]),
        ("changed", ["Ada", "Bob", "Cas"]),
        ("cancelled", ["Ada", "Bob", "Cas"]),
    ],
)
def test_of_a_seat_only_is_told_what_somebody_has_now(
    hall: Hall, news: str, whom: list[str]
) -> None:
    assert told(hall, news) == whom


def test_only_who_is_named_and_still_works_here_hears_it(hall: Hall) -> None:
    ada, bob, _ = hall.people
    assert told(hall, "changed", [bob]) == ["Bob"]
    transaction.begin(may_write=True)
    deeds.leave(hall.school.id, [ada.id], DeedMoment(NOW))
    hall.world.session.commit()
    assert told(hall, "changed", [ada, bob]) == ["Bob"]


def test_of_what_is_cancelled_nothing_else_is_told(hall: Hall) -> None:
    assert meetings.cancel(hall.morning, NOW)
    assert [told(hall, news) for news in ("seat", "waiting", "changed")] == [[], [], []]
    assert told(hall, "cancelled") == ["Ada", "Bob", "Cas"]
