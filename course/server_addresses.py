"""What may stand in a setting that names a server: a site, a mail server, a mailbox."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


def split_address(url: str) -> SplitResult | None:
    """The parts of an address, or None when it is none, or has a port that cannot be."""
    try:
        parts = urlsplit(url)
        port = parts.port  # looked at here, for a wrong one fails only when it is
    except ValueError:
        return None
    return None if port == 0 else parts


def is_mailbox(parts: SplitResult | None) -> bool:
    """Whether a password reaches this mailbox without anybody reading along."""
    if parts is None or not all((parts.hostname, parts.username, parts.password)):
        return False
    if parts.scheme == "imap":
        return parts.hostname in THIS_COMPUTER
    return parts.scheme == "imaps"


def is_origin(parts: SplitResult | None) -> bool:
    """Whether this is the address of a site, and nothing more."""
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return not any((parts.path, parts.query, parts.fragment, parts.username))
