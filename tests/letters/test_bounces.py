"""Delivery reports from a file: whom they say is not reached for good, and nobody else."""

from __future__ import annotations

import io
from collections.abc import Mapping
from time import process_time

import pytest

from course.letters import bounces

REPORT = """\
From: MAILER-DAEMON@post.example
To: post@stichting.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grens"

--grens
Content-Type: text/plain

This mail could not be delivered.

--grens
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example
Arrival-Date: Mon, 30 Nov 2026 10:00:00 +0100

{recipients}
--grens
Content-Type: message/rfc822

To: ander@voorbeeld.example
Status: 5.9.9
Action: failed
Final-Recipient: rfc822; ander@voorbeeld.example

Beste Noor,

--grens--
"""
OTHER = "From: noor@voorbeeld.example\nSubject: Ik ben weg\n\nStatus: 5.1.1\n"


def report(*recipients: str) -> str:
    return REPORT.format(recipients="\n".join(recipients))


def one(address: str, *, action: str = "failed", status: str = "5.1.1", asked: str = "") -> str:
    original = f"Original-Recipient: rfc822;{asked}\n" if asked else ""
    return f"{original}Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"


def read(text: str) -> bounces.BounceReports:
    return bounces.read(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("recipient", "codes"),
    [
        (one("weg@voorbeeld.example"), {"weg@voorbeeld.example": "5.1.1"}),
        (one("<weg@voorbeeld.example>"), {"weg@voorbeeld.example": "5.1.1"}),
        (one("weg@x.example", status="5.1.10 (unknown)"), {"weg@x.example": "5.1.10"}),
        # sent on: it is about the address that we wrote to
        (
            one("b@elders.example", asked="a+2Bb@voorbeeld.example"),
            {"a+b@voorbeeld.example": "5.1.1"},
        ),
        (one("weg@voorbeeld.example", action="delayed", status="4.4.1"), {}),
        (one("weg@voorbeeld.example", status="4.2.2"), {}),  # full today
        (one("weg@voorbeeld.example", action="delivered", status="2.0.0"), {}),
        (one("weg@voorbeeld.example", action="relayed"), {}),
        (one("geen-adres"), {}),
        (one("wég@voorbeeld.example", status="vijf"), {}),
    ],
    ids=[
        "gone",
        "brackets",
        "remark",
        "sent-on",
        "delayed",
        "full",
        "delivered",
        "relayed",
        "no-address",
        "no-status",
    ],
)
def test_who_is_not_reached_for_good(recipient: str, codes: Mapping[str, str]) -> None:
    found = read(report(recipient))
    assert (found.codes, found.reports, found.others) == (codes, 1, 0)


def test_a_mailbox_has_more_than_one_message() -> None:
    two = report(one("een@voorbeeld.example"), one("twee@voorbeeld.example", status="5.2.1"))
    begin = "From MAILER-DAEMON Mon Nov 30 10:00:00 2026\n"
    found = read(
        "".join(f"{begin}{text}\n" for text in (two, OTHER, report(one("drie@x.example"))))
    )
    assert set(found.codes) == {"een@voorbeeld.example", "twee@voorbeeld.example", "drie@x.example"}
    assert (found.reports, found.others) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "zomaar wat\n",
        OTHER,
        report().replace("/delivery-status", "/rfc822"),
        "".join(f"Content-Type: multipart/report; boundary=g{n}\n\n--g{n}\n" for n in range(3000)),
    ],
    ids=["empty", "blank", "words", "mail", "no-status", "deep"],
)
def test_what_is_no_report_says_nothing(text: str) -> None:
    found = read(text)
    assert (found.codes, found.reports) == ({}, 0)


@pytest.mark.parametrize("sign", ["@", "a@", " ", "<", "rfc822;"])
def test_an_address_of_any_length_is_read_quickly(sign: str) -> None:
    """Anybody may send us a mail that looks like a report."""
    text = report(one(sign * (30_000 // len(sign)) + "<x"))
    begin = process_time()
    assert read(text).codes == {}
    assert process_time() - begin < 1  # 1.3 s for 8,000 signs, when it grew with their square
