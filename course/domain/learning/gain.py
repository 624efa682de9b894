"""What people gained in a module: the difference between a few questions before and after it.

Pure, over sums, so that no answer of anybody comes here. It says something of answers to questions,
and nothing of what people do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any, TypeVar, cast

from course.domain.learning.item_analysis import NORMAL_95, Interval

CountT = TypeVar("CountT")
SMALLEST = 10  # people; also of what two figures differ by, and of what one grows by
SMALLEST_ORDER = 2  # people who got the forms in one order; of fewer no spread is known
_NO_SPREAD = 1e-12  # what rounding leaves of none
SHOWN_LEAST, SHOWN_MOST = 0.05, 0.95  # nearer to nobody or everybody a share tells of each
# half the width of an interval of 95 %, in standard errors, for 1 to 30 degrees of freedom
_T_95 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)


class MeasuredPart(StrEnum):
    """When a form is asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class OrderSums:
    """Sums over the people who got the forms in one order.

    Units:  of each person the share of the points, 0 to 1, `before` and `after`; `gained` and
            `squares` sum the difference of the two, and its square.
    """

    people: int
    before: float
    after: float
    gained: float
    squares: float

    @property
    def mean(self) -> float:
        """What they gained on average."""
        return self.gained / self.people

    @property
    def error(self) -> float:
        """The square of the standard error of that mean."""
        spread = (self.squares - self.gained**2 / self.people) / (self.people - 1)
        return max(0.0, spread) / self.people


@dataclass(frozen=True)
class Gain:
    """Mean shares before and after, and the difference with its interval of 95 %."""

    people: int
    before: float
    after: float
    difference: Interval


def first_form(given_a: int, given_b: int, *, heads: bool) -> str:
    """The form that the next person of a school gets before a module: the one that fewer colleagues
    got, so that the halves stay equal; when they are, a coin decides.
    """
    if given_a == given_b:
        return "a" if heads else "b"
    return "a" if given_a < given_b else "b"


def gain_of(orders: Sequence[OrderSums]) -> Gain | None:
    """What people gained, both orders of the forms weighing the same.

    Each person is compared with themselves. What one form is harder than the other raises the gain
    in one order by as much as it lowers it in the other, so it is gone from their mean, also when
    one order has more people. None under ten people, when fewer than two had the forms in one of
    the orders, or when everybody of an order gained exactly the same: then nothing is known of how
    far off the figure may be, and it would tell what each of them did.

    Source: paired differences in a cross-over of two forms; interval of 95 % by Student's t with
            the degrees of freedom of Welch and Satterthwaite.
    """
    if not _is_told(orders):
        return None
    one, other = orders
    value = (one.mean + other.mean) / 2
    half = _t_95(_freedom(orders)) * sqrt(one.error + other.error) / 2
    return Gain(
        people=one.people + other.people,
        before=(one.before / one.people + other.before / other.people) / 2,
        after=(one.after / one.people + other.after / other.people) / 2,
        difference=Interval(value, max(-1.0, value - half), min(1.0, value + half)),
    )


def _is_told(orders: Sequence[OrderSums]) -> bool:
    people = [one.people for one in orders]
    if len(people) != 2 or sum(people) < SMALLEST or min(people) < SMALLEST_ORDER:
        return False
    return min(one.error for one in orders) > _NO_SPREAD


def _freedom(orders: Iterable[OrderSums]) -> float:
    """Degrees of freedom of the sum of two means. Source: Welch and Satterthwaite."""
    errors = [(one.error, one.people - 1) for one in orders]
    return sum(error for error, _ in errors) ** 2 / sum(error**2 / free for error, free in errors)


def _t_95(freedom: float) -> float:
    """Student's t that 95 % of the distribution lies within, for degrees of freedom rounded down.

    Source: table up to 30; then the expansion 26.7.5 of Abramowitz and Stegun, to within 0.001.
    """
    free = max(1, int(freedom + 1e-9))
    if free <= len(_T_95):
        return _T_95[free - 1]
    z = NORMAL_95
    return z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)


def told_people(finished: CountT) -> CountT:
    """Of how many people, the first to finish, a figure is made: whole tens.

    A figure that grew by one person would tell what that person gained. A number, or a column of
    them.
    """
    number: Any = finished
    return cast(CountT, number - number % SMALLEST)


def told_in_groups(groups: Sequence[str]) -> int:
    """Of how many people, the first to finish, figures by group are made; 0 for none.

    `groups` names the group of each, in the order in which they finished. Figures by group stand
    beside that of all, and beside those of before. So they come at whole tens, and only where every
    group that grew since the last time grew by ten people or more. Then no two figures differ by
    fewer than ten people, and neither does a group from all the others.

    Units:  people.
    Source: security.md section 1, figures of few people are hidden, also as "total minus the rest";
            ten people by issue 14 point 10.
    """
    told, since = 0, Counter[str]()
    for number, group in enumerate(groups, start=1):
        since[group] += 1
        if number % SMALLEST == 0 and min(since.values()) >= SMALLEST:
            told, since = number, Counter()
    return told
