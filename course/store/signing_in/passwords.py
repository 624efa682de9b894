"""Passwords: hash, compare, replace. Only here is a password turned into what is stored of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from course.domain.signing_in.passwords import LONGEST
from course.models import Password, db
from course.models.base import new_token, upsert

_HASHER = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
# One thread hashes. Each takes a core and 19 MiB for a moment, and those 19 MiB stay with the
# thread that took them: hashed by every thread that answers, forty failed sign-ins took a process
# from 102 to 257 MB for good.
_HASHING = ThreadPoolExecutor(1, thread_name_prefix="hashing")
# Compared with when there is nothing to compare, so that an unknown account takes as long as a
# known one.
_NOBODY = _HASHER.hash(new_token())


def hash_for(person_id: int) -> str | None:
    """What is stored of somebody's password; None when they sign in another way."""
    return db.session.scalar(select(Password.hash).where(Password.person_id == person_id))


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. Takes as long when nothing is stored. Call it outside a
    transaction: it is slow.

    Too long is refused before hashing: no password of ours is, and a long one would cost time.
    """
    if len(password) > LONGEST:
        return False
    try:
        _HASHING.submit(_HASHER.verify, stored or _NOBODY, password).result()
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def renewed(stored: str, password: str) -> str | None:
    """The hash with today's settings, when the stored one was made with smaller ones.

    Call it outside a transaction.
    """
    if not _HASHER.check_needs_rehash(stored):
        return None
    return hash_of(password)


def hash_of(password: str) -> str:
    """What to store of a password. Call it outside a transaction: it is slow.

    Errors: ValueError when it is longer than 128 characters.
    """
    if len(password) > LONGEST:
        raise ValueError("a password of more than 128 characters is not hashed")
    return _HASHING.submit(_HASHER.hash, password).result()


def replace(person_id: int, hashed: str, now: datetime) -> None:
    """A new password, or the first one."""
    row = {"person_id": person_id, "hash": hashed, "changed_at": now}
    db.session.execute(upsert(Password, row, ["person_id"], ["hash", "changed_at"]))


def rehash(person_id: int, stored: str, hashed: str) -> None:
    """The same password under a stronger hash, unless it was changed meanwhile."""
    db.session.execute(
        update(Password)
        .where(Password.person_id == person_id, Password.hash == stored)
        .values(hash=hashed)
    )
