"""What a person gave to an item, what it earns, and what every kind says for itself.

Everything here is pure. A kind also makes a right, a wrong and an unusable form of itself, so that one test can try
them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from course.kinds.item import Item
from course.text.plain import NO_TEXT, Html, text_as_html

Form = Mapping[str, Sequence[str]]  # field name to every value sent under it
Response = tuple[str, ...]  # option keys or words, in a form that each kind defines

UNKNOWN = "Deze keuze hoort niet bij deze vraag. Laad de pagina opnieuw en kies nog een keer."


@dataclass(frozen=True)
class NotGradable:
    """Nothing to mark yet: empty, or of a shape this item does not have. It costs nothing. `field` is what to mend."""

    message: str
    field: str = "antwoord"


def first(form: Form, name: str) -> str:
    """The first value of a field, stripped; an empty string when it was not sent."""
    values = form.get(name, ())
    return values[0].strip() if values else ""


def every(form: Form, name: str) -> tuple[str, ...]:
    """All values of a field, stripped."""
    return tuple(value.strip() for value in form.get(name, ()))


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


@dataclass(frozen=True)
class Remark:
    """A sentence or two about one part of a response. `about` names the part when there are more."""

    text: Html
    is_right: bool
    about: Html = NO_TEXT


def require_known(item: str, given: set[str], known: set[str]) -> None:
    """ValueError when a response names an option that the item does not have: another release or a forged form."""
    if unknown := given - known:
        raise ValueError(f"item {item} has no option {', '.join(sorted(unknown))}")


ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True)
class Examples:
    """Forms for one item. `wrong` is None for what is never marked; `unusable` is sent back and costs nothing."""

    right: Form
    wrong: Form | None
    unusable: Form


class Kind(ABC, Generic[ItemT]):
    """The rules of one item kind. Everything here is pure."""

    item_class: ClassVar[type[Item]]
    repeats: ClassVar[bool] = False  # a response is one of a few, so what is said about it is the same for many people
    compares: ClassVar[bool] = False  # a response is `part=choice` for each part, so that totals can be compared

    @property
    def stepwise(self) -> bool:
        """Done in several steps: each is saved, and `state` draws where it stands."""
        return self.item_class.stepwise

    @abstractmethod
    def read(self, item: ItemT, form: Form) -> Response | NotGradable:
        """The response in these form fields, or why there is none to mark."""

    @abstractmethod
    def fields(self, item: ItemT, response: Response) -> Form:
        """The form that gives this response: `read(item, fields(item, response))` is that response again."""

    def words(self, item: ItemT, response: Response) -> Sequence[Html]:  # noqa: ARG002 - text is its own words
        """The response as people read it, for the page that checks a test."""
        return [text_as_html(part) for part in response]

    def adjust(self, item: ItemT, form: Form) -> Form | None:  # noqa: ARG002 - most kinds never ask for it
        """A form that is only to be drawn again, such as one step moved up; None for a form to mark."""
        return None

    def grade(self, item: ItemT, response: Response) -> Score:  # noqa: ARG002 - what is never marked needs neither
        """Points for a response. ValueError when it names what the item does not have."""
        return UNMARKED

    @abstractmethod
    def remarks(self, item: ItemT, response: Response, *, full: bool) -> Sequence[Remark]:
        """What to say about this response. With `full` also what was missed; without it the key stays hidden."""

    def state(self, item: ItemT, response: Response) -> object:  # noqa: ARG002 - only stepwise kinds have one
        """Where a stepwise item stands after these steps, for its template. An empty response is the start."""
        return None

    def verdicts(self, item: ItemT, response: Response) -> Mapping[str, bool]:  # noqa: ARG002
        """Which parts of a response are right: option, card or gap to True or False. Empty when there are no parts."""
        return {}

    def part_name(self, item: ItemT, part: str) -> Html:  # noqa: ARG002 - only kinds that compare have parts to name
        """What a part of a response is about, as people read it."""
        return NO_TEXT

    def settles(self, item: ItemT, response: Response, earlier: int) -> bool:
        """Whether a response finishes the item on its page: right, or the second try. `earlier` counts tries before."""
        return not item.graded or earlier >= 1 or self.grade(item, response).is_right

    @abstractmethod
    def examples(self, item: ItemT) -> Examples:
        """One right, one wrong and one unusable form."""
