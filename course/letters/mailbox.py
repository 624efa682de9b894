"""The mailbox in which reports arrive of mail that was not delivered, read by IMAP (RFC 3501).

Only reports are read, and marked as read once what they say was written down; all else in the
mailbox stays as it is.
"""

from __future__ import annotations

import imaplib
import io
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from course import clock
from course.letters import bounces
from course.letters.bounces import BounceReports
from course.store.messages import reminders

TIMEOUT_S = 20.0
AT_ONCE = 50  # reports between two commits
_REPORTS = ("UNSEEN", "HEADER", "Content-Type", "multipart/report")


class MailboxError(RuntimeError):
    """The mailbox answers no, or in a way that nobody expects. The message holds no name or word of
    it.
    """


@dataclass(frozen=True)
class Mailbox:
    """Where it is. `secure`: encrypted from the first byte; else only on this computer."""

    host: str
    port: int
    secure: bool
    user: str
    password: str
    folder: str


@dataclass(frozen=True)
class ReadReports:
    """What some reports said: of how many people here, and of how many of nobody."""

    reports: int
    known: int
    unknown: int


def read_mailbox(url: str) -> Mailbox:
    """imaps://user:password@host:993/FOLDER; the folder is INBOX when none is named. `config.py`
    looked whether it is one.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "imaps"
    return Mailbox(
        parts.hostname or "",
        parts.port or (993 if secure else 143),
        secure,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
    )


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    """The mailbox, as long as it is needed.

    Errors: OSError when it is away; MailboxError when it refuses.
    """
    try:
        connection = _connect(mailbox)
        try:
            connection.login(mailbox.user, mailbox.password)
            folder = mailbox.folder.replace("\\", "\\\\").replace('"', '\\"')
            _must(connection.select(f'"{folder}"'))
            yield connection
        finally:
            connection.shutdown()
    except imaplib.IMAP4.error as error:
        raise MailboxError(type(error).__name__) from None


def _connect(mailbox: Mailbox) -> imaplib.IMAP4:
    if not mailbox.secure:
        return imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT_S)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT_S)


def unread_reports(connection: imaplib.IMAP4) -> Sequence[bytes]:
    """The numbers of the reports that nobody read yet, the oldest first."""
    found = _must(connection.uid("SEARCH", *_REPORTS))
    return found[0].split() if found and found[0] else ()


def fetched(connection: imaplib.IMAP4, numbers: Sequence[bytes]) -> list[BounceReports]:
    """What these reports say."""
    return [bounces.read(io.BytesIO(_message(connection, number))) for number in numbers]


def note(found: Iterable[BounceReports]) -> ReadReports:
    """Write down what reports say. Commit, and then `mark_read`: one that is read twice says the
    same.
    """
    codes: dict[str, str] = {}
    reports = 0
    for one in found:
        codes.update(one.codes)
        reports += one.reports
    known, unknown = reminders.came_back_by_report(codes, clock.now())
    return ReadReports(reports, known, unknown)


def mark_read(connection: imaplib.IMAP4, numbers: Sequence[bytes]) -> None:
    """These were read, also by who looks into the mailbox."""
    _must(connection.uid("STORE", b",".join(numbers).decode("ascii"), "+FLAGS.SILENT", r"(\Seen)"))


def _message(connection: imaplib.IMAP4, number: bytes) -> bytes:
    """The begin of one message, without marking it."""
    part = f"(BODY.PEEK[]<0.{bounces.LONGEST}>)"
    for one in _must(connection.uid("FETCH", number.decode("ascii"), part)):
        if isinstance(one, tuple):
            # a line that begins with From would begin another message, as in a file of them
            return bytes(one[1]).replace(b"\nFrom ", b"\n>From ")
    return b""


def _must(reply: tuple[str, Sequence[object]]) -> list[Any]:
    """What was answered.

    Errors: MailboxError when that is no.
    """
    state, found = reply
    if state != "OK":
        raise MailboxError(state)
    return list(found)
