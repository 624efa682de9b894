"""What first tries say about a question: how hard it is, and whether it tells who knows the rest.

Classical test theory. Pure, over sums, so that no answer of anybody comes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import atanh, inf, nan, sqrt, tanh
from typing import Any, TypeVar, cast

from course.domain.people.roles import SMALLEST_GROUP

CountT = TypeVar("CountT")
ENOUGH_TO_DOUBT = 20  # people; below that chance alone looks like a fault
NORMAL_95 = 1.96  # half the width of an interval of 95 %, in standard errors
FLAT = 0.10  # a correlation that is surely below this tells too little
EVERYBODY = 0.97  # a share that is surely above this asks nothing


class Doubt(StrEnum):
    """What may be wrong with a question, the worst first."""

    WRONG_KEY = "wrong-key"  # who knows the rest has this one wrong
    BELOW_CHANCE = "below-chance"  # guessing does better
    TELLS_LITTLE = "tells-little"  # who knows the rest does no better here
    TOO_EASY = "too-easy"  # nearly everybody has it right at once


@dataclass(frozen=True)
class ItemSums:
    """Sums over the first try of each person at one question.

    Units:  `score` is the share of its points, 0 to 1; `rest` the mean score of that person's other
            questions of the module, which not everybody has: `both_people` do. `squares` and
            `product` are sums of squares and of score times rest, over those people.
    """

    people: int
    score: float
    both_people: int
    both_score: float
    both_rest: float
    score_squares: float
    rest_squares: float
    product: float


@dataclass(frozen=True)
class Interval:
    """A figure, and between what it lies with 95 % certainty."""

    value: float
    low: float
    high: float


_ANYTHING = Interval(nan, -inf, inf)  # nobody can say: surely below nothing, and above nothing


def is_shown(people: int) -> bool:
    """Whether figures over so many people say nothing about one of them."""
    return people >= SMALLEST_GROUP


def told_of(people: CountT) -> CountT:
    """Of how many people, the first to try, figures are made: whole fives. A figure that grew by
    one person from one day to the next would tell what that person chose. A number, or a column of
    them.

    Source: security.md section 1, figures over fewer than five people are hidden.
    """
    number: Any = people
    return cast(CountT, number - number % SMALLEST_GROUP)


def difficulty(sums: ItemSums) -> Interval | None:
    """The mean score of first tries: 1 when everybody has it right at once. None for nobody.

    Source: the p value of classical test theory; its interval is Wilson's.
    """
    if not sums.people:
        return None
    n, share, z = sums.people, sums.score / sums.people, NORMAL_95
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(max(0.0, share * (1 - share) / n + z * z / (4 * n * n)))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def discrimination(sums: ItemSums) -> Interval | None:
    """How the score of this question goes with that of the others, from -1 to 1.

    None when fewer than four people did others too, or when either is the same for everybody.
    Source: the item-rest correlation; its interval by Fisher's z.
    """
    n = sums.both_people
    if n < 4:
        return None
    spread = n * sums.score_squares - sums.both_score**2
    others = n * sums.rest_squares - sums.both_rest**2
    if spread <= 1e-9 * n or others <= 1e-9 * n:
        return None
    value = (n * sums.product - sums.both_score * sums.both_rest) / sqrt(spread * others)
    value = max(-0.999999, min(0.999999, value))
    half = NORMAL_95 / sqrt(n - 3)
    return Interval(value, tanh(atanh(value) - half), tanh(atanh(value) + half))


def doubt(sums: ItemSums, chance: float | None) -> Doubt | None:
    """What is probably wrong with a question, as far as these people can show; None for nothing.

    Units:  `chance` is the share that guessing has right; None where nobody can say.
    """
    if sums.people < ENOUGH_TO_DOUBT:
        return None
    hard = difficulty(sums) or _ANYTHING
    telling = discrimination(sums) or _ANYTHING
    if telling.high < 0:
        return Doubt.WRONG_KEY
    if chance is not None and hard.high < chance:
        return Doubt.BELOW_CHANCE
    if telling.high < FLAT:
        return Doubt.TELLS_LITTLE
    return Doubt.TOO_EASY if hard.low > EVERYBODY else None
