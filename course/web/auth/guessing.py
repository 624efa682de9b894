"""Counting guesses. Who may not guess now hears from when; what is typed does not matter for that."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, request

from course.config import Config
from course.domain.throttling import ACCOUNT, ACCOUNT_AND_ADDRESS, ADDRESS
from course.store import session, throttles
from course.text.names import fold_email


@dataclass(frozen=True)
class Guess:
    """The three keys under which one guess counts: keyed hashes, so that the table holds no names or addresses."""

    account: str
    both: str
    address: str

    @classmethod
    def at(cls, deed: str, email: str) -> Guess:
        """A guess by this request. `deed` keeps signing in apart from asking for a mail."""
        name, address = fold_email(email), _address()
        return cls(_key(deed, "account", name), _key(deed, "both", name, address), _key(deed, "address", address))

    def count(self, now: datetime) -> datetime | None:
        """Count it, for good, before looking whether it is right. Returns from when to try again, if later."""
        limits = {self.account: ACCOUNT, self.both: ACCOUNT_AND_ADDRESS, self.address: ADDRESS}
        until = throttles.count(limits, now)
        session.commit()
        return until

    def was_right(self, now: datetime) -> None:
        """It was no miss."""
        throttles.forget(self.account)
        throttles.forget(self.both)
        throttles.take_back(self.address, ADDRESS, now)


def _key(*words: str) -> str:
    config: Config = current_app.config["DEELWIJS"]
    return hmac.new(config.secret_key.encode(), "\n".join(words).encode(), hashlib.sha256).hexdigest()


def _address() -> str:
    """Where the request comes from. One home has 2^64 addresses of the new kind, so only their network counts."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
