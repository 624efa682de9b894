"""A badge is checked by strangers, and what was altered is found out."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import clock
from course.domain.proof.worth import Worth
from course.papers.badges import keys
from course.papers.badges.identity import did_document, did_of
from course.papers.badges.multibase import z_base58
from course.store import transaction
from course.store.proof import certificates, issuing
from course.store.proof.certificates import CertificateRow
from course.store.proof.issuing import Withdrawal
from tests.checking_client import CheckingClient
from tests.learning import Learner, finish, learner, publish, signed_in
from tests.machine import unavailable

VERIFIER = Path(__file__).resolve().parents[2] / "papers" / "verifier"
INSTALLED = VERIFIER.parents[2] / ".test-tools" / "badge-verifier"
NPM_WAITS = 120  # seconds


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    found = signed_in(session, client)
    finish(session, found)
    return found


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder, with a key in it."""
    found = app.config["DEELWIJS"].data_dir
    found.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(keys, "FILE", f"{tmp_path.name}.json")
    keys.add_key(found)
    return Path(found)


@pytest.fixture(scope="session")
def verifier() -> Path:
    """The verifier of Digital Bazaar, by the versions and hashes of its lock."""
    why = _install()
    if why:
        unavailable(why)
    return INSTALLED


def _install() -> str:
    """Why it is not there; empty when it is."""
    if not shutil.which("npm"):
        return "no npm on this machine, so nobody else checks the badge"
    INSTALLED.mkdir(parents=True, exist_ok=True)
    same = (INSTALLED / "package-lock.json").exists() and (
        (INSTALLED / "package-lock.json").read_bytes()
        == (VERIFIER / "package-lock.json").read_bytes()
    )
    for path in VERIFIER.iterdir():
        shutil.copy(path, INSTALLED)
    if same and (INSTALLED / "node_modules" / ".package-lock.json").exists():
        return ""
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=INSTALLED, capture_output=True, text=True, timeout=NPM_WAITS, check=False
        )
    except subprocess.TimeoutExpired:
        return "npm does not answer, so nobody else checks the badge"
    return "" if done.returncode == 0 else f"npm says: {done.stderr[-300:]}"


class Stranger:
    """Somebody with the verifier, who asks us for nothing but the public addresses."""

    def __init__(self, client: CheckingClient, verifier: Path, folder: Path) -> None:
        self.client, self.verifier, self.folder = client, verifier, folder

    def says(self, badge: dict[str, Any], number: str) -> dict[str, Any]:
        """What the verifier finds."""
        told = {
            "badge.json": json.dumps(badge),
            "did.json": self.client.get("/.well-known/did.json").text,
            "status.json": self.client.get(f"/bewijs/{number}/stand.json").text,
        }
        for name, text in told.items():
            (self.folder / name).write_text(text, "utf-8")
        done = subprocess.run(
            ["node", "verify.mjs", str(self.folder)],
            cwd=self.verifier,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def certificate_of(noor: Learner) -> CertificateRow:
    found = certificates.of_person(noor.person.id)[0]
    transaction.rollback()
    return found


def number_of(noor: Learner) -> str:
    return certificate_of(noor).number


def badge_of(client: CheckingClient, number: str) -> dict[str, Any]:
    answer = client.get(f"/mijn-bewijzen/{number}.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/ld+json")
    found: dict[str, Any] = json.loads(answer.text)
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_stranger_checks_it_and_finds_what_was_altered(
    client: CheckingClient, noor: Learner, folder: Path, verifier: Path, tmp_path: Path
) -> None:
    row, there, by = certificate_of(noor), tmp_path / "there", noor.person.id
    number = row.number
    transaction.rollback()
    there.mkdir()
    stranger = Stranger(client, verifier, there)
    badge = badge_of(client, number)
    assert stranger.says(badge, number) == {"verified": True, "proof": True, "why": ""}
    subject = badge["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == row.name
    forged = {**badge, "name": "Iets anders"}
    assert not stranger.says(forged, number)["proof"]
    later = {**badge, "validUntil": "2099-01-01T00:00:00Z"}
    assert not stranger.says(later, number)["proof"]
    keys.add_key(folder)  # the one before it signs no more, and still checks
    assert stranger.says(badge, number)["verified"]
    newer = badge_of(client, number)
    assert newer["proof"]["verificationMethod"] != badge["proof"]["verificationMethod"]
    assert stranger.says(newer, number)["verified"]
    transaction.begin(may_write=True)
    issuing.withdraw(row.id, Withdrawal("Vergissing", by, clock.now()))
    transaction.commit()
    ended = stranger.says(badge, number)
    assert ended["proof"], "it is ours"
    assert not ended["verified"], "and does not count"


def test_whether_it_counts_says_no_more_than_that(
    client: CheckingClient, noor: Learner, folder: Path
) -> None:
    row = certificate_of(noor)
    number = row.number
    told = json.loads(client.get(f"/bewijs/{number}/stand.json").text)
    assert told["revokedCredential"] == []
    assert row.name not in json.dumps(told)
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    assert client.get(f"/bewijs/{wrong}/stand.json").status_code == 404


def test_without_a_key_there_is_no_badge_and_nothing_promises_one(
    client: CheckingClient, noor: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "FILE", "not-there.json")
    number = number_of(noor)
    assert "Open Badge" not in client.get(f"/mijn-bewijzen/{number}").text
    assert client.get(f"/mijn-bewijzen/{number}.json").status_code == 404
    assert client.get("/.well-known/did.json").status_code == 404


def test_the_badge_of_somebody_else_is_not_there(
    session: Any, client: CheckingClient, noor: Learner, folder: Path
) -> None:
    number = number_of(noor)
    assert f'href="/mijn-bewijzen/{number}.json"' in client.get(f"/mijn-bewijzen/{number}").text
    learner(session, "mirjam@voorbeeld.example").sign_in(client)
    assert client.get(f"/mijn-bewijzen/{number}.json").status_code == 404


def test_a_key_is_for_us_alone_and_the_one_before_it_signs_no_more(tmp_path: Path) -> None:
    first = keys.add_key(tmp_path)
    second = keys.add_key(tmp_path)
    assert keys.in_use(keys.read_keys(tmp_path)) == second
    old, _ = keys.read_keys(tmp_path)
    assert (old.public, old.private) == (first.public, "")
    assert stat.S_IMODE((tmp_path / keys.FILE).stat().st_mode) == 0o600
    document = did_document("did:web:a.example", keys.read_keys(tmp_path))
    assert len(document["assertionMethod"]) == 2
    assert first.private not in json.dumps(document)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://deelwijs.example", "did:web:deelwijs.example"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
    ],
)
def test_an_identity_is_the_address(address: str, did: str) -> None:
    assert did_of(address) == did


def test_bytes_in_base58() -> None:
    assert z_base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"  # the example of the draft
    assert z_base58(b"\0\0\x01") == "z112"


def test_the_command_makes_one_key_and_another_when_asked(app: Flask, folder: Path) -> None:
    runner = app.test_cli_runner()
    again = runner.invoke(args=["badges", "key"])
    assert again.exit_code == 1
    assert "Er is al een sleutel" in again.output
    assert runner.invoke(args=["badges", "key", "--anew"]).exit_code == 0
    assert len(keys.read_keys(folder)) == 2


def test_only_two_states_end_a_badge() -> None:
    from course.web.proof.badges import ENDED

    assert set(ENDED) == {Worth.WITHDRAWN, Worth.REPLACED}
