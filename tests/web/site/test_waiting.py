"""Work that somebody asked for: how far it is, and its file, for them alone."""

from __future__ import annotations

import errno
from typing import IO, Any

import pytest

from course import clock
from course.domain.messages.attempts import JobOutcome
from course.sheets import sending
from course.store import transaction
from course.store.messages import job_files, jobs
from course.store.messages.jobs import JobEnding, TakenJob
from tests.accounts import add_person, sign_in
from tests.checking_client import CheckingClient


@pytest.fixture
def lotte(session: Any, client: CheckingClient) -> int:
    number = add_person(session).id
    session.rollback()
    sign_in(client)
    return number


def asked(owner_id: int) -> TakenJob:
    jobs.queue("recount", {}, clock.now(), owner_id=owner_id)
    taken = jobs.claim(["recount"], clock.now())
    assert taken is not None
    transaction.commit()
    return taken


def test_it_says_how_far_it_is_and_gives_the_file(client: CheckingClient, lotte: int) -> None:
    taken = asked(lotte)
    jobs.keep(taken, clock.now(), done=1200, total=50000, place={})
    transaction.commit()
    address = f"/bezig/{taken.ref}"
    assert "1.200 van 50.000" in client.get(address).text
    assert client.get(f"{address}/bestand").status_code == 404
    job_files.make(taken, [b"a;b\n" * 100_000])
    made = JobEnding(message="Het bestand is klaar.", file_name="lijst.csv", file_type="text/csv")
    jobs.end(taken, made, clock.now())
    transaction.commit()
    page = client.get(address).text
    assert "Het bestand is klaar." in page
    assert f'href="{address}/bestand"' in page
    file = client.get(f"{address}/bestand")
    assert file.data == b"a;b\n" * 100_000
    assert file.headers["Content-Disposition"] == 'attachment; filename="lijst.csv"'
    assert file.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (JobEnding(JobOutcome.REFUSED, message="Rij 7 heeft geen naam."), "Rij 7 heeft geen naam."),
        (JobEnding(JobOutcome.FAILED, error="ValueError"), "Het is niet gelukt"),
        (JobEnding(), "Het is klaar."),
    ],
    ids=["refused", "failed", "done"],
)
def test_it_says_how_it_ended(
    client: CheckingClient, lotte: int, ending: JobEnding, words: str
) -> None:
    taken = asked(lotte)
    jobs.end(taken, ending, clock.now())
    transaction.commit()
    page = client.get(f"/bezig/{taken.ref}").text
    assert words in page
    assert "ValueError" not in page


def test_nobody_else_sees_it(client: CheckingClient, lotte: int, session: Any) -> None:
    other = add_person(session, "ander@voorbeeld.example").id
    taken = asked(other)
    for address in (f"/bezig/{taken.ref}", f"/bezig/{taken.ref}/bestand", "/bezig/niets"):
        assert client.get(address).status_code == 404


def test_a_file_for_which_there_is_no_room_says_so(
    client: CheckingClient, lotte: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = asked(lotte)
    job_files.make(taken, [b"a;b\n"])
    made = JobEnding(file_name="lijst.csv", file_type="text/csv")
    jobs.end(taken, made, clock.now())
    transaction.commit()

    def full() -> IO[bytes]:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(sending, "TemporaryFile", full)
    reply = client.get(f"/bezig/{taken.ref}/bestand")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "30")
