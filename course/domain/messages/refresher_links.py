"""The address in the mail of a refresher: signed, for one refresher, and of no use after its last
day.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import date

_BYTES = 24


def seal_refresher(key: str, ref: str, open_until: date) -> str:
    """What stands in the address for a refresher, by its ref."""
    message = f"refresher:{ref}:{open_until.isoformat()}"
    digest = hmac.digest(key.encode(), message.encode(), "sha256")[:_BYTES]
    return f"{ref}.{urlsafe_b64encode(digest).decode()}"


def ref_in(sealed: str) -> str:
    """The ref that an address claims; `is_sealed` says whether it is one of ours."""
    return sealed.rpartition(".")[0]


def is_sealed(key: str, sealed: str, ref: str, open_until: date) -> bool:
    """Whether this address was made here for this refresher."""
    own = seal_refresher(key, ref, open_until)
    return hmac.compare_digest(own.encode(), sealed.encode())
