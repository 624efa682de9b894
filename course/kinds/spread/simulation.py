"""How a shared message spreads over three rounds, and what deleting it changes.

A model to think with, no measurement.

Source: curriculum, module 2, exercise ‘Deel-simulator’. Everything is whole numbers, rounded up
        from ,5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.text.numbers import half_up


@dataclass(frozen=True)
class Model:
    """What holds for every message. `forwards` is people, the others are per cent."""

    forwards: int  # how many people each sharer reaches
    damping: int  # how much of the wish to share is left in the second round
    found_later: int  # how many of the copies come into view again after the message was deleted
    fewest: int = 0  # so many share it on at least, also where the shares say nobody


@dataclass(frozen=True)
class Post:
    """One message. `audience` is people; `share` and `keep` are per cent of those who see it."""

    audience: int
    share: int
    keep: int
    sensitive: bool
    vanishes: bool


@dataclass(frozen=True)
class Round:
    """What happened in one round, in people and copies."""

    seen: int
    copies: int
    sharers: int


@dataclass(frozen=True)
class Totals:
    """Sums over rounds; `later` is who still sees it through copies once the message itself is
    deleted.
    """

    seen: int
    copies: int
    later: int


def spread(message: Post, model: Model) -> tuple[Round, ...]:
    """Every round when nobody intervenes.

    Units:  people and copies. A vanishing message keeps half as many copies, is passed on by nobody
            and so lasts one round. A sensitive message that somebody sees leaves at least one copy
            in that round.
    Source: curriculum, module 2: seen 1 = audience, seen n = sharers n-1 times forwards; the second
            round is damped.
    """
    if message.vanishes:
        return (_round(message, message.audience, 0),)
    once = half_up(message.audience * message.share, 100)
    first = _round(message, message.audience, _sharers(message.audience, once, model))
    seen = first.sharers * model.forwards
    twice = half_up(seen * message.share * model.damping, 100 * 100)
    second = _round(message, seen, _sharers(seen, twice, model))
    return first, second, _round(message, second.sharers * model.forwards, 0)


def totals(rounds: Sequence[Round], model: Model) -> Totals:
    """What these rounds add up to, and what their copies still do when the message is deleted after
    the last.
    """
    copies = sum(one.copies for one in rounds)
    return Totals(
        sum(one.seen for one in rounds),
        copies,
        half_up(copies * model.found_later, 100) * model.forwards,
    )


def box(value: int, bounds: Sequence[int]) -> int:
    """In which box a number lies. `bounds` are the highest numbers of all boxes but the last."""
    return sum(value > bound for bound in bounds)


def is_close(predicted: int, actual: int) -> bool:
    """A prediction is good when it is at most one box off."""
    return abs(predicted - actual) <= 1


def _sharers(seen: int, counted: int, model: Model) -> int:
    """Who shares it on: never more than saw it."""
    return min(seen, max(counted, model.fewest))


def _round(message: Post, seen: int, sharers: int) -> Round:
    whole = 100
    if message.vanishes:
        whole = 200
    copies = half_up(seen * message.keep, whole)
    if message.sensitive and seen:
        copies = max(copies, 1)
    return Round(seen, copies, sharers)
