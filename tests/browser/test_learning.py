"""A learner completes a module: by keyboard only, without script, and when nothing can be sent from
a script.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import walking
from tests.browser.conftest import Live, Watch
from tests.browser.walkers import Keyboard, Pointer, Walker
from tests.browser.walking import COURSE

MODULE = "delen"
TITLE = "Delen: "


@pytest.fixture
def beginner(live: Live) -> Live:
    """The server, with Noor about to begin the module."""
    walking.forget_module(live, "noor", MODULE)
    return live


def in_report(page: Page, live: Live) -> str:
    """What the manager sees of Noor in this module: status and lessons, from the screen."""
    walking.enter(page, live, "mirjam")
    page.goto("/rapport")
    page.goto(address_of(page, "main th a"))
    page.goto(address_of(page, "main table a:text-matches('^Noor ')"))
    return page.locator("main table").first.get_by_role("row", name=TITLE).inner_text()


def address_of(page: Page, selector: str) -> str:
    """Where the first such link leads."""
    return page.locator(selector).first.get_attribute("href") or ""


def complete(walker: Walker, live: Live, manager: Page) -> None:
    """The module from begin to end; then it says so, to the learner and to the manager."""
    assert "Klaar" not in in_report(manager, live)
    walked = walking.walk_module(walker, live, MODULE)
    assert len(walked) > 7, walked
    walker.page.goto(f"/leren/{COURSE}/{MODULE}")
    card = walker.page.get_by_label("Uw voortgang", exact=True)
    assert "Klaar." in card.inner_text()
    assert "Klaar" in in_report(manager, live)


def test_a_module_by_keyboard_only(
    page: Page, beginner: Live, new_page: Callable[..., Page]
) -> None:
    walking.enter(page, beginner, "noor")
    keyboard = Keyboard(page)
    complete(keyboard, beginner, new_page())
    assert keyboard.stops > 100


def test_a_module_without_script(
    no_script_page: Page, beginner: Live, new_page: Callable[..., Page]
) -> None:
    walking.enter(no_script_page, beginner, "noor")
    complete(Pointer(no_script_page, script=False), beginner, new_page())


def test_a_module_when_scripts_cannot_send(
    page: Page, beginner: Live, new_page: Callable[..., Page], watch: Watch
) -> None:
    refused: list[str] = []

    def refuse(route: Any) -> None:
        if route.request.resource_type == "fetch":
            refused.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route(f"**/leren/{COURSE}/{MODULE}/**", refuse)
    page.clock.install()
    walking.enter(page, beginner, "noor")
    complete(Pointer(page, sends=False), beginner, new_page())
    assert len(refused) > 5, "the script did not even try"
    watch.complaints[:] = [line for line in watch.complaints if "net::ERR_FAILED" not in line]
