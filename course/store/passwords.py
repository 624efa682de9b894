"""Passwords: hash, compare, replace. Only here is a password turned into what is stored of it."""

from __future__ import annotations

import threading
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update

from course.domain.passwords import LONGEST
from course.models import Password, db
from course.models.base import new_token, upsert

_HASHER = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(4)  # each takes 19 MiB and a core for a moment
# Compared with when there is nothing to compare, so that an unknown account takes as long as a known one.
_NOBODY = _HASHER.hash(new_token())


def hash_for(person_id: int) -> str | None:
    """What is stored of somebody's password; None when they sign in another way."""
    return db.session.scalar(select(Password.hash).where(Password.person_id == person_id))


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password. Takes as long when nothing is stored. Call it outside a transaction: it is slow.

    Too long is refused before hashing: no password of ours is, and a long one would cost time.
    """
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        try:
            right = _HASHER.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return right and stored is not None


def renewed(stored: str, password: str) -> str | None:
    """The hash with today's settings, when the stored one was made with smaller ones. Call it outside a transaction."""
    if not _HASHER.check_needs_rehash(stored):
        return None
    return hash_of(password)


def hash_of(password: str) -> str:
    """What to store of a password. Call it outside a transaction: it is slow.

    Errors: ValueError when it is longer than 128 characters.
    """
    if len(password) > LONGEST:
        raise ValueError("a password of more than 128 characters is not hashed")
    with _AT_ONCE:
        return _HASHER.hash(password)


def replace(person_id: int, hashed: str, now: datetime) -> None:
    """A new password, or the first one."""
    row = {"person_id": person_id, "hash": hashed, "changed_at": now}
    db.session.execute(upsert(Password, row, ["person_id"], ["hash", "changed_at"]))


def rehash(person_id: int, stored: str, hashed: str) -> None:
    """The same password under a stronger hash, unless it was changed meanwhile."""
    db.session.execute(
        update(Password).where(Password.person_id == person_id, Password.hash == stored).values(hash=hashed)
    )
