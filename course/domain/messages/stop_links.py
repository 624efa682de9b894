"""The address by which somebody ends reminders: it needs no account, and nobody can guess it."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

_BYTES = 18


def seal(key: str, person: str) -> str:
    """What stands in the address for a person, by their ref."""
    digest = hmac.digest(key.encode(), f"stop:{person}".encode(), "sha256")[:_BYTES]
    return f"{person}.{urlsafe_b64encode(digest).decode()}"


def opened(key: str, sealed: str) -> str | None:
    """The person of such an address; None when it is not one of ours."""
    person, _, _ = sealed.rpartition(".")
    if hmac.compare_digest(seal(key, person).encode(), sealed.encode()):
        return person
    return None
