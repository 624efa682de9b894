"""Two questions about what changed in a code of conduct, made of the changed clauses themselves.

Nothing of them is stored: the same person gets the same two for the same version, a colleague may
get others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from course.domain.people.conduct_signing import ClauseChange

QUESTIONS = 2
_BESIDE = 2  # clauses that stayed the same, beside the one that changed


class ClauseWords(StrEnum):
    """Which words of a clause somebody may think to hold."""

    NOW = "now"
    BEFORE = "before"


@dataclass(frozen=True)
class ClauseQuestion:
    """Which words of this clause hold now; or, with `which`, which of these clauses changed.
    `options`: each a `ClauseWords`, or with `which` the key of a clause.
    """

    change: ClauseChange
    which: bool
    options: tuple[str, ...]
    right: str


def questions_about(
    changes: Sequence[ClauseChange], same: Sequence[str], seed: str
) -> tuple[ClauseQuestion, ...]:
    """What is asked of who signs: which words hold now in two changed clauses. With one changed
    clause first which it is, and with no other beside it that is left out.

    `same`: the keys of clauses that did not change. `seed` decides which clauses and in which
    order; blanks alone are no change.
    """
    asked = [one for one in changes if one.before.split() != one.now.split()]
    found = _drawn([one.key for one in asked], seed)[:QUESTIONS]
    questions = [_words(one, seed) for one in asked if one.key in found]
    if len(questions) == 1 and same:
        change = questions[0].change
        options = [change.key, *_drawn(same, seed)[:_BESIDE]]
        which = ClauseQuestion(change, True, tuple(_drawn(options, f"{seed} which")), change.key)
        questions.insert(0, which)
    return tuple(questions)


def _words(change: ClauseChange, seed: str) -> ClauseQuestion:
    options = _drawn(list(ClauseWords), f"{seed} {change.key}")
    return ClauseQuestion(change, False, tuple(options), ClauseWords.NOW)


def _drawn(keys: Sequence[str], seed: str) -> list[str]:
    """In an order that nobody guesses, always the same for one seed."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed} {key}".encode()).digest())
