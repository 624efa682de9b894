"""Choices of a form that many forms have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from course.web.page.parts import FormOption

ValueT = TypeVar("ValueT", bound=str)


class Titled(Protocol):
    """A course, by the word in its address."""

    @property
    def slug(self) -> str:
        """In addresses and forms."""

    @property
    def title(self) -> str:
        """As people read it."""


class Coded(Protocol):
    """A school or a board."""

    @property
    def code(self) -> str:
        """In addresses and forms."""

    @property
    def name(self) -> str:
        """As people read it."""


class Referred(Protocol):
    """A team."""

    @property
    def ref(self) -> str:
        """In addresses and forms."""

    @property
    def name(self) -> str:
        """As people read it."""


def course_options(courses: Iterable[Titled]) -> tuple[FormOption, ...]:
    """The courses to choose from."""
    return tuple(FormOption(one.slug, one.title) for one in courses)


def course_titles(courses: Iterable[Titled]) -> dict[str, str]:
    """What courses are called, by slug."""
    return {one.slug: one.title for one in courses}


def place_options(places: Iterable[Coded]) -> tuple[FormOption, ...]:
    """The schools or boards to choose from."""
    return tuple(FormOption(one.code, one.name) for one in places)


def team_options(teams: Iterable[Referred]) -> tuple[FormOption, ...]:
    """The teams to choose from."""
    return tuple(FormOption(one.ref, one.name) for one in teams)


def word_options(words: Iterable[str]) -> tuple[FormOption, ...]:
    """Words that are what a form sends."""
    return tuple(FormOption(word, word.capitalize()) for word in words)


def table_options(table: Mapping[ValueT, str]) -> tuple[FormOption, ...]:
    """Values, or codes that are their own value, with what is said of each."""
    return tuple(FormOption(str(value), said) for value, said in table.items())
