"""The keys with which badges are signed: one in use, and of those before it what checks what they
signed.

They stand in one file of the data folder, for the account of the application alone.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from course.papers.badges.multibase import z_base58
from course.private_files import make_file

FILE = "badge-keys.json"  # in the data folder
ED25519 = bytes((0xED, 0x01))  # what says in a Multikey which kind of key follows


@dataclass(frozen=True)
class BadgeKey:
    """A key by its name in the identity. `private` is empty once another took its place."""

    name: str
    public: str  # as Multikey
    private: str = ""  # base64 of 32 bytes

    def sign(self, data: bytes) -> bytes:
        """The signature. Errors: ValueError for a key that signs no more."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(b64decode(self.private)).sign(data)


def read_keys(folder: Path) -> tuple[BadgeKey, ...]:
    """Every key there ever was, the one in use last; none when nobody made one."""
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return ()
    return tuple(BadgeKey(**one) for one in told["keys"])


def in_use(keys: Sequence[BadgeKey]) -> BadgeKey | None:
    """The key that signs; None when nobody made one."""
    return keys[-1] if keys else None


def add_key(folder: Path) -> BadgeKey:
    """A new key, which signs from now on. What the one before it signed is still checked with it,
    and it can sign nothing more.
    """
    known = tuple(replace(one, private="") for one in read_keys(folder))
    made = _new_key(f"sleutel-{len(known) + 1}")
    text = json.dumps({"keys": [asdict(one) for one in (*known, made)]}, indent=1) + "\n"
    beside = folder / f"{FILE}.new"
    beside.unlink(missing_ok=True)
    make_file(beside)
    beside.write_text(text, "utf-8")
    os.replace(beside, folder / FILE)  # noqa: PTH105 whole or not at all
    return made


def _new_key(name: str) -> BadgeKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    drawn = Ed25519PrivateKey.generate()
    public = z_base58(ED25519 + drawn.public_key().public_bytes_raw())
    return BadgeKey(name, public, b64encode(drawn.private_bytes_raw()).decode())
