"""Reports of mail that came back, from a mailbox by IMAP: a small server that really listens."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.letters import mailbox
from course.letters.mailbox import MailboxError
from course.models import Job, Unreached
from course.store import transaction
from course.store.messages import jobs
from course.work import loop, registry
from course.work.loop import Worker
from tests import builders
from tests.letters.test_bounces import OTHER, one, report

GONE = "weg@voorbeeld.example"


@dataclass
class Box:
    """A mailbox for tests: its messages, and which of them were read."""

    messages: list[str]
    port: int = 0
    seen: set[int] = field(default_factory=set)
    password: str = "geheim"
    refuses: str = ""  # a command to which it says no

    def reply(self, command: str) -> list[bytes]:
        """The lines before the one that says how it went."""
        if "SEARCH" in command:
            found = [number for number in self.numbers() if number not in self.seen]
            return [f"* SEARCH {' '.join(map(str, found))}".encode()]
        if fetched := re.search(r"FETCH (\d+) \(BODY\.PEEK\[]<0\.\d+>\)", command):
            number = int(fetched[1])
            text = self.messages[number - 1].encode()
            begin = f"* {number} FETCH (UID {number} BODY[]<0> {{{len(text)}}}"
            return [begin.encode(), text + b")"]
        if stored := re.search(r"STORE (\S+) \+FLAGS", command):
            self.seen |= set(map(int, stored[1].split(",")))
        return []

    def numbers(self) -> Iterator[int]:
        """Those that are a report, as a server finds them by their header."""
        for number, text in enumerate(self.messages, start=1):
            if message_from_bytes(text.encode()).get_content_type() == "multipart/report":
                yield number


@pytest.fixture
def box() -> Iterator[Box]:
    kept = Box([report(one(GONE)), OTHER, report(one("niemand@x.example"))])

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(b"* OK klaar")
            while line := self.rfile.readline().decode().strip():
                tag, _, command = line.partition(" ")
                verb = command.upper()
                wrong = verb.startswith("LOGIN") and kept.password not in command
                if wrong or (kept.refuses and kept.refuses in verb):
                    self.say(f"{tag} NO nee".encode())
                    continue
                if verb == "CAPABILITY":
                    self.say(b"* CAPABILITY IMAP4rev1")
                for reply in kept.reply(command):
                    self.say(reply)
                self.say(f"{tag} OK klaar".encode())

        def say(self, line: bytes) -> None:
            self.wfile.write(line + b"\r\n")

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield kept
        server.shutdown()


@pytest.fixture
def worker(app: Flask, box: Box, monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setattr(registry, "daily", list)
    monkeypatch.setattr(loop, "REST", 0.0)
    made = Worker(app)
    url = f"imap://post:geheim@127.0.0.1:{box.port}/Terug"
    made.config = replace(app.config["DEELWIJS"], imap_url=url)
    return made


def read_it(worker: Worker) -> None:
    jobs.queue("bounces", {}, clock.now())
    transaction.commit()
    worker.turn(worker.work)


def test_reports_are_read_once_and_other_mail_stays_as_it_is(
    session: Any, box: Box, worker: Worker
) -> None:
    builders.person(session, "Noor Bakker", GONE)
    session.commit()
    read_it(worker)
    assert [(row.email_key, row.code) for row in session.query(Unreached)] == [(GONE, "5.1.1")]
    assert session.query(Job.message).scalar() == "1 van 2"
    assert box.seen == {1, 3}
    session.query(Unreached).delete()
    session.commit()
    read_it(worker)
    assert session.query(Unreached).count() == 0


@pytest.mark.parametrize("refused", ["SEARCH", "FETCH", "STORE", "SELECT", "LOGIN"])
def test_what_the_mailbox_refuses_is_tried_again_and_nothing_is_lost(
    session: Any, box: Box, worker: Worker, refused: str
) -> None:
    builders.person(session, "Noor Bakker", GONE)
    session.commit()
    box.refuses = refused
    read_it(worker)
    assert session.query(Job.error).scalar() == "MailboxError"
    assert box.seen == set()
    box.refuses = ""
    session.rollback()
    read_it(worker)
    assert [row.email_key for row in session.query(Unreached)] == [GONE]
    assert box.seen == {1, 3}


def test_a_wrong_password_says_no_word_of_it(box: Box) -> None:
    where = mailbox.read_mailbox(f"imap://post:fout@127.0.0.1:{box.port}")
    with pytest.raises(MailboxError) as told, mailbox.opened(where):
        pass
    assert "fout" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("imaps://a%40b:p%3Aw@post.example", ("post.example", 993, True, "a@b", "p:w", "INBOX")),
        ("imap://a:b@127.0.0.1:10/Terug%20post", ("127.0.0.1", 10, False, "a", "b", "Terug post")),
    ],
)
def test_the_address_of_a_mailbox_is_read(url: str, found: tuple[Any, ...]) -> None:
    assert mailbox.read_mailbox(url) == mailbox.Mailbox(*found)
