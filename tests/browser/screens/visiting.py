"""A screen is one page in one state, and a visit is how somebody gets there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from course.domain.people.roles import Actor
from tests.browser import walking
from tests.browser.conftest import Live, Watch
from tests.browser.walkers import Pointer
from tests.browser.walking import COURSE

MODULE = f"/leren/{COURSE}/delen"
PAGE = f"{MODULE}/eigen-leven"
TEST = f"{MODULE}/toets"
SCHOOL = "/rapport/scholen/demo-baken"


@dataclass(frozen=True)
class Visit:
    """A browser, and what stands behind the screen."""

    page: Page
    live: Live
    patch: pytest.MonkeyPatch

    @property
    def hand(self) -> Pointer:
        """Somebody who clicks."""
        return Pointer(self.page)

    def go(self, address: str) -> Visit:
        self.page.goto(address)
        return self

    def press(self, words: str) -> Visit:
        """The button or link with these words, in the page itself; then wait for the next page."""
        named = self.page.locator("main :is(a, button)").filter(has_text=words).first
        with self.page.expect_navigation():
            named.click()
        return self


@dataclass(frozen=True)
class Screen:
    """One page in one state."""

    name: str
    template: str
    person: str  # empty: nobody is signed in
    arrive: Callable[[Visit], object]
    status: int = 200

    def visit(self, page: Page, live: Live, patch: pytest.MonkeyPatch) -> None:
        """Go there, signed in."""
        if self.person:
            walking.enter(page, live, self.person)
        self.arrive(Visit(page, live, patch))

    def forgive(self, watch: Watch) -> None:
        """A page that is about an error of the server may answer with that error."""
        own = tuple(f"{self.status} for {kind}" for kind in ("document", "fetch"))
        watch.complaints[:] = [line for line in watch.complaints if not line.startswith(own)]


def at(address: str) -> Callable[[Visit], object]:
    """A page that is simply there."""
    return lambda visit: visit.go(address)


def pressed(address: str, *words: str) -> Callable[[Visit], object]:
    """A page, and one press or more."""

    def arrive(visit: Visit) -> None:
        visit.go(address)
        for one in words:
            visit.press(one)

    return arrive


def keeping_all(address: str) -> Callable[[Visit], object]:
    """A page as who keeps every school sees it."""

    def arrive(visit: Visit) -> None:
        visit.patch.setattr(Actor, "holds_everywhere", lambda *_: True)
        visit.go(address)

    return arrive
