"""What becomes of a mail of a ledger is kept when the outbox forgets it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import literal, select

from course import clock
from course.domain.messages.fates import MailEnd
from course.models import Mail, MailFate, db
from course.store.messages import fates, outbox, reminders
from course.store.messages.outbox import MOST_ATTEMPTS, Letter
from tests import builders

KEY = "reminder:1:sent:abc"


def ends(session: Any) -> list[str]:
    session.expire_all()
    return [row.fate for row in session.query(MailFate).order_by(MailFate.id)]


def fate(day: date, key: str = KEY) -> str | None:
    return db.session.scalar(select(fates.fate_on(literal(key), day)))


@pytest.fixture
def letter(session: Any) -> Letter:
    """To somebody who has an account; taken to be handed over."""
    noor = builders.person(session, "Noor", "noor@voorbeeld.example")
    outbox.queue(KEY, noor.email, "Training", "Tekst", clock.now())
    taken = outbox.claim(clock.now())
    assert taken is not None
    return taken


def test_it_was_handed_over_and_came_back_and_stays_known(session: Any, letter: Letter) -> None:
    now = clock.now()
    outbox.mark_sent(letter, now)
    assert ends(session) == ["handed"]
    reminders.came_back_by_report({letter.recipient: "5.1.1", "niemand@x.example": "5.1.1"}, now)
    assert ends(session) == ["handed", "returned"]
    outbox.tidy(now + timedelta(days=400))
    assert session.query(Mail).count() == 0
    assert ends(session) == ["handed", "returned"]


def test_a_report_of_long_after_says_nothing_about_it(session: Any, letter: Letter) -> None:
    outbox.mark_sent(letter, clock.now())
    reminders.came_back_by_report({letter.recipient: "5.1.1"}, clock.now() + timedelta(days=31))
    assert ends(session) == ["handed"]


def test_only_the_last_attempt_gives_up(session: Any, letter: Letter) -> None:
    outbox.mark_failed(letter, "TimeoutError", clock.now())
    assert ends(session) == []
    last = Letter(**{**vars(letter), "attempts": MOST_ATTEMPTS})
    outbox.mark_failed(last, "TimeoutError", clock.now())
    assert ends(session) == ["given-up"]


def test_what_is_dropped_never_went_out(session: Any, letter: Letter) -> None:
    outbox.drop([letter.recipient], clock.now())
    outbox.drop([letter.recipient], clock.now())
    assert ends(session) == ["dropped"]


def test_a_mail_of_no_ledger_is_not_kept(session: Any) -> None:
    outbox.queue("sign-in:1", "x@voorbeeld.example", "Inloggen", "Tekst", clock.now())
    taken = outbox.claim(clock.now())
    assert taken is not None
    outbox.mark_sent(taken, clock.now())
    assert ends(session) == []


def test_what_was_known_at_the_end_of_a_day_is_the_last_of_that_day(session: Any) -> None:
    day = clock.today()
    end = clock.end_of_day(day)
    assert fate(day) is None
    fates.note([KEY, "sign-in:1"], MailEnd.HANDED, end - timedelta(hours=2))
    fates.note([KEY], MailEnd.GIVEN_UP, end - timedelta(hours=1))
    fates.note([KEY], MailEnd.DROPPED, end - timedelta(hours=1))
    fates.note([KEY], MailEnd.RETURNED, end)
    fates.note(["reminder:2"], MailEnd.HANDED, end - timedelta(seconds=1))
    assert fate(day) == "dropped", "of two at one instant the later"
    assert fate(day + timedelta(days=1)) == "returned"
    assert fate(day - timedelta(days=1)) is None
    assert fate(day, "sign-in:1") is None, "it is of no ledger"


def test_the_last_mail_to_an_address_came_back_and_no_other(session: Any, letter: Letter) -> None:
    now, other = clock.now(), builders.person(session)
    outbox.mark_sent(letter, now - timedelta(days=30) + timedelta(seconds=1))
    for key, recipient, days in (
        ("reminder:2", letter.recipient, 1),
        ("reminder:3", letter.recipient, 2),
        ("reminder:4", other.email, 0),
        ("reminder:5", letter.recipient, 30),
    ):
        outbox.queue(key, recipient, "Training", "Tekst", now)
        sent = {"sent_at": now - timedelta(days=days)}
        session.query(Mail).filter_by(key=key).update(sent)
    fates.returned([letter.recipient], now)
    told = session.query(MailFate).filter_by(fate="returned")
    assert [row.mail_key for row in told] == ["reminder:2"]


def test_a_mail_of_a_month_ago_may_be_the_last(session: Any, letter: Letter) -> None:
    now = clock.now()
    outbox.mark_sent(letter, now - timedelta(days=30))
    fates.returned([letter.recipient], now)
    assert ends(session) == ["handed"], "no server tries so long"
    session.query(Mail).update({"sent_at": now - timedelta(days=30) + timedelta(seconds=1)})
    fates.returned([letter.recipient], now)
    assert ends(session) == ["handed", "returned"]
