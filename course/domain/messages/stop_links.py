"""Addresses that need no account, and that nobody can guess: to end reminders, refreshers
or a list that comes again, and to read a calendar.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode

_BYTES = 18
REMINDERS, REFRESHERS, LISTS = "stop", "stop-refreshers", "stop-list"


def seal(key: str, ref: str, use: str = REMINDERS) -> str:
    """What stands in the address for a ref: of a person, or of what `use` says."""
    digest = hmac.digest(key.encode(), f"{use}:{ref}".encode(), "sha256")[:_BYTES]
    return f"{ref}.{urlsafe_b64encode(digest).decode()}"


def opened(key: str, sealed: str, use: str = REMINDERS) -> str | None:
    """The ref of such an address; None when it is not one of ours for this use."""
    ref, _, _ = sealed.rpartition(".")
    if hmac.compare_digest(seal(key, ref, use).encode(), sealed.encode()):
        return ref
    return None
