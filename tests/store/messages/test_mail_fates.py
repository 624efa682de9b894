"""What becomes of a mail of a ledger is kept when the outbox forgets it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from course import clock
from course.models import Mail, MailFate
from course.store.messages import outbox, reminders
from course.store.messages.outbox import MOST_ATTEMPTS, Letter
from tests import builders

KEY = "reminder:1:sent:abc"


def ends(session: Any) -> list[str]:
    session.expire_all()
    return [row.fate for row in session.query(MailFate).order_by(MailFate.id)]


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
