"""Finding what is known by its place in an address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Slugged(Protocol):
    """A course, a module or a lesson: whatever has a place in an address."""

    @property
    def slug(self) -> str:
        """Unique among its own."""


SluggedT = TypeVar("SluggedT", bound=Slugged)


def with_slug(things: Iterable[SluggedT], slug: str) -> SluggedT | None:
    """The one with this slug, or None."""
    for thing in things:
        if thing.slug == slug:
            return thing
    return None


def by_slug(things: Iterable[SluggedT]) -> dict[str, SluggedT]:
    """Things by their slug, in their order."""
    return {thing.slug: thing for thing in things}
