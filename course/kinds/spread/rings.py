"""Where everything stands in the picture of a message that spreads: rings of people round it.

Units:  those of the drawing, 340 wide; the message is in the middle of the first 240.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from course.kinds.spread.simulation import Round

MIDDLE = (170, 116)
RINGS = ((68, 46), (108, 73), (148, 100))  # half as wide and half as high as each round's ring
COPIES_OUT = (14, 12)  # how far outside their ring copies stay
TURN = 0.2  # each ring a little further round, so that dots do not stand in rows
TREND = (58, 282, 252, 286)  # left, right, top and bottom of the small line

Point = tuple[float, float]


@dataclass(frozen=True)
class Ring:
    """One round: people, the way each was reached, and the copies that they keep."""

    people: tuple[Point, ...]
    ways: tuple[tuple[Point, Point], ...]
    copies: tuple[Point, ...]


@dataclass(frozen=True)
class Mark:
    """One round on the small line: where, and how many viewers."""

    x: float
    y: float
    seen: int


def rings(rounds: Sequence[Round], people_each: int, copies_each: int) -> tuple[Ring, ...]:
    """The rings of these rounds, at most three: a mark for so many people, and for so many
    copies.
    """
    found: list[Ring] = []
    inside: tuple[Point, ...] = (MIDDLE,)
    for number, one in enumerate(rounds):
        people = tuple(_round(number, one.seen, people_each))
        copies = tuple(_outside(number, one, copies_each))
        found.append(Ring(people, tuple(_ways(inside, people)), copies))
        inside = people
    return tuple(found)


def trend(rounds: Sequence[Round], highest: int) -> tuple[Mark, ...]:
    """Viewers per round as a line. `highest` is the most that any round can show, for the scale."""
    left, right, top, bottom = TREND
    step = (right - left) / (len(RINGS) - 1)
    tall = (bottom - top) / max(1, highest)
    points = []
    for number, one in enumerate(rounds):
        high = round(bottom - one.seen * tall, 1)
        points.append(Mark(left + number * step, high, one.seen))
    return tuple(points)


def marks(number: int, each: int) -> int:
    """How many marks stand for a number: a part of one is one."""
    return -(-number // each)


def _round(number: int, people: int, each: int) -> Iterator[Point]:
    wide, high = RINGS[number]
    return _ellipse(wide, high, marks(people, each), number * TURN)


def _outside(number: int, one: Round, each: int) -> Iterator[Point]:
    (wide, high), (out, up) = RINGS[number], COPIES_OUT
    return _ellipse(wide + out, high + up, marks(one.copies, each), number * TURN + TURN / 2)


def _ellipse(wide: float, high: float, amount: int, turn: float) -> Iterator[Point]:
    x, y = MIDDLE
    for n in range(amount):
        angle = turn + 2 * pi * n / amount
        yield round(x + wide * cos(angle), 1), round(y + high * sin(angle), 1)


def _ways(inside: Sequence[Point], people: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Each of them was reached by somebody one ring further in, in turn."""
    for n, person in enumerate(people):
        yield inside[n * len(inside) // len(people)], person
