"""Anybody who has the number sees what we wrote on a certificate; who guesses learns nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.domain.proof.numbers import SIGNS, is_number, new_number, written
from course.store import transaction
from course.store.proof import certificates, issuing
from course.store.proof.issuing import Withdrawal
from tests.checking_client import CheckingClient
from tests.learning import Learner, finish, learner, publish


@pytest.fixture
def noor(session: Any, tmp_path: Path) -> Learner:
    publish(tmp_path / "modules")
    found = learner(session)
    finish(session, found)
    return found


@pytest.fixture
def number(noor: Learner) -> str:
    found = certificates.of_person(noor.person.id)[0].number
    transaction.rollback()
    return found


@pytest.mark.parametrize("typed", ["whole", "in groups", "small", "the form"])
def test_what_we_wrote_and_that_it_holds(
    client: CheckingClient, noor: Learner, number: str, typed: str
) -> None:
    ways = {
        "whole": f"/bewijs/{number}",
        "in groups": f"/bewijs/{written(number)}",
        "small": f"/bewijs/{number.lower()}",
        "the form": f"/bewijs?nummer=+{written(number)}+",
    }
    page = client.get(ways[typed])
    assert page.status_code == 200
    for words in ("Geldig", noor.person.name, noor.school.name, "Proefcursus", written(number)):
        assert words in page.text
    assert noor.person.email not in page.text


def test_wrong_by_one_letter_says_so_and_shows_nobody(
    client: CheckingClient, noor: Learner, number: str
) -> None:
    other = number[:7] + SIGNS[SIGNS.index(number[7]) - 1] + number[8:]
    assert not is_number(other)
    page = client.get(f"/bewijs/{other}")
    assert page.status_code == 422
    assert "er is een teken anders" in page.text
    assert noor.person.name not in page.text


def test_a_number_that_could_be_one_and_is_not(client: CheckingClient, noor: Learner) -> None:
    page = client.get(f"/bewijs/{new_number(lambda signs: signs[3])}")
    assert page.status_code == 404
    assert "Wij kennen geen bewijs met dit nummer" in page.text
    assert noor.person.name not in page.text


def test_nothing_filled_in(client: CheckingClient) -> None:
    assert client.get("/bewijs").status_code == 200
    page = client.get("/bewijs?nummer=+")
    assert (page.status_code, "Vul het nummer in" in page.text) == (422, True)


def test_expired_replaced_and_withdrawn(
    client: CheckingClient, noor: Learner, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_time = clock.now() + timedelta(days=400)
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: in_time)
        assert "Verlopen" in client.get(f"/bewijs/{number}").text
    transaction.begin(may_write=True)
    row = certificates.of_person(noor.person.id)[0]
    issuing.withdraw(row.id, Withdrawal("Iets persoonlijks", noor.person.id, clock.now()))
    transaction.commit()
    page = client.get(f"/bewijs/{number}").text
    assert "Ingetrokken" in page
    assert "Iets persoonlijks" not in page, "the reason is for the owner"


def test_who_guesses_waits_and_who_checks_does_not(client: CheckingClient, number: str) -> None:
    client.checking = False
    for _ in range(60):
        assert client.get(f"/bewijs/{number}").status_code == 200
    answers = [client.get(f"/bewijs/{'2' * 19}3").status_code for _ in range(60)]
    assert answers[0] in (404, 422)
    assert answers[-1] == 429
    assert answers.count(429) >= 30
    assert client.get(f"/bewijs/{number}").status_code == 200, "a whole school has one address"
    assert client.get(f"/bewijs/{number}/stand.json").status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answer = client.get(f"/bewijs/{'2' * 19}3", environ_overrides=elsewhere)
    assert answer.status_code in (404, 422)


def test_one_home_guesses_as_one_whatever_address_of_its_own_it_takes(
    client: CheckingClient,
) -> None:
    client.checking = False
    answers = []
    for last in range(1, 41):
        home = {"REMOTE_ADDR": f"2001:db8:1:2::{last:x}"}
        answers.append(client.get("/bewijs/" + "2" * 20, environ_overrides=home).status_code)
    assert answers.count(429) == 10
    beside = {"REMOTE_ADDR": "2001:db8:1:3::1"}
    assert client.get("/bewijs/" + "2" * 20, environ_overrides=beside).status_code != 429
