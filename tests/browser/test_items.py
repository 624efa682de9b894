"""Every item kind that the format documents: answered by keyboard, and with plain clicks without
script.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from course.kinds.registry import ITEM_CLASSES, kind_of
from tests.browser import walking
from tests.browser.conftest import Live
from tests.browser.screens.proof_course import PROOF, publish_proof
from tests.browser.screens.proof_course import PROOF_ITEMS as ITEMS
from tests.browser.walkers import SUBMIT, Keyboard, Pointer
from tests.browser.walking import root_of

# An exercise in steps has no single wrong answer.
MISSABLE = [
    slug
    for slug, item in ITEMS.items()
    if kind_of(item).examples(item).wrong and not kind_of(item).stepwise
]


@pytest.fixture
def proof(live: Live) -> Live:
    """The server with a course of one lesson for each documented item, and Noor in it."""
    publish_proof(live)
    return live


def open_item(page: Page, slug: str) -> None:
    page.goto(f"/leren/{PROOF}/een/{slug}")


def test_every_kind_is_walked() -> None:
    assert {item.kind for item in ITEMS.values()} == set(ITEM_CLASSES)


@pytest.mark.parametrize("slug", ITEMS)
def test_an_item_by_keyboard(page: Page, proof: Live, slug: str, axe: Callable[..., None]) -> None:
    walking.enter(page, proof, "noor")
    open_item(page, slug)
    keyboard = Keyboard(page)
    walking.walk_lesson(keyboard, proof, wrong_first=True)
    assert keyboard.stops > 1
    axe(page)
    page.goto(f"/leren/{PROOF}/een")
    row = page.locator("main li", has=page.locator(f"a[href$='/{slug}']"))
    assert "Klaar" in row.inner_text()


@pytest.mark.parametrize("slug", MISSABLE)
def test_a_miss_is_shown_to_everybody(
    page: Page, proof: Live, slug: str, axe: Callable[..., None]
) -> None:
    """Missed once with its hint, and missed twice with the whole explanation."""
    item = ITEMS[slug]
    rules, wrong = kind_of(item), kind_of(item).examples(item).wrong or {}
    walking.enter(page, proof, "noor")
    open_item(page, slug)
    pointer = Pointer(page)
    for views in (["320", "dark"], ["plain"]):
        pointer.fill(root_of(item), wrong)
        pointer.press(f"{root_of(item)} {SUBMIT}")
        assert walking.told(pointer, root_of(item)) != "Dat klopt"
        axe(page, views=views)
    asks_no_more = rules.settles(item, rules.read(item, wrong), earlier=1)
    assert pointer.has(f"{root_of(item)} {SUBMIT}") != asks_no_more


def test_every_item_without_script(no_script_page: Page, proof: Live) -> None:
    page = no_script_page
    walking.enter(page, proof, "noor")
    for slug in ITEMS:
        open_item(page, slug)
        walking.walk_lesson(Pointer(page, script=False), proof, wrong_first=True)
    page.goto(f"/leren/{PROOF}/een")
    assert "Klaar." in page.get_by_label("Uw voortgang", exact=True).inner_text()
