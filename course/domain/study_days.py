"""A study day: one question, a vote before and a vote after the talk, and what the room may see
when.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from course.content.outline import ItemOutline, LessonOutline
from course.content.types import LessonKind
from course.domain.duties.small_groups import too_small
from course.domain.signing_in.throttling import Limit
from course.kinds.item import Item, meant_for
from course.kinds.kind import Ballot
from course.kinds.marking import Form, NotGradable, Response
from course.kinds.registry import kind_named, kind_of
from course.text.plain import Html

CODE_LENGTH = 6
GUESSES = Limit(free=10, window=timedelta(minutes=10))  # of a code, by one person
# no look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), and no vowels: no words by chance
CODE_SIGNS = "CDFGHJKMNPQRTWX34679"
_GAPS = re.compile(r"[\s.–-]+")


class Phase(StrEnum):
    """Where a study day is. It only goes forward, so a vote that was closed stays closed."""

    JOIN = "join"
    FIRST = "first"
    TALK = "talk"
    SECOND = "second"
    RESULT = "result"
    CLOSED = "closed"

    @property
    def following(self) -> Phase | None:
        """The phase after this one; None after the last."""
        if self is Phase.CLOSED:
            return None
        order = list(Phase)
        return order[order.index(self) + 1]

    @property
    def round(self) -> VoteRound | None:
        """The vote that is open in this phase."""
        return {Phase.FIRST: VoteRound.BEFORE, Phase.SECOND: VoteRound.AFTER}.get(self)

    @property
    def shown(self) -> tuple[VoteRound, ...]:
        """The votes that the room sees: only those that are over, so that no bar moves with one
        person's vote.
        """
        if self.is_over:
            return (VoteRound.BEFORE, VoteRound.AFTER)
        if self in (Phase.TALK, Phase.SECOND):
            return (VoteRound.BEFORE,)
        return ()

    @property
    def may_join(self) -> bool:
        """Whether somebody can still come in: there is a talk or a vote ahead of them."""
        return not self.is_over

    @property
    def is_over(self) -> bool:
        """Both votes are done: the explanation may be read, and who was there may sign off."""
        return self in (Phase.RESULT, Phase.CLOSED)


class VoteRound(StrEnum):
    """The two votes."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Bar:
    """One option and how many chose it in each round; None where the group is too small to show, or
    not yet asked.

    `is_key` is for the result alone.
    """

    key: str
    text: Html
    counts: Mapping[VoteRound, int | None]
    is_key: bool


@dataclass(frozen=True)
class Bars:
    """The bars of one group of options.

    `field` is its form field: a best-worst item has two groups.
    """

    field: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Explanation:
    """What there is to say about one option.

    `is_key` is None where no option is right, as in a dilemma.
    """

    about: Html
    text: Html
    is_key: bool | None


def is_moment(phase: Phase, asked: Phase) -> bool:
    """Whether a study day may go from its phase to the asked one: to the next, or from anywhere to
    closed.
    """
    return phase is not Phase.CLOSED and asked in (phase.following, Phase.CLOSED)


def normal_code(typed: str) -> str:
    """A code as it was typed, in the form in which it is kept: capitals, without gaps."""
    return _GAPS.sub("", typed).upper()


def is_code(code: str) -> bool:
    """Whether this can be a code at all."""
    return len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS)


def new_code(draw: Callable[[str], str]) -> str:
    """A fresh code. `draw` takes one sign at random, such as `secrets.choice`."""
    return "".join(map(draw, [CODE_SIGNS] * CODE_LENGTH))


def pseudonym(key: str, round_: VoteRound, person_id: int) -> str:
    """Under which name somebody votes in one round: 64 hexadecimal digits, HMAC-SHA-256.

    The key belongs to one study day and is thrown away when it closes; from then on nobody can make
    this name again, so no vote leads to a person. The round is part of it, so the two votes of one
    person cannot be laid side by side.

    Source: RFC 2104; docs/decisions/0007-votes-without-names.md.
    """
    return hmac.new(
        key.encode(), f"{round_.value}\n{person_id}".encode(), hashlib.sha256
    ).hexdigest()


def can_be_asked(
    lesson: LessonOutline, item: ItemOutline, filled: Iterable[str], sector: str
) -> bool:
    """Whether a group may vote on an item: of a kind with options, for this school, and not of a
    test.

    A test stays a test: its key may not reach people before they hand it in (security.md section
    5).
    """
    if lesson.kind is LessonKind.TEST or not kind_named(item.kind).votable:
        return False
    return meant_for(lesson.sectors, [sector]) and set(item.requires).issubset(filled)


def ballot(item: Item) -> Ballot:
    """What people vote on: the item itself, or the first scene of a dilemma as a choice without a
    right answer.

    Errors: ValueError for a kind without options.
    """
    return kind_of(item).ballot(item)


def explanations(asked: Ballot) -> tuple[Explanation, ...]:
    """What is told in the result, option by option: the feedback, or where a choice in a dilemma
    leads.
    """
    right = next(iter(asked.right.values()))
    if not right:
        return tuple(Explanation(one.text, one.feedback, None) for one in asked.options)
    return tuple(
        Explanation(one.text, one.feedback, is_key=one.key in right) for one in asked.options
    )


def read_vote(asked: Ballot, form: Form) -> Response | NotGradable:
    """The response in a form, or what to mend: read as the item itself is."""
    return kind_of(asked.item).read(asked.item, form)


def choice_text(response: Response) -> str:
    """A response as it is kept: one text for the same choice, whoever made it."""
    return " ".join(response)


def response_of(choice: str) -> Response:
    """The response that was kept as a text."""
    return tuple(choice.split(" "))


def tally(
    asked: Ballot, votes: Mapping[VoteRound, Mapping[str, int]], shown: Sequence[VoteRound]
) -> tuple[Bars, ...]:
    """How many chose each option, before and after.

    Units:  people. A round with fewer voters than the smallest group has None for every option:
            then only the number of votes may be told.
    Errors: none; a choice that the ballot does not have counts in no bar.
    """
    told = [one for one in shown if not too_small(sum(votes.get(one, {}).values()))]
    groups = []
    for place, (field, right) in enumerate(asked.right.items()):
        counted = {one: _counts(asked, votes[one], place) for one in told}
        bars = [
            Bar(option.key, option.text, _column(option.key, counted), option.key in right)
            for option in asked.options
        ]
        groups.append(Bars(field, tuple(bars)))
    return tuple(groups)


def _column(option: str, counted: Mapping[VoteRound, Counter[str]]) -> dict[VoteRound, int | None]:
    """People for one option in each round; None in a round of which nothing is told."""
    people: dict[VoteRound, int | None] = dict.fromkeys(VoteRound)
    people.update((one, counts[option]) for one, counts in counted.items())
    return people


def _counts(asked: Ballot, votes: Mapping[str, int], place: int) -> Counter[str]:
    """People per option in one group; with several answers allowed, somebody counts at each."""
    one_each = len(asked.right) > 1
    counts: Counter[str] = Counter()
    for choice, people in votes.items():
        keys = response_of(choice)
        if one_each:
            keys = keys[place : place + 1]
        counts.update(dict.fromkeys(keys, people))
    return counts


class SeatState(StrEnum):
    """What somebody has at a training on a day."""

    NONE = "none"  # they did not answer
    SEAT = "seat"
    WAITING = "waiting"  # it is full; who stays away leaves them a seat
    AWAY = "away"


def seat_of(comes: bool | None, before: int, capacity: int) -> SeatState:
    """What an answer gives: yes, no or none yet (None), with so many people that said yes earlier.

    Units: people. A seat is nobody's for good: the order of saying yes decides, each time anew.
    """
    if comes is None:
        return SeatState.NONE
    if not comes:
        return SeatState.AWAY
    return SeatState.SEAT if before < capacity else SeatState.WAITING
