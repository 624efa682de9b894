"""Whether a secret key looks drawn by lot.

A key that a person thought of signs nothing that counts.
"""

from __future__ import annotations

import re

SHORTEST = 32  # characters
FEWEST = 10  # different characters; 32 hexadecimal digits drawn by lot have 14 on average
ENOUGH = 24  # characters that must be left once words and rows are taken out
_RUN = 4  # neighbours in a row before it counts as a row: 3456, asdf, aaaa
_ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qwertzuiop",
)
# What stands in examples and comes to mind first, in Dutch and English. Short words would be met by
# chance.
_WORDS = re.compile(
    "change|verander|vervang|replace|secret|geheim|wacht|woord|password|passwd|sleutel|example|"
    "voorbeeld|sample|default|standaard|insecure|onveilig|development|ontwikkel|production|"
    "productie|testing|testen|only|alleen|please|deelwijs|django|flask|school|lente|zomer|herfst|"
    "winter|welkom|welcome|admin|beheer|random|willekeurig|changeme|placeholder|invullen|your|"
    "jouw|key|dummy|letmein|qwerty|azerty"
)


def is_weak(key: str) -> bool:
    """True for a key that is short, blank, repeats itself, follows the keyboard or is made of
    words.

    Of a million keys of `secrets.token_urlsafe(48)` or `openssl rand -hex 32` about twenty are
    refused by chance.
    """
    small = key.lower()
    left = _without_rows(_WORDS.sub("", small))
    return (
        len(key.strip()) < SHORTEST
        or len(set(small)) < FEWEST
        or len(left) < ENOUGH
        or len(set(left)) < FEWEST
        or _repeats(small)
        or _reads_as_text(key)
    )


def _repeats(text: str) -> bool:
    """Whether it is one piece, written twice or more; the last time perhaps cut off."""
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))


def _reads_as_text(key: str) -> bool:
    """Letters of one size without a single figure: a sentence, or a word that somebody typed."""
    if any(map(str.isdigit, key)):
        return False
    return key in (key.lower(), key.upper())


def _without_rows(text: str) -> str:
    """The text without stretches of neighbours: signs that repeat, count up or down, or lie side by
    side.
    """
    kept, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _neighbours(text[end - 1], text[end]):
            piece = text[start:end]
            kept.append("" if len(piece) >= _RUN else piece)
            start = end
    return "".join(kept)


def _neighbours(one: str, other: str) -> bool:
    return one == other or any(one + other in row or other + one in row for row in _ROWS)
