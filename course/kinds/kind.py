"""What every kind of item says for itself. Nobody outside asks an item what it is.

What is dangerous to forget has no default: what is right, what stored answers name, how long it
takes, and what it looks like on paper. A kind also makes a right, a wrong and an unusable form of
itself, so that one test tries them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from course.kinds.item import Item, Option
from course.kinds.marking import (
    UNMARKED,
    Examples,
    Form,
    NotGradable,
    Refused,
    Remark,
    Response,
    Score,
)
from course.kinds.pace import Pace
from course.text.plain import NO_TEXT, Html, text_as_html

ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True)
class Printed:
    """An item on paper, without its answer: a box before each choice, or lines to write on when
    there are none.

    `places` are what its note may name to choose from.
    """

    text: Html
    choices: tuple[Html, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ballot:
    """What a group votes on: an item that can be drawn and read, and the options to count.

    `right` holds the right keys of each group of bars by its form field. With several groups, each
    has its own place in a response; with one, every key of the response counts. The feedback of an
    option is what is told in the end.
    """

    item: Item
    options: tuple[Option, ...]
    right: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class DecisionPoint:
    """A moment in a story at which something is chosen. `best` is the key of the choice that ends
    best; None where no single one does.
    """

    scene: str
    choices: tuple[tuple[str, Html], ...]  # each with its key, as the author wrote them
    best: str | None


@dataclass(frozen=True)
class Advice:
    """Something for the author to mend, under the name of a rule of the linter; `quote` finds its
    line again.
    """

    rule: str
    message: str
    quote: str = ""


class Kind(ABC, Generic[ItemT]):
    """The rules of one item kind. Everything here is pure."""

    item_class: ClassVar[type[Item]]
    # a response is one of a few, so what is said about it is the same for many people
    repeats: ClassVar[bool] = False
    # a response is `part=choice` for each part, so that totals can be compared
    compares: ClassVar[bool] = False
    # what was written is for later: it is shown back to who wrote it
    shown_back: ClassVar[bool] = False
    votable: ClassVar[bool] = False  # a group may vote on it
    fewest_parts: ClassVar[int] = 3  # from how many parts on it is told how many are right
    # the template that draws an outcome to keep, in the folder of the kind
    picture: ClassVar[str] = ""
    # its classes as attributes, for a file that has no style sheet
    paint: ClassVar[Mapping[str, str]] = {}

    @property
    def stepwise(self) -> bool:
        """Done in several steps: each is saved, and `state` draws where it stands."""
        return self.item_class.stepwise

    # What may not be forgotten

    @abstractmethod
    def given(self, item: ItemT, form: Form) -> Response:
        """The response in these form fields. Refused when there is none to mark.

        Whatever was sent, nothing else is raised.
        """

    @abstractmethod
    def remarks(self, item: ItemT, response: Response, *, full: bool) -> Sequence[Remark]:
        """What to say about this response.

        With `full` also what was missed; without it the key stays hidden.
        """

    @abstractmethod
    def examples(self, item: ItemT) -> Examples:
        """One right, one wrong and one unusable form."""

    @abstractmethod
    def solution(self, item: ItemT) -> Mapping[str, object]:
        """What is right, part by part, in keys and numbers and without any text that may improve.

        The guard before publishing compares it: a part of a published item neither goes nor
        changes. What is marked gains no part either, as every answer so far would lack it. Empty
        when nothing that is kept can be right or wrong.
        """

    @abstractmethod
    def stored_keys(self, item: ItemT) -> Iterable[str]:
        """Every key that a stored response may name. A published item keeps them all."""

    @abstractmethod
    def pace(self, item: ItemT) -> Pace | None:
        """What doing it once takes when it goes well; None when that does not show in its words."""

    @abstractmethod
    def printed(self, item: ItemT) -> Printed:
        """The item on paper, in an order that gives nothing away."""

    # How it is read, marked and told

    def read(self, item: ItemT, form: Form) -> Response | NotGradable:
        """The response in these form fields, or why there is none to mark.

        Whatever was sent, it does not fail.
        """
        try:
            return self.given(item, form)
        except Refused as refused:
            return refused.why

    def fields(self, item: ItemT, response: Response) -> Form:
        """The form that gives this response: `read(item, fields(item, response))` is that response
        again.

        ValueError, or a form that gives another one, when the response belongs to another release.
        What is asked of a response here is asked of those that belong to the item, and of no other.
        """
        return {"antwoord": response}

    def words(self, item: ItemT, response: Response) -> Sequence[Html]:
        """The response as people read it, for the page that checks a test."""
        return [*map(text_as_html, response)]

    def adjust(self, item: ItemT, form: Form) -> Form | None:
        """A form that is only to be drawn again, such as one step moved up; None for a form to
        mark.
        """
        return None

    def grade(self, item: ItemT, response: Response) -> Score:
        """Points for a response. ValueError when it names what the item does not have."""
        return UNMARKED

    def state(self, item: ItemT, response: Response) -> object:
        """Where a stepwise item stands after these steps, for its template.

        An empty response is the start.
        """
        return None

    def shown(self, item: ItemT, fields: Form, question: Html) -> object:
        """What the template of this kind needs besides the item, for these fields and this
        filled-in question.
        """
        return None

    def verdicts(self, item: ItemT, response: Response) -> Mapping[str, bool]:
        """Which parts of a response are right: option, card or gap to True or False.

        Empty when there are no parts.
        """
        return {}

    def key_parts(self, item: ItemT) -> Collection[str]:
        """The parts that are right, as `verdicts` calls them, to be marked after the last try."""
        return ()

    def part_name(self, item: ItemT, part: str) -> Html:
        """What a part of a response is about, as people read it."""
        return NO_TEXT

    def settles(self, item: ItemT, response: Response, earlier: int) -> bool:
        """Whether a response finishes the item on its page: right, or the second try.

        `earlier` counts tries before.
        """
        return not item.graded or earlier >= 1 or self.grade(item, response).is_right

    def pictured(self, item: ItemT, response: Response) -> object:
        """What the template `picture` draws; None while there is nothing to keep."""
        return None

    def ways(self, item: ItemT) -> Sequence[Response]:
        """Every way through an item whose steps are each a choice; empty for others."""
        return ()

    def ballot(self, item: ItemT) -> Ballot:
        """What a group votes on. ValueError for a kind that is not votable."""
        raise ValueError(f"nobody can vote on an item of kind {item.kind}")

    # What a page or an author may want to know

    def suits(self, item: ItemT, sectors: Collection[str]) -> bool:
        """Whether it plays at one of these kinds of school."""
        return True

    def expert(self, item: ItemT) -> Html:
        """How an experienced colleague looks at it."""
        return NO_TEXT

    def came_of(self, item: ItemT, choice: str) -> str:
        """In a few words where a first choice in a story leads; empty for what is no story."""
        return ""

    def needs_goal(self, item: ItemT) -> bool:
        """Whether it works on a learning goal."""
        return item.graded

    def times_asked(self, item: ItemT, *, studied: bool) -> int:
        """For how many questions it counts.

        `studied`: it stands on a page, in an exercise or in a test.
        """
        return int(item.graded and studied)

    def recalls(self, item: ItemT) -> bool:
        """Whether it makes the reader recall or use what a page said."""
        return item.graded

    def one_right(self, item: ItemT) -> tuple[Sequence[Option], str] | None:
        """The options and the one right key, where exactly one option is right; else None."""
        return None

    def wrong_options(self, item: ItemT) -> Sequence[Option]:
        """The options behind which a wrong idea stands."""
        return ()

    def labels(self, item: ItemT) -> Iterable[str]:
        """The plain words on screen that are not HTML: titles, places, choices, examples."""
        return ()

    def modules(self, item: ItemT) -> Iterable[str]:
        """The modules of the course that it sends its reader to."""
        return ()

    def endings(self, item: ItemT) -> Sequence[str]:
        """How a story may end, once for every ending; empty for what is no story."""
        return ()

    def decisions(self, item: ItemT) -> Sequence[DecisionPoint]:
        """The moments of a story at which something is chosen; empty for what is no story."""
        return ()

    def advice(self, item: ItemT) -> Iterator[Advice]:
        """What the linter's rules about this kind find."""
        yield from ()
