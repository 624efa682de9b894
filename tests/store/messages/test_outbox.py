"""Mail on its way out, and handing it over to a mail server that really listens."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest

from course import clock
from course.config import Config
from course.domain.messages import refreshers
from course.letters import smtp
from course.models import Mail, Unreached
from course.store import transaction
from course.store.messages import outbox, overview
from course.web.sign_in import sending
from tests.accounts import EMAIL, add_person, later

LINK = "http://localhost/inloggen/link/abc-DEF_123"


@dataclass
class Inbox:
    """A mail server for tests: it keeps what it gets, and can refuse."""

    port: int = 0
    received: list[bytes] = field(default_factory=list)
    refuse: str = ""  # an address it does not take
    silent: bool = False  # it takes the message, and the line breaks before it says so

    def messages(self) -> list[Message]:
        return [message_from_bytes(text, policy=default) for text in self.received]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    box = Inbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 test")
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "DATA":
                    self.say("354 go on")
                    lines = []
                    while (text := self.rfile.readline()) != b".\r\n":
                        lines.append(text.removeprefix(b"."))
                    box.received.append(b"".join(lines))
                    if box.silent:
                        return
                    self.say("250 kept")
                elif verb == "RCPT" and box.refuse and box.refuse in line:
                    self.say("550 no such mailbox")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    box.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield box
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def config(app: Any, inbox: Inbox) -> Config:
    settings: Config = app.config["DEELWIJS"]
    return replace(
        settings,
        smtp_url=f"smtp://127.0.0.1:{inbox.port}",
        mail_from="Deelwijs <post@stichting.example>",
    )


def queue(key: str = "a", recipient: str = EMAIL, body: str = f"Beste Łukasz,\n\n{LINK}\n") -> bool:
    new = outbox.queue(key, recipient, "Uw link, mét accent", body, clock.now())
    transaction.commit()
    return new


def pending() -> list[str]:
    """The keys of what this test wrote down and that did not go out."""
    return [mail.key for mail in outbox.pending(50) if not mail.key.startswith("buren-")]


@pytest.mark.usefixtures("session")
def test_message_is_written_down_once_per_key() -> None:
    assert queue("a")
    assert not queue("a")
    assert queue("b")
    assert pending() == ["a", "b"]
    assert [mail.key for mail in outbox.latest(1)] == ["b"]


def test_mail_arrives_as_it_was_written(inbox: Inbox, config: Config, session: Any) -> None:
    queue()
    assert smtp.send_pending(config, 10) == smtp.Delivered(sent=1, failed=0)
    (message,) = inbox.messages()
    assert message["To"] == EMAIL
    assert message["From"] == "Deelwijs <post@stichting.example>"
    assert message["Subject"] == "Uw link, mét accent"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == f"Beste Łukasz,\n\n{LINK}\n"  # type: ignore[attr-defined]
    mail = session.query(Mail).one()
    assert mail.sent_at is not None
    assert "abc-DEF_123" not in mail.body  # who reads the table later cannot sign in with it


def test_same_key_gives_the_same_message_id(inbox: Inbox, config: Config, session: Any) -> None:
    """What was handed over but not marked goes out again, and is known as the same message."""
    queue()
    smtp.send_pending(config, 10)
    session.query(Mail).update({"sent_at": None, "next_try_at": clock.now()})
    session.commit()
    smtp.send_pending(config, 10)
    first, second = inbox.messages()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@localhost>")


@pytest.mark.parametrize(
    ("key", "copies"),
    [("reminder:a", 1), ("refresher:a", 1), ("sign-in:a", 2)],
    ids=["ledger", "refresher", "link"],
)
def test_when_nobody_knows_whether_it_was_taken_a_mail_of_the_ledger_does_not_go_again(
    inbox: Inbox,
    config: Config,
    session: Any,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    copies: int,
) -> None:
    queue(key, body="Een bericht")
    inbox.silent = True
    assert smtp.send_pending(config, 10) == smtp.Delivered(sent=0, failed=1)
    inbox.silent = False
    assert overview.outbox_counts().unknown == (copies == 1)
    session.rollback()
    later(monkeypatch, minutes=5)
    smtp.send_pending(config, 10)
    assert len(inbox.received) == copies


def test_link_of_a_mail_that_may_have_gone_is_out_of_reach_until_it_is_refused(
    session: Any,
) -> None:
    text = "http://localhost/opfrissen/abc.def-1"
    queue("refresher:a", body=text)
    letter, mail = outbox.claim(clock.now()), session.query(Mail).one()
    assert letter is not None
    outbox.mark_leaving(letter)
    outbox.tidy(clock.now() + refreshers.LASTS)
    session.refresh(mail)
    assert (mail.body, mail.error) == ("http://localhost/opfrissen/…", outbox.UNKNOWN)
    outbox.mark_failed(letter, "SMTPDataError 451", clock.now())
    session.refresh(mail)
    assert (mail.body, mail.attempts) == (text, 1)


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after it"])
def test_a_worker_that_dies_beside_the_message_sends_it_once_at_most(
    inbox: Inbox, config: Config, session: Any, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    class DeadError(BaseException):
        pass

    def dies(*_: object) -> None:
        raise DeadError

    queue("reminder:a", body="Een bericht")
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "mark_sent" if after else "mark_leaving", dies)
        with pytest.raises(DeadError):
            smtp.send_pending(config, 10)
    later(monkeypatch, minutes=5)
    smtp.send_pending(config, 10)
    assert len(inbox.received) == 1


def test_no_more_than_asked_goes_out(inbox: Inbox, config: Config, session: Any) -> None:
    for key in "abcde":
        queue(key)
    assert smtp.send_pending(config, 3).sent == 3
    assert len(inbox.received) == 3
    assert pending() == ["d", "e"]
    session.rollback()


def test_refused_address_waits_and_the_others_go_out(
    inbox: Inbox, config: Config, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.refuse = "weg@"
    queue("a", "weg@voorbeeld.example")
    queue("b")
    assert smtp.send_pending(config, 10) == smtp.Delivered(sent=1, failed=1)
    mail = session.query(Mail).filter_by(key="a").one()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert mail.error == "SMTPRecipientsRefused"
    assert LINK in mail.body
    assert [row.code for row in session.query(Unreached)] == ["550"]
    session.rollback()
    assert smtp.send_pending(config, 10) == smtp.Delivered(sent=0, failed=0)  # not before its time
    inbox.refuse = ""
    later(monkeypatch, minutes=2)
    assert smtp.send_pending(config, 10).sent == 1
    assert session.query(Unreached).count() == 0
    session.rollback()


def test_address_that_breaks_the_header_is_an_error_not_a_crash(
    inbox: Inbox, config: Config, session: Any
) -> None:
    queue("a", "iemand@voorbeeld.example\nBcc: allen@voorbeeld.example")
    assert smtp.send_pending(config, 10).failed == 1
    assert inbox.received == []
    assert session.query(Mail).one().error == "ValueError"


def test_server_that_is_away_costs_one_attempt(config: Config, session: Any) -> None:
    queue("a")
    queue("b")
    away = replace(config, smtp_url="smtp://127.0.0.1:9")
    assert smtp.send_pending(away, 10) == smtp.Delivered(sent=0, failed=1)
    assert sorted(mail.attempts for mail in session.query(Mail)) == [0, 1]
    assert {mail.error for mail in session.query(Mail)} == {None, "ConnectionRefusedError"}


def test_password_is_never_sent_in_the_clear(inbox: Inbox, config: Config, session: Any) -> None:
    queue()
    plain = replace(config, smtp_url=f"smtp://wie:geheim@127.0.0.1:{inbox.port}")
    assert smtp.send_pending(plain, 10).failed == 1
    assert inbox.received == []
    assert session.query(Mail).one().error == "SMTPNotSupportedError"


@pytest.mark.usefixtures("session")
def test_a_message_is_taken_once() -> None:
    queue("a")
    first, second = outbox.claim(clock.now()), outbox.claim(clock.now())
    transaction.commit()
    assert first is not None
    assert second is None


def test_attempts_end(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    queue()
    for _ in range(outbox.MOST_ATTEMPTS):
        letter = outbox.claim(clock.now())
        assert letter is not None
        outbox.mark_failed(letter, "x" * 300, clock.now())
        later(monkeypatch, days=2)
    assert outbox.claim(clock.now()) is None
    assert len(session.query(Mail).one().error) == 200


@pytest.mark.parametrize(
    ("purpose", "lasts"), [("sign-in", {"minutes": 30}), ("invitation", {"days": 7})]
)
def test_a_link_that_never_went_out_is_gone_once_it_expired(
    purpose: str,
    lasts: dict[str, float],
    inbox: Inbox,
    config: Config,
    session: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a mail server too: then it is the command that tidies, and who asks for the next
    link.
    """
    queue(f"{purpose}:a")
    queue("ander:b", body="Een bericht zonder link")
    outbox.tidy(clock.now())
    transaction.commit()
    assert LINK in session.query(Mail).filter_by(key=f"{purpose}:a").one().body
    later(monkeypatch, **lasts)
    outbox.tidy(clock.now())
    transaction.commit()
    mail = session.query(Mail).filter_by(key=f"{purpose}:a").one()
    assert "/inloggen/link/" not in mail.body
    assert mail.sent_at is None
    session.rollback()
    assert smtp.send_pending(config, 10).sent == 1  # the other one
    assert len(inbox.received) == 1


@pytest.mark.empty("its own mail is the only one")
def test_a_link_that_nobody_will_try_again_is_cut_off(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue("invitation:a")
    for attempt in range(outbox.MOST_ATTEMPTS):
        letter = outbox.claim(clock.now())
        assert letter is not None
        assert LINK in letter.body
        outbox.mark_failed(letter, "weg", clock.now())
        transaction.commit()
        later(monkeypatch, hours=13)
        assert (LINK in session.query(Mail).one().body) is (attempt + 1 < outbox.MOST_ATTEMPTS)
        session.rollback()


def test_asking_for_a_link_and_every_round_take_expired_links_away(
    client: Any, runner: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deeds = (
        lambda: client.post("/inloggen/link", data={"email": "niemand@voorbeeld.example"}),
        lambda: runner.invoke(args=["mail", "send"]),
    )
    for number, deed in enumerate(deeds):
        queue(f"sign-in:{number}")
        later(monkeypatch, minutes=31)
        deed()
        assert (
            "/inloggen/link/"
            not in session.query(Mail).filter_by(key=f"sign-in:{number}").one().body
        )
        session.rollback()


def test_who_looks_sees_no_link_that_expired(
    runner: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue("sign-in:a")
    assert LINK in runner.invoke(args=["mail", "list"]).output
    later(monkeypatch, minutes=31)
    assert "abc-DEF_123" not in runner.invoke(args=["mail", "list"]).output


@pytest.mark.empty("its own mail is the only one")
def test_texts_and_rows_go_when_they_are_old(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    queue("a", body="Een tekst over iemand")
    later(monkeypatch, days=31)
    outbox.tidy(clock.now())
    assert session.query(Mail).one().body == outbox.FORGOTTEN
    later(monkeypatch, days=335)
    outbox.tidy(clock.now())
    assert session.query(Mail).count() == 0


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://post.example", smtp.MailServer("post.example", 587, False, "", "")),
        (
            "smtps://a%40b:p%3Aw@post.example",
            smtp.MailServer("post.example", 465, True, "a@b", "p:w"),
        ),
        ("smtp://post.example:25", smtp.MailServer("post.example", 25, False, "", "")),
    ],
)
def test_address_of_the_server_is_read(url: str, server: smtp.MailServer) -> None:
    assert smtp.read_server(url) == server


@pytest.mark.parametrize(
    "url", ["", "post.example:587", "https://post.example", "smtp://", "smtp://a:b@c:poort"]
)
def test_unusable_settings_say_what_to_do(url: str) -> None:
    with pytest.raises(smtp.MailSettingsError, match="DEELWIJS_SMTP_URL"):
        smtp.read_server(url)


@pytest.mark.empty  # the box is empty first
def test_commands_send_and_show(make_app: Callable[..., Any], inbox: Inbox) -> None:
    app = make_app(smtp_url=f"smtp://127.0.0.1:{inbox.port}", mail_from="post@stichting.example")
    runner = app.test_cli_runner()
    assert "De postbak is leeg." in runner.invoke(args=["mail", "list"]).output
    with app.app_context():
        queue()
    shown = runner.invoke(args=["mail", "list"]).output
    assert LINK in shown
    assert "nog niet verstuurd" in shown
    sent = runner.invoke(args=["mail", "send"])
    assert (sent.exit_code, sent.output) == (0, "1 verstuurd, 0 niet gelukt\n")
    assert LINK not in runner.invoke(args=["mail", "list"]).output
    without = make_app().test_cli_runner().invoke(args=["mail", "send"])
    assert without.exit_code == 1
    assert "DEELWIJS_SMTP_URL" in without.output
    nameless = (
        make_app(smtp_url="smtp://127.0.0.1:9").test_cli_runner().invoke(args=["mail", "send"])
    )
    assert "DEELWIJS_MAIL_FROM" in nameless.output


def test_asked_link_goes_out_right_away(
    make_app: Callable[..., Any], inbox: Inbox, session: Any
) -> None:
    """Beside the request; when the server is away the page is the same and the mail stays."""
    add_person(session)
    for port, arrived in ((9, 0), (inbox.port, 1)):
        app = make_app(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="post@stichting.example")
        assert app.test_client().post("/inloggen/link", data={"email": EMAIL}).status_code == 200
        sending._beside.submit(lambda: None).result(timeout=20)  # the one before it is done
        assert len(inbox.received) == arrived
    assert sorted(mail.sent_at is not None for mail in session.query(Mail)) == [False, True]
