"""Whether somebody still has to sign the code of conduct of a school.

A version that changed only words asks nothing of who answered the one before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Asks(StrEnum):
    """What a version asks of who works there."""

    NOTHING = "nothing"
    SIGNATURE = "signature"
    PASSWORD = "password"  # a signature, with the password once more


class ConductChange(StrEnum):
    """What changed against the version before."""

    WORDING = "wording"
    MEANING = "meaning"
    DUTY = "duty"  # something is asked that was not asked before


class SignAnswer(StrEnum):
    """What somebody answered. Both are valid, and neither locks anybody out."""

    SIGNED = "signed"
    REFUSED = "refused"


@dataclass(frozen=True)
class ConductVersion:
    """A version of one owner, a school or its board; of several the last in force counts."""

    code_id: int
    change: ConductChange


@dataclass(frozen=True)
class ClauseChange:
    """One clause that is new, gone or otherwise than in the version somebody answered."""

    key: str
    before: str  # empty: it is new
    now: str  # empty: it is gone


def counting_versions(versions: Sequence[ConductVersion]) -> frozenset[int]:
    """The versions of which an answer still holds: the last one, and those that it and the ones in
    between changed only in words.

    `versions` are those that have begun, in the order in which they did.
    """
    found: set[int] = set()
    for version in reversed(versions):
        found.add(version.code_id)
        if version.change is not ConductChange.WORDING:
            break
    return frozenset(found)


def changed_clauses(
    before: Mapping[str, str], now: Mapping[str, str], order: Iterable[str]
) -> Iterator[ClauseChange]:
    """The clauses that differ, in this order of keys; one that the order does not know is left
    out.
    """
    for key in order:
        old, new = before.get(key, ""), now.get(key, "")
        if old != new:
            yield ClauseChange(key, old, new)


def text_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex: what `sha256sum` says of it in a file."""
    return hashlib.sha256(text.encode()).hexdigest()
