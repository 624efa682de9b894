"""Numbers in a drawing: a click ticks the box in the list, and the list shows in the drawing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.walkers import READY
from tests.browser.walking import COURSE, enter

LESSON = f"/leren/{COURSE}/blijft/kijk-mee"


@pytest.fixture
def drawing(page: Page, live: Live) -> Page:
    """The lesson with the drawing of a classroom, its script at work."""
    enter(page, live, "noor")
    page.goto(LESSON)
    page.evaluate(READY)
    return page


def test_a_number_in_the_drawing_ticks_its_box_and_clears_it_again(drawing: Page) -> None:
    mark, box = drawing.locator("[data-mark=b]"), drawing.locator("input[value=b]")
    mark.click()
    expect(box).to_be_checked()
    expect(mark).to_have_attribute("data-chosen", "")
    expect(drawing.locator("input:checked")).to_have_count(1)
    mark.click()
    expect(box).not_to_be_checked()
    expect(drawing.locator("[data-chosen]")).to_have_count(0)


def test_a_tick_in_the_list_shows_in_the_drawing(drawing: Page) -> None:
    drawing.locator("input[value=d]").check()
    expect(drawing.locator("[data-chosen]")).to_have_attribute("data-mark", "d")


def test_the_drawing_still_works_after_an_answer_in_place(drawing: Page) -> None:
    old = drawing.locator("svg.hotspot").element_handle()
    drawing.locator("[data-mark=e]").click()
    drawing.locator("button.button--primary[type=submit]").click()
    drawing.wait_for_function("node => !node.isConnected", arg=old)
    drawing.evaluate(READY)
    expect(drawing.locator("[data-chosen]")).to_have_attribute("data-mark", "e")
    drawing.locator("[data-mark=a]").click()
    expect(drawing.locator("input:checked")).to_have_count(2)


def test_a_number_is_large_enough_for_a_finger_on_a_small_phone(drawing: Page) -> None:
    drawing.set_viewport_size({"width": 320, "height": 800})
    boxes = [mark.bounding_box() for mark in drawing.locator("[data-mark] circle").all()]
    assert len(boxes) == 6
    for box in boxes:
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    assert drawing.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_script_the_list_is_all_one_needs(no_script_page: Page, live: Live) -> None:
    page = no_script_page
    enter(page, live, "noor")
    page.goto(LESSON)
    for key in "abcd":
        page.locator(f"input[value={key}]").check()
    page.locator("button.button--primary[type=submit]").click()
    expect(page.get_by_role("heading", name="Dat klopt")).to_be_visible()
    expect(page.locator("[data-chosen]")).to_have_count(4)
