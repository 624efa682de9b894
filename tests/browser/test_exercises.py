"""The exercises of the course itself, its last story and the checker: by keyboard, without script,
and looked at.

What items have in common is tried on the documented examples (test_items.py); here stand the real
texts, on a small phone as well, before anything is chosen, once it went wrong, and at the end.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from course.kinds.item import Item
from course.kinds.registry import kind_of
from tests.browser import walking
from tests.browser.conftest import Live, Look
from tests.browser.walkers import LISTEN, SUBMIT, Keyboard, Pointer
from tests.browser.walking import COURSE, root_of

EXERCISES = [
    "kennismaken",
    "delen",
    "blijft",
    "rol",
    "valkuilen",
    "mediawijs",
    "toestemming",
    "melden",
]
STORY = f"/leren/{COURSE}/eindcasus/een-week-op-school"
CHECKER = "/mag-dit"
LONGEST = 110  # signs of what is spoken at once
# Focus is on what is told, or stayed on what was pressed.
HELD = (
    "pressed => document.activeElement.matches('[data-focus]') || "
    "document.activeElement.outerHTML === pressed"
)


class Listener(Keyboard):
    """Somebody with only keys, who hears one sentence after each press, and then is where it
    stands.
    """

    def press(self, selector: str) -> None:
        if not self.page.locator(selector).first.evaluate(
            "node => !!node.closest('form[data-enhance=answer]')"
        ):
            super().press(selector)
            return
        self.page.evaluate(LISTEN)
        pressed = self.page.locator(selector).first.evaluate("node => node.outerHTML")
        super().press(selector)
        self.page.wait_for_function("() => window.spoken.length")
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        spoken = self.page.evaluate("() => window.spoken")
        assert len(spoken) == 1, f"{self.page.url}: spoken {spoken}"
        assert spoken[0].endswith("."), spoken[0]
        assert len(spoken[0]) <= LONGEST, spoken[0]
        assert self.page.locator("[role=status][data-live]").count() == 1
        assert self.page.evaluate(HELD, pressed), (
            f"{self.page.url}: focus is on {self.look()['name']}"
        )


def open_exercise(page: Page, live: Live, module: str) -> list[Item]:
    """A module that Noor begins today, at its exercise. Returns its items."""
    walking.forget_module(live, "noor", module)
    walking.enter(page, live, "noor")
    page.goto(f"/leren/{COURSE}/{module}/oefening")
    return list(walking.lesson_at(live, page.url).items)


def miss(walker: Keyboard | Pointer, item: Item) -> None:
    """Nothing at all first, which costs nothing; then what is wrong, or the first step."""
    root, rules = root_of(item), kind_of(item)
    may_stay_empty = "leeg laten mag" in walker.page.locator(root).inner_text()
    walker.press(f"{root} {SUBMIT}")
    assert walker.has(f"{root} .field__error") is not may_stay_empty, (
        f"{item.key}: nothing was chosen, and nothing says so"
    )
    if rules.stepwise and not walker.has(f"{root} input[name=kaart]"):
        walker.first_of_everything(root)
    else:
        walker.fill(root, rules.examples(item).wrong or {})
    walker.press(f"{root} {SUBMIT}")
    assert not walker.has(f"{root} .field__error"), f"{item.key}: an answer that cannot be marked"
    assert rules.stepwise or walking.told(walker, root) != "Dat klopt"


def finish(walker: Keyboard | Pointer, item: Item) -> None:
    """Right in the end, where the exercise asks for that; some are done once they are answered."""
    if walker.has(f"{root_of(item)} {SUBMIT}"):
        walking.answer(walker, item)


@pytest.mark.parametrize("module", EXERCISES)
def test_an_exercise_by_keyboard(page: Page, live: Live, look: Look, module: str) -> None:
    items = open_exercise(page, live, module)
    keyboard = Listener(page)
    look(page)
    for item in items:
        miss(keyboard, item)
    look(page)
    for item in items:
        finish(keyboard, item)
    look(page)
    page.goto(f"/leren/{COURSE}/{module}")
    assert "Klaar" in page.locator("main li", has=page.locator("a[href$='/oefening']")).inner_text()


@pytest.mark.parametrize("module", EXERCISES)
def test_an_exercise_without_script(no_script_page: Page, live: Live, module: str) -> None:
    page = no_script_page
    pointer = Pointer(page, script=False)
    for item in open_exercise(page, live, module):
        miss(pointer, item)
        finish(pointer, item)
    page.goto(f"/leren/{COURSE}/{module}")
    assert "Klaar" in page.locator("main li", has=page.locator("a[href$='/oefening']")).inner_text()


def open_story(page: Page, live: Live) -> None:
    """Mirjam did all modules, so it is open to her; she did not play it yet."""
    walking.forget_module(live, "mirjam", "eindcasus")
    walking.enter(page, live, "mirjam")
    page.goto(STORY)


def test_the_last_story_by_keyboard(page: Page, live: Live, look: Look) -> None:
    open_story(page, live)
    look(page)
    keyboard = Keyboard(page)
    keyboard.press("button[name=kies]")
    assert page.locator(".meter").count() == 3
    look(page)
    walking.play_dilemma(keyboard)
    look(page)


def test_the_last_story_without_script(no_script_page: Page, live: Live) -> None:
    open_story(no_script_page, live)
    walking.play_dilemma(Pointer(no_script_page, script=False))
    assert no_script_page.locator(".meter").count() == 3


def check_a_case(walker: Keyboard | Pointer) -> None:
    """Through every question of the checker to its outcome; first with nothing chosen, which is
    told.
    """
    page = walker.page
    page.goto(CHECKER)
    walker.press(f"main {SUBMIT}")
    assert page.title().startswith("Fout: ")
    asked = 0
    while urlsplit(page.url).path == CHECKER:
        if walker.has("main form [type=radio]"):
            walker.first_of_everything("main form")
        elif not walker.has("main form [name=datum]"):  # may stay empty
            walker.write("main form input:not([type=hidden])", "15")
        walker.press(f"main {SUBMIT}")
        asked += 1
    assert asked > 3
    walker.press("main a.button--primary")
    assert walker.has(".outcome"), f"{page.url} is no outcome"


def test_the_checker_by_keyboard(page: Page) -> None:
    check_a_case(Keyboard(page))


def test_the_checker_without_script(no_script_page: Page) -> None:
    check_a_case(Pointer(no_script_page, script=False))
