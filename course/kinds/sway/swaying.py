"""Where somebody stands after these steps: a message in the making, who passed it on, what was
named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, sin

from course.kinds.marking import chosen_by, with_key
from course.kinds.sway.item import (
    ALWAYS,
    NEVER,
    Bystander,
    ForeignMessage,
    MessagePart,
    NamedTrick,
    Phrase,
    SwayItem,
)

MIDDLE = (170, 105)  # of a picture of 340 by 210
WIDE, HIGH = 138, 74  # half as wide and half as high as the ring of people


class Act(StrEnum):
    """What is asked now."""

    WRITE = "write"
    NAME = "name"
    OVER = "over"


@dataclass(frozen=True)
class Onlooker:
    """Somebody in the picture, whether they passed it on, and where they stand."""

    person: Bystander
    shares: bool
    x: int
    y: int

    @property
    def speaks(self) -> bool:
        """Whether they say something: who passes it on, and who never does."""
        return self.shares or NEVER in self.person.moved


@dataclass(frozen=True)
class Naming:
    """A message of another, with the trick that was named and the one that it is."""

    sample: ForeignMessage
    named: NamedTrick
    right: NamedTrick

    @property
    def is_right(self) -> bool:
        """Whether the trick was named."""
        return self.named.key == self.right.key


@dataclass(frozen=True)
class Swaying:
    """Where the exercise stands.

    `part` is asked now; `crowd` is there once the message is whole.
    """

    path: tuple[str, ...]
    message: tuple[Phrase, ...]
    part: MessagePart | None
    crowd: tuple[Onlooker, ...] = ()
    namings: tuple[Naming, ...] = ()

    @property
    def turn(self) -> Act:
        """What is asked now."""
        if self.part is not None:
            return Act.WRITE
        if self.namings:
            return Act.OVER
        return Act.NAME

    @property
    def over(self) -> bool:
        """Whether the tricks were named."""
        return self.turn is Act.OVER

    @property
    def number(self) -> int:
        """Which part is asked, from 1."""
        return len(self.message) + 1

    @property
    def shared(self) -> int:
        """How many pass the message on."""
        return sum(one.shares for one in self.crowd)

    @property
    def unmoved(self) -> int:
        """How many pass on the same message without a trick."""
        return sum(ALWAYS in one.person.moved for one in self.crowd)

    @property
    def points(self) -> int:
        """How many tricks were named rightly."""
        return sum(one.is_right for one in self.namings)


def sway(item: SwayItem, path: Sequence[str]) -> Swaying:
    """Follow these steps: a phrase for each part, then a trick for each message of another.

    Errors: ValueError for a step that does not exist where it is taken, and when some messages were
            named and others not.
    """
    whole = len(item.parts)
    written, named = path[:whole], path[whole:]
    pairs = zip(item.parts, written, strict=False)
    message = tuple(chosen_by(step, part, part.phrases) for part, step in pairs)
    if len(message) < whole:
        return Swaying(tuple(path), message, item.parts[len(message)])
    if named and len(named) != len(item.samples):
        raise ValueError(f"item {item.key}: {len(named)} of {len(item.samples)} were named")
    namings = zip(item.samples, named, strict=False)
    return Swaying(
        path=tuple(path),
        message=message,
        part=None,
        crowd=tuple(_crowd(item.people, message)),
        namings=tuple(_naming(item, sample, step) for sample, step in namings),
    )


def _naming(item: SwayItem, sample: ForeignMessage, step: str) -> Naming:
    named = chosen_by(step, sample, item.tricks)
    return Naming(sample, named, with_key(item.tricks, sample.right))


def _crowd(people: Sequence[Bystander], message: Sequence[Phrase]) -> list[Onlooker]:
    """Everybody round the message, from the top; who is moved by a phrase in it passes it on."""
    used = {ALWAYS, *(phrase.key for phrase in message)}
    x, y = MIDDLE
    found = []
    for number, person in enumerate(people):
        angle = 2 * pi * number / len(people) - pi / 2
        place = round(x + WIDE * cos(angle)), round(y + HIGH * sin(angle))
        found.append(Onlooker(person, not used.isdisjoint(person.moved), *place))
    return found
