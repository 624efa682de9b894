"""What comes out of a printer: a card in a pocket, a letter, a handout, a list of everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.walking import COURSE, enter

CASE = "dienst=site&doel=publish&leeftijd=9&weigering=nee&eens=ja"
LETTER = f"/mag-dit/brief?{CASE}"
SLOWLY = [
    ("", "/inloggen", 1280),
    ("", "/hulp", 360),
    ("", "/mag-dit", 1280),
    ("noor", "/leren", 360),
    ("", f"/leren/{COURSE}/delen/eigen-leven", 360),
    ("mirjam", "/rapport/scholen/demo-baken", 1280),
    ("", "/mijn-bewijzen", 360),
]
A6, A4 = (298, 420), (595, 842)  # points, rounded


def sheets(page: Page, paper: str = "A4") -> list[tuple[int, int]]:
    """The size of each page of the document that the printer with this paper would get."""
    document = page.pdf(prefer_css_page_size=True, format=paper, tagged=False)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", document)
    return [(round(float(wide)), round(float(high))) for wide, high in boxes]


def style(page: Page, selector: str, name: str) -> str:
    page.emulate_media(media="print")
    found: str = page.locator(selector).first.evaluate(
        "(node, name) => getComputedStyle(node)[name]", name
    )
    page.emulate_media(media="screen")
    return found


@pytest.mark.parametrize("name", ["noor", "mirjam"])
def test_the_pocket_card_is_one_a6_for_each_school(page: Page, live: Live, name: str) -> None:
    enter(page, live, name)
    page.goto("/hulp/zakkaart")
    assert sheets(page) == [A6] * page.locator(".pocket").count() != []


def test_who_is_not_signed_in_prints_one_a6_as_well(page: Page, live: Live) -> None:
    page.goto("/hulp/zakkaart")
    assert sheets(page) == [A6]


@pytest.mark.parametrize(
    ("address", "selector"), [("/hulp/zakkaart", ".pocket"), (LETTER, ".letter")]
)
def test_it_prints_as_a_document_and_not_as_a_card(
    page: Page, live: Live, address: str, selector: str
) -> None:
    page.goto(address)
    assert style(page, selector, "borderTopWidth") == "0px"
    assert style(page, selector, "boxShadow") == "none"
    assert style(page, "h1", "display") == "none"


def test_the_certificate_is_one_a4_with_its_whole_code(page: Page, live: Live) -> None:
    """From its page as from its PDF, also with a name over two lines and in another browser's
    paper.
    """
    enter(page, live, "mirjam")
    page.goto("/mijn-bewijzen")
    page.locator("main a[href^='/mijn-bewijzen/']").first.click()
    page.locator(".certificate").wait_for()
    assert sheets(page) == [A4]
    assert sheets(page, "Letter") == [A4]
    page.emulate_media(media="print")
    page.locator(".certificate__name strong").evaluate(
        "node => { node.textContent = 'Anna-Sophia Wilhelmina van den Berghe-van der Zanden '.repeat(2); }"
    )
    box = page.locator(".certificate__check svg").bounding_box()
    assert box is not None
    assert box["width"] == box["height"] >= 96, "an inch at least, and square"
    assert sheets(page) == [A4]


def test_the_print_button_is_there_for_who_may_have_a_printer(
    page: Page, no_script_page: Page, live: Live
) -> None:
    page.goto(LETTER)
    button = page.get_by_role("button", name="Druk de brief af")
    expect(button).to_be_visible()
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    button.click()
    assert page.evaluate("() => window.printed")
    no_script_page.goto(LETTER)
    expect(no_script_page.get_by_role("button", name="Druk de brief af")).to_be_hidden()


def test_a_heading_stays_with_its_text(page: Page, live: Live) -> None:
    enter(page, live, "noor")
    page.goto(f"/leren/{COURSE}/delen/afdrukken")
    for selector in ("main h2", "main h3"):
        assert style(page, selector, "breakAfter") == "avoid"
    assert int(style(page, "main p:not([class])", "orphans")) >= 3


def test_a_font_that_comes_late_moves_nothing(page: Page, live: Live) -> None:
    """As on a slow line: the page is read before the font is there."""
    page.route("**/*.woff2", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) "
        "window.moved += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    for name, address, wide in SLOWLY:
        if name:
            enter(page, live, name)
        page.set_viewport_size({"width": wide, "height": 800})
        page.goto(address, wait_until="load")
        page.wait_for_timeout(2000)
        assert page.evaluate("() => window.moved") <= 0.02, (address, wide)
