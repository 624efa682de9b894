"""What a person gave to an item, why it may not be gradable, and what it earns.

Pure, and without words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from course.text.plain import NO_TEXT, Html

Form = Mapping[str, Sequence[str]]  # field name to every value sent under it
Response = tuple[str, ...]  # option keys or words, in a form that each kind defines


class Reason(StrEnum):
    """Why there is nothing to mark.

    A kind with reasons of its own has an enum of its own beside this.
    """

    NOTHING_CHOSEN = "nothing-chosen"
    NOTHING_WRITTEN = "nothing-written"
    THE_SAME = "the-same"  # two choices that must differ
    TOO_LONG = "too-long"
    NOT_A_NUMBER = "not-a-number"
    UNKNOWN = "unknown"  # names what this item does not have: another release, or a forged form
    OUT_OF_STEP = "out-of-step"  # steps that do not follow from each other here


@dataclass(frozen=True)
class NotGradable:
    """Nothing to mark yet: empty, or of a shape this item does not have.

    It costs nothing. `field` is what to mend.
    """

    reason: StrEnum
    field: str = "antwoord"


class Refused(Exception):  # noqa: N818 - no fault: a form that is sent back
    """Raised where a form turns out to hold nothing to mark; `Kind.read` hands on `why`."""

    def __init__(self, reason: StrEnum, field: str = "antwoord") -> None:
        super().__init__(reason)
        self.why = NotGradable(reason, field)


def first(form: Form, name: str) -> str:
    """The first value of a field, stripped; an empty string when it was not sent."""
    return "".join(form.get(name, ())[:1]).strip()


def every(form: Form, name: str) -> tuple[str, ...]:
    """All values of a field, stripped."""
    return tuple(map(str.strip, form.get(name, ())))


def written(text: str, name: str, most: int) -> str:
    """What was typed in a field. Refused when that is nothing, or more than `most` signs."""
    if not text:
        raise Refused(Reason.NOTHING_WRITTEN, name)
    if len(text) > most:
        raise Refused(Reason.TOO_LONG, name)
    return text


def picked(form: Form, name: str, known: Container[str]) -> str:
    """What was chosen in a field. Refused when that is nothing, or is not there to choose."""
    chosen = first(form, name)
    if not chosen:
        raise Refused(Reason.NOTHING_CHOSEN, name)
    if chosen not in known:
        raise Refused(Reason.UNKNOWN, name)
    return chosen


def picked_all(form: Form, *names: str) -> list[str]:
    """What was chosen in each of these fields. Refused at the first in which nothing was."""
    chosen = []
    for name in names:
        value = first(form, name)
        if not value:
            raise Refused(Reason.NOTHING_CHOSEN, name)
        chosen.append(value)
    return chosen


def picked_several(form: Form, name: str, known: Sequence[str]) -> Response:
    """What was ticked in a field, in the order of what there is to tick.

    Refused when that is nothing, or is not there to tick.
    """
    chosen = set(every(form, name))
    if not chosen:
        raise Refused(Reason.NOTHING_CHOSEN, name)
    if chosen.difference(known):
        raise Refused(Reason.UNKNOWN, name)
    return tuple(filter(chosen.__contains__, known))


@dataclass(frozen=True)
class Score:
    """Points earned out of those possible; whole numbers. Both are 0 for what is never marked.

    Errors: ValueError when earned is not between 0 and possible.
    """

    earned: int
    possible: int

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.possible:
            raise ValueError(f"{self.earned} of {self.possible} points")

    @property
    def is_right(self) -> bool:
        """Wholly right. Part of the points is not."""
        return self.possible > 0 and self.earned == self.possible


UNMARKED = Score(0, 0)


def total(scores: Iterable[Score]) -> Score:
    """All points together."""
    earned = possible = 0
    for score in scores:
        earned += score.earned
        possible += score.possible
    return Score(earned, possible)


@dataclass(frozen=True)
class Remark:
    """What is said about one part of a response. `about` names the part when there are more."""

    text: Html
    is_right: bool
    about: Html = NO_TEXT
    key: Html = NO_TEXT  # what is right here; only after the last try
    role: str = "key"  # as what it is named: `Wording.keys` has the words


@dataclass(frozen=True)
class Examples:
    """Forms for one item.

    `wrong` is None for what is never marked; `unusable` is sent back and costs nothing.
    """

    right: Form
    wrong: Form | None
    unusable: Form


def require_known(item: str, given: Iterable[str], known: Iterable[str]) -> None:
    """ValueError when a response names an option that the item does not have: another release or a
    forged form.
    """
    if unknown := set(given) - set(known):
        raise ValueError(f"item {item} has no option {', '.join(sorted(unknown))}")


def by_part(response: Response) -> dict[str, str]:
    """A response of the form `part=choice`, as what was chosen for each part."""
    return dict(part.split("=", 1) for part in response)


def kept_as(part: str, choices: Iterable[str]) -> list[str]:
    """Every choice for a part, as it is kept."""
    return [f"{part}={choice}" for choice in choices]


class Keyed(Protocol):
    """A choice, a card, a scene: whatever is known by a lasting key."""

    @property
    def key(self) -> str:
        """Unique among its own."""


KeyedT = TypeVar("KeyedT", bound=Keyed)


def keys_of(things: Iterable[Keyed]) -> tuple[str, ...]:
    """The keys, in the order of the things."""
    return tuple(thing.key for thing in things)


def by_key(things: Iterable[KeyedT]) -> dict[str, KeyedT]:
    """Things by their key, in their order."""
    return {thing.key: thing for thing in things}


def chosen_by(step: str, part: Keyed, choices: Iterable[KeyedT]) -> KeyedT:
    """What the step `part=choice` chose. ValueError when that is no step at this part."""
    name, _, key = step.partition("=")
    for choice in choices:
        if (name, key) == (part.key, choice.key):
            return choice
    raise ValueError(f"no step {step} at {part.key}")


def with_key(things: Iterable[KeyedT], key: str) -> KeyedT:
    """The one with this key. KeyError when there is none."""
    return by_key(things)[key]
