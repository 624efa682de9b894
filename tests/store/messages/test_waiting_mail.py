"""Mail in the database: when it is tried again, what of it goes when, and whose is dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from course.domain.messages.refreshers import LASTS as REFRESHER_LASTS
from course.domain.signing_in.instants import SKEW
from course.models import Mail, MailFate
from course.store.messages import outbox
from course.store.messages.outbox import MOST_ATTEMPTS, Letter, Outgoing

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
LINK = "http://localhost/inloggen/link/abc-DEF_123"
pytestmark = pytest.mark.empty("its own mail is the only one")


def queue(key: str, at: datetime = NOW, to: str = "a@b.example", body: str = LINK) -> None:
    assert outbox.queue(key, to, "Onderwerp", body, at)


def claim(now: datetime = NOW) -> Letter:
    taken = outbox.claim(now)
    assert taken is not None
    return taken


def rows(session: Any) -> dict[str, Mail]:
    session.expire_all()
    return {row.key: row for row in session.query(Mail).order_by(Mail.id)}


def bodies(session: Any) -> dict[str, str]:
    return {key: row.body for key, row in rows(session).items()}


def test_it_waits_longer_after_each_failure(session: Any) -> None:
    queue("a")
    now = NOW
    for attempt, minutes in enumerate((1, 5, 15, 60, 240, 720), start=1):
        letter = claim(now)
        assert letter.attempts == attempt
        outbox.mark_failed(letter, "TimeoutError", now)
        assert rows(session)["a"].next_try_at == now + minutes * MINUTE
        now += minutes * MINUTE
        assert not outbox.is_due(now - SECOND)
        assert outbox.is_due(now)
    outbox.mark_failed(claim(now), "TimeoutError", now)
    assert not outbox.is_due(now + 1000 * DAY)


@pytest.mark.usefixtures("session")
def test_who_takes_a_mail_has_it_for_two_minutes() -> None:
    queue("a")
    claim()
    assert not outbox.is_due(NOW + 2 * MINUTE - SECOND)
    assert claim(NOW + 2 * MINUTE).attempts == 2


def test_what_waits_longer_than_anything_does_is_due(session: Any) -> None:
    """A clock ran ahead when it was written."""
    queue("a", NOW + 720 * MINUTE + SKEW)
    assert not outbox.is_due(NOW)
    assert outbox.is_due(NOW - SECOND)


@pytest.mark.usefixtures("session")
def test_the_one_that_waits_since_longest_goes_first() -> None:
    for key, seconds in (("b", 1), ("a", 0), ("c", 0)):
        queue(key, NOW + seconds * SECOND)
    assert [claim(NOW + SECOND).key for _ in range(3)] == ["a", "c", "b"]


def test_what_becomes_of_one_mail_says_nothing_of_another(session: Any) -> None:
    for key in "abc":
        queue(key)
    outbox.mark_sent(claim(), NOW)
    second = claim()
    assert second.key == "b", "what was sent is due no more"
    outbox.mark_failed(second, "TimeoutError", NOW)
    found = [(row.sent_at, row.error, row.attempts) for row in rows(session).values()]
    assert found == [(NOW, None, 1), (None, "TimeoutError", 1), (None, None, 0)]
    assert claim().key == "c"


@pytest.mark.usefixtures("session")
def test_what_went_out_keeps_nothing_back() -> None:
    """Its next attempt would have come first."""
    queue("a")
    outbox.mark_sent(claim(), NOW)
    queue("b", NOW + DAY)
    assert claim(NOW + DAY).key == "b"


def test_many_are_written_at_once_and_one_is_taken_back(session: Any) -> None:
    letters = [Outgoing(key, "a@b.example", "S", "T", html="<p>", stop_url="/stop") for key in "ab"]
    outbox.queue_all(letters, NOW)
    outbox.take_back("a")
    (row,) = rows(session).values()
    assert (row.key, row.created_at, row.next_try_at, row.attempts) == ("b", NOW, NOW, 0)
    assert (row.html, row.stop_url) == ("<p>", "/stop")
    assert [mail.key for mail in outbox.pending(9)] == ["b"]
    outbox.mark_sent(claim(), NOW)
    assert list(outbox.pending(9)) == []


def test_what_waits_for_an_address_is_dropped_and_nothing_else(session: Any) -> None:
    queue("reminder:sent")
    outbox.mark_sent(claim(), NOW)
    queue("reminder:waits")
    queue("reminder:other", to="b@b.example")
    queue("reminder:given-up")
    session.query(Mail).filter_by(key="reminder:given-up").update({"attempts": MOST_ATTEMPTS})
    queue("sign-in:old", NOW - DAY)
    outbox.tidy(NOW)
    outbox.drop(["a@b.example", "c@b.example"], NOW)
    found = rows(session)
    told = {key: (row.body, row.error) for key, row in found.items()}
    dropped = (outbox.DROPPED, outbox.DROPPED_AS)
    assert told == {
        "reminder:sent": ("http://localhost/inloggen/link/…", None),
        "reminder:waits": dropped,
        "reminder:other": (LINK, None),
        "reminder:given-up": dropped,
        "sign-in:old": (outbox.EXPIRED, "expired"),
    }
    assert found["reminder:waits"].attempts == MOST_ATTEMPTS
    fates = [(row.mail_key, row.fate) for row in session.query(MailFate).order_by(MailFate.id)]
    assert fates == [("reminder:sent", "handed"), ("reminder:waits", "dropped")]


def test_a_link_that_expired_before_it_went_out_is_gone(session: Any) -> None:
    """A link in a mail that may have gone stays until the server says no."""
    queue("sign-in:now", NOW - 30 * MINUTE + SECOND)
    queue("sign-in:over", NOW - 30 * MINUTE)
    queue("sign-in:unknown", NOW - 30 * MINUTE)
    queue("sign-in:sent", NOW - 30 * MINUTE)
    queue("refresher:over", NOW - REFRESHER_LASTS)
    queue("refresher:now", NOW - REFRESHER_LASTS + SECOND)
    queue("invitation:now", NOW - DAY)
    queue("ander:1", NOW - 29 * DAY)
    queue("invitation:sent", NOW - DAY)
    queue("refresher:given-up", NOW - REFRESHER_LASTS)
    given_up = session.query(Mail).filter_by(key="refresher:given-up")
    given_up.update({"attempts": MOST_ATTEMPTS})
    session.query(Mail).filter_by(key="invitation:sent").update({"sent_at": NOW})
    session.query(Mail).filter_by(key="sign-in:unknown").update({"error": outbox.UNKNOWN})
    session.query(Mail).filter_by(key="sign-in:sent").update({"sent_at": NOW})
    shown = {key: outbox.readable(row, NOW) == LINK for key, row in rows(session).items()}
    outbox.tidy(NOW)
    over = [key for key, body in bodies(session).items() if body == outbox.EXPIRED]
    assert over == ["sign-in:over", "refresher:over", "refresher:given-up"]
    assert [key for key, whole in shown.items() if not whole] == [
        "sign-in:over",
        "sign-in:unknown",
        "sign-in:sent",
        "refresher:over",
        "invitation:sent",
        "refresher:given-up",
    ]
    row = rows(session)["refresher:over"]
    assert (row.attempts, row.error) == (MOST_ATTEMPTS, "expired")
    fates = [(row.mail_key, row.fate) for row in session.query(MailFate)]
    assert fates == [("refresher:over", "dropped")]


def test_a_text_goes_after_a_month_and_that_it_was_sent_after_a_year(session: Any) -> None:
    queue("a", NOW - 30 * DAY)
    queue("b", NOW - 30 * DAY + SECOND)
    queue("c", NOW - 365 * DAY)
    queue("d", NOW - 365 * DAY + SECOND)
    queue("reminder:e", NOW - 30 * DAY, "e@b.example")
    outbox.drop(["e@b.example"], NOW)
    session.query(Mail).filter_by(key="a").update({"html": "<p>"})
    outbox.tidy(NOW)
    assert bodies(session) == {
        "a": outbox.FORGOTTEN,
        "b": LINK,
        "d": outbox.FORGOTTEN,
        "reminder:e": outbox.DROPPED,
    }
    assert rows(session)["a"].html is None


def test_the_page_of_a_mail_loses_its_link_as_its_text_does(session: Any) -> None:
    outbox.queue_all([Outgoing("a", "a@b.example", "S", LINK, html=f"<a href={LINK}>")], NOW)
    outbox.mark_leaving(claim())
    row = rows(session)["a"]
    assert (row.body, row.html) == (LINK[:-11] + "…", f"<a href={LINK[:-11]}…>")
    assert (row.error, row.attempts) == (outbox.UNKNOWN, MOST_ATTEMPTS)
