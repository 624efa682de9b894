"""Handing over what is in the outbox to the mail server of this installation."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from course import clock, logs
from course.config import Config
from course.domain.messages.fates import MailEnd
from course.server_addresses import THIS_COMPUTER
from course.store import transaction
from course.store.messages import fates, outbox, reminders
from course.store.messages.outbox import Letter

TIMEOUT_S = 5.0
# no such mailbox, not local, ambiguous name; other refusals may be about us
_NO_MAILBOX = (550, 551, 553)


class MailSettingsError(RuntimeError):
    """Mail cannot go out with these settings. The message says which, and what to do."""


@dataclass(frozen=True)
class Delivered:
    """How one round went."""

    sent: int
    failed: int


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over."""

    host: str
    port: int
    secure: bool  # encrypted from the first byte; else as soon as the server offers it
    user: str
    password: str


def read_server(url: str) -> MailServer:
    """smtp://user:password@host:587 or smtps://user:password@host:465.

    Errors: MailSettingsError.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise MailSettingsError(
            "DEELWIJS_SMTP_URL: geef smtp://gebruiker:wachtwoord@server:587, of smtps://…:465"
        )
    secure = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        port or (465 if secure else 587),
        secure,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def send_pending(config: Config, at_most: int) -> Delivered:
    """Hand over what is due, oldest first, over one connection. What fails stays in the outbox,
    with the reason.

    When the machine stops, or the server falls silent, between the message and its answer, nobody
    knows whether it was taken. A mail of the ledger then stays as it is, for it must not come
    twice; a link that somebody waits for goes out again under the same Message-ID.

    Errors: MailSettingsError.
    """
    server = read_server(config.smtp_url)
    if not parseaddr(config.mail_from)[1]:
        raise MailSettingsError("DEELWIJS_MAIL_FROM: geef het adres waar de mail vandaan komt")
    outbox.tidy(clock.now())
    transaction.commit()
    with _Handing(server, config) as handing:
        while handing.sent + handing.failed < at_most:
            letter = outbox.claim(clock.now())
            transaction.commit()  # nothing is held while the mail server thinks
            if letter is None or not handing.hand_over(letter):
                break
        return Delivered(handing.sent, handing.failed)


class _Handing:
    """One connection for many letters; after a failure the next letter gets a new one."""

    def __init__(self, server: MailServer, config: Config) -> None:
        self.server, self.config = server, config
        self.sent = self.failed = 0
        self._connection: _Announcing | None = None

    def __enter__(self) -> _Handing:
        return self

    def __exit__(self, *_: object) -> None:
        transaction.rollback()
        self._close()

    def hand_over(self, letter: Letter) -> bool:
        """Whether the server is there, so that the others need not wait."""
        leaving = _Leaving(letter)
        try:
            connection = self._connection = self._connection or _connect(self.server)
            connection.announce = leaving
            connection.send_message(message_of(letter, self.config))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self.failed += 1
            if not (leaving.said and _silent(error)):
                outbox.mark_failed(letter, reason(error), clock.now())
                if code := refused_for_good(error):
                    reminders.came_back(letter.recipient, code, clock.now())
                    fates.note([letter.key], MailEnd.RETURNED, clock.now())
                transaction.commit()
            is_there = self._connection is not None
            self._close()
            return is_there
        outbox.mark_sent(letter, clock.now())
        reminders.reached(letter.recipient, clock.now())
        transaction.commit()
        self.sent += 1
        return True

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class _Leaving:
    """What is written down right before the message itself goes."""

    letter: Letter
    said: bool = False

    def __call__(self) -> None:
        if self.letter.once:
            outbox.mark_leaving(self.letter)
            transaction.commit()
            self.said = True


def _silent(error: Exception) -> bool:
    """Whether no answer came; a refusal is an answer."""
    return not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)


class _Announcing(smtplib.SMTP):
    """Says so when the message itself goes, after its recipient was taken."""

    announce: Callable[[], None]

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.announce()
        return super().data(msg)


class _AnnouncingSecure(_Announcing, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def message_of(letter: Letter, config: Config) -> EmailMessage:
    """The message as it goes out. Its id comes from its key, so that a second copy is known as the
    same message.

    Errors: ValueError when the address or the subject cannot stand in a header.
    """
    message = EmailMessage()
    message["From"] = config.mail_from
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    host = urlsplit(config.base_url).hostname or "localhost"
    message["Message-ID"] = f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:40]}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "nl"
    if letter.stop_url:  # RFC 8058: a mail program ends it by one press of its own
        message["List-Unsubscribe"] = f"<{letter.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body, cte="quoted-printable")  # passes every server unchanged
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def refused_for_good(error: Exception) -> str:
    """The code with which a server said that there is no such mailbox; empty when it did not."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    codes = [code for code, _ in error.recipients.values()]
    return next((str(code) for code in codes if code in _NO_MAILBOX), "")


def reason(error: Exception) -> str:
    """Why it failed, without a name, an address or a word of the message."""
    code = getattr(error, "smtp_code", None)
    if not code:
        return type(error).__name__
    return f"{type(error).__name__} {code}"


def _connect(server: MailServer) -> _Announcing:
    context = ssl.create_default_context()
    where = (server.host, server.port)
    connection: _Announcing
    if server.secure:
        connection = _AnnouncingSecure(*where, timeout=TIMEOUT_S, context=context)
    else:
        connection = _Announcing(*where, timeout=TIMEOUT_S)
    try:
        connection.ehlo()
        encrypted = server.secure
        if not encrypted and connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
            encrypted = True
        if not encrypted and server.host not in THIS_COMPUTER:
            logs.warn("mail travels unencrypted: the mail server offers nothing else")
        if server.user:
            if not encrypted:
                raise smtplib.SMTPNotSupportedError("no encryption, so no password")
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection
