"""Counting guesses.

Who may not guess now hears from when; what is typed does not matter for that.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request

from course.domain.signing_in.throttling import ACCOUNT, ACCOUNT_AND_ADDRESS, ADDRESS, OWN, Limit
from course.store import transaction
from course.store.signing_in import throttles
from course.text.names import fold_email
from course.web.http.settings import keyed_hash
from course.web.sign_in.devices import known_device


@dataclass(frozen=True)
class SignInGuess:
    """The keys under which one guess counts: keyed hashes, so that the table holds no names or
    addresses.
    """

    limits: Mapping[str, Limit]

    @classmethod
    def at_password(cls, email: str) -> SignInGuess:
        """A guess by this request at somebody's password."""
        guess = cls.for_link(email, deed="sign-in")
        if known_device(email) is not None:
            return guess
        return cls({**guess.limits, keyed_hash("sign-in", "address", visitor_address()): ADDRESS})

    @classmethod
    def for_link(cls, email: str, deed: str = "link") -> SignInGuess:
        """Asking for a mail.

        There is nothing to guess, so what others ask from the same school does not count.
        """
        name, device = fold_email(email), known_device(email)
        if device is not None:
            return cls({keyed_hash(deed, "device", device, name): OWN})
        return cls(
            {
                keyed_hash(deed, "account", name): ACCOUNT,
                keyed_hash(deed, "both", name, visitor_address()): ACCOUNT_AND_ADDRESS,
            },
        )

    def count(self, now: datetime) -> datetime | None:
        """Count it, for good, before looking whether it is right.

        Returns from when to try again, if later.
        """
        transaction.begin(may_write=True)
        until = throttles.count(self.limits, now)
        transaction.commit()
        return until

    def was_right(self, now: datetime) -> None:
        """It was no miss. What others at the same address missed stays."""
        for key in sorted(self.limits):
            if self.limits[key] is ADDRESS:
                throttles.take_back(key, ADDRESS, now)
            else:
                throttles.forget(key)


def visitor_address() -> str:
    """Where the request comes from.

    One home has 2^64 addresses of the new kind, so only their network counts.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
