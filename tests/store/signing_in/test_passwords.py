"""Passwords as they are stored: how strong, how long, and one at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from course.domain.signing_in.passwords import LONGEST
from course.models import Password
from course.store.signing_in import passwords
from tests import builders

NOW = datetime(2026, 11, 5, 9, tzinfo=UTC)
PASSWORD = "vier-losse-woorden-samen"
WEAKER = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)


@pytest.fixture(scope="module")
def stored() -> str:
    return passwords.hash_of(PASSWORD)


@pytest.mark.asvs("11.4.2")
def test_the_hash_is_as_strong_as_was_chosen(stored: str) -> None:
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.hash_of(PASSWORD) != stored, "each has a salt of its own"


def test_only_the_password_itself_matches(stored: str) -> None:
    assert passwords.matches(stored, PASSWORD)
    for other in ("", PASSWORD.upper(), f"{PASSWORD} ", f"\u200b{PASSWORD}", stored):
        assert not passwords.matches(stored, other)
    assert not passwords.matches(None, PASSWORD)
    assert not passwords.matches("geen hash", PASSWORD)
    assert not passwords.matches("", PASSWORD)


def test_what_is_compared_with_for_nobody_lets_nobody_in(
    stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_NOBODY", stored)
    assert not passwords.matches(None, PASSWORD)


def test_the_longest_password_there_is() -> None:
    longest = "é" * LONGEST
    assert passwords.matches(passwords.hash_of(longest), longest)
    with pytest.raises(ValueError, match="128"):
        passwords.hash_of(f"{longest}x")
    assert not passwords.matches(WEAKER.hash(f"{longest}x"), f"{longest}x")


def test_a_hash_made_with_smaller_settings_is_made_again(stored: str) -> None:
    assert passwords.renewed(stored, PASSWORD) is None
    again = passwords.renewed(WEAKER.hash(PASSWORD), PASSWORD)
    assert again is not None
    assert passwords.matches(again, PASSWORD)
    assert passwords.renewed(again, PASSWORD) is None


def test_one_thread_hashes_whoever_asks(stored: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: passwords.matches(stored, PASSWORD), range(8)))
        assert len(set(pool.map(lambda _: passwords.hash_of(PASSWORD), range(4)))) == 4
    names = [thread.name for thread in threading.enumerate() if "hashing" in thread.name]
    assert len(names) == 1


def test_a_password_is_of_one_person_and_rehashed_only_while_it_is_still_that_one(
    session: Any,
) -> None:
    ada, bob, nobody = (builders.person(session).id for _ in range(3))
    for person, hashed in ((ada, "van Ada"), (bob, "zelfde"), (ada, "zelfde")):
        passwords.replace(person, hashed, NOW)
    assert [passwords.hash_for(one) for one in (ada, bob, nobody)] == ["zelfde", "zelfde", None]
    passwords.rehash(ada, "van Ada", "te laat")
    assert passwords.hash_for(ada) == "zelfde", "it was changed meanwhile"
    passwords.rehash(ada, "zelfde", "sterker")
    assert [passwords.hash_for(one) for one in (ada, bob)] == ["sterker", "zelfde"]
    passwords.replace(ada, "nieuw", NOW + timedelta(days=1))
    row = session.query(Password).filter_by(person_id=ada).one()
    assert (row.hash, row.changed_at) == ("nieuw", NOW + timedelta(days=1))
