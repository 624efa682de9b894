"""Bytes as badges and identities write them: base58 of Bitcoin behind a z."""

from __future__ import annotations

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def z_base58(data: bytes) -> str:
    """These bytes in signs. Source: Multibase, base58btc."""
    number, signs = int.from_bytes(data), ""
    while number:
        number, place = divmod(number, len(ALPHABET))
        signs = ALPHABET[place] + signs
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + signs
