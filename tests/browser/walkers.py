"""Who goes through pages: by keyboard or by pointer, as a person does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page

ONCE_MORE = "Probeer het nu"  # when something could not be sent
UNTIL_SECOND = 1000  # ms until the script tries for the second time by itself
OTHER_WAY = "Verstuur op een andere manier"  # when a script cannot send
MOST_STOPS = 160  # on one page; more means that focus goes round in circles
SUBMIT = "button.button--primary[type=submit]"
# What has focus, and whether a person sees that. An option shows it on its whole label.
STOP = """
(wanted) => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const looks = [[node], [node, '::after'], [node.closest('label')]];  // a stretched link shows it on the whole row
  const shown = looks.some(([one, part]) => {
    const style = one && getComputedStyle(one, part);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && !/(^transparent$|, 0\\)$)/.test(style.outlineColor);
  });
  const words = (node.labels?.[0] ?? node).textContent.trim().replace(/\\s+/g, ' ').slice(0, 60);
  return {
    nowhere: node === document.body, wanted: node.matches(wanted), outlined: node.matches(':focus-visible') && shown,
    visible: box.width > 0 && box.height > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    name: `${node.tagName.toLowerCase()}${node.id ? '#' + node.id : ''} "${words}"`,
  };
}
"""


# Whether to tab back for it. -1: it is not on the page, or cannot be reached.
PLACE = """
(wanted) => {
  const found = [...document.querySelectorAll(wanted)].find((node) => node.getClientRects().length);
  if (!found) return {there: false};
  const here = document.activeElement;
  return {
    there: true, inside: !!found.closest('main'), back: !!(here.compareDocumentPosition(found) & 2),
  };
}
"""


# What can be filled in, in reading order: a name once.
CONTROLS = """
(root) => {
  const found = new Map();
  for (const node of document.querySelectorAll(`${root} :is(input, select, textarea)`))
    if (node.type !== 'hidden' && !found.has(node.name)) found.set(node.name, node.type);
  return [...found];
}
"""


# The scripts of this page are at work once it was read to its end and their modules are there.
READY = """
async () => {
  if (document.readyState === 'loading')
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done));
  const own = document.querySelector('script[type=module]').src;
  for (const node of document.querySelectorAll('[data-enhance]')) {
    await import(new URL(`${node.dataset.enhance}.js`, own));
  }
}
"""


# Every sentence that the live region holds from here on, in turn.
LISTEN = """
() => {
  const live = document.querySelector('[data-live]'), hear = () => live.textContent && spoken.push(live.textContent);
  if (!window.spoken) new MutationObserver(hear).observe(live, {childList: true, characterData: true, subtree: true});
  window.spoken = [];
}
"""


class Walker(ABC):
    """Somebody at work on a page.

    With `sends` an answer is shown in place, because script runs and can send.
    """

    def __init__(self, page: Page, *, script: bool = True, sends: bool = True) -> None:
        self.page = page
        self.script = script
        self.swaps = script and sends
        self.stuck = script and not sends

    @abstractmethod
    def choose(self, selector: str, value: str) -> None:
        """One of a group of radios."""

    @abstractmethod
    def tick(self, selector: str, values: Sequence[str]) -> None:
        """Exactly these of a group of boxes."""

    @abstractmethod
    def pick(self, selector: str, value: str) -> None:
        """A line of a select."""

    @abstractmethod
    def write(self, selector: str, text: str) -> None:
        """A text, instead of what stands there."""

    def aim(self, selector: str) -> None:  # noqa: B027 - who clicks needs no aim
        """Get to a button or a link."""

    @abstractmethod
    def strike(self, selector: str) -> None:
        """Press what was aimed at, without waiting for what comes of it."""

    def press(self, selector: str) -> None:
        """Press a button or follow a link, and wait for what comes of it."""
        node = self.page.locator(selector).first
        if self.script:
            self.page.evaluate(READY)
        self.aim(selector)
        if self.script and node.evaluate("node => !!node.closest('[data-enhance$=order]')"):
            self.strike(selector)  # moved on the page itself
        elif self.swaps and node.evaluate("node => !!node.closest('form[data-enhance=answer]')"):
            handle = node.element_handle()
            self.strike(selector)
            self.page.wait_for_function("node => !node.isConnected", arg=handle)
        elif self.stuck and node.evaluate("node => !!node.closest('form[data-enhance]')"):
            form = node.locator("xpath=ancestor::form")
            self.strike(selector)
            form.get_by_role("button", name=ONCE_MORE).wait_for()
            self.page.clock.run_for(UNTIL_SECOND)
            with self.page.expect_navigation():
                form.get_by_role("button", name=OTHER_WAY).click()
        else:
            with self.page.expect_navigation():
                self.strike(selector)

    def has(self, selector: str) -> bool:
        """Whether it is on the page."""
        return self.page.locator(selector).count() > 0

    def fill(self, root: str, form: Mapping[str, Sequence[str]]) -> None:
        """Give the controls inside `root` these values, in reading order.

        What is not named stays as it is.
        """
        if "order" in form:
            self.arrange(root, form["order"])
        for name, kind in self.page.evaluate(CONTROLS, root):
            selector, values = f'{root} [name="{name}"]', form.get(name, ())
            if kind == "checkbox":
                self.tick(selector, values)
            elif not values:
                continue
            elif kind == "radio":
                self.choose(selector, values[0])
            elif kind == "select-one":
                self.pick(selector, values[0])
            else:
                self.write(selector, values[0])

    def arrange(self, root: str, keys: Sequence[str]) -> None:
        """Steps in this order, by their buttons."""
        for place, key in enumerate(keys):
            while self.order(root).index(key) > place:
                self.press(f'{root} button[name=move][value="{key}:up"]')

    def order(self, root: str) -> list[str]:
        """The steps as they stand."""
        found: list[str] = self.page.locator(f"{root} input[name=order]").evaluate_all(
            "all => all.map(one => one.value)"
        )
        return found

    def first_of_everything(self, root: str, *, apart: bool = False) -> None:
        """Something for every control that has nothing yet. `apart`: another line for each, the
        first of the first and the second of the second, where nothing may be chosen twice.
        """
        places: Counter[str] = Counter()
        for name, kind in self.page.evaluate(CONTROLS, root):
            selector, place = f'{root} [name="{name}"]', places[kind]
            places[kind] += apart
            if kind in ("radio", "checkbox"):
                boxes = self.page.locator(selector)
                box = boxes.nth(min(place, boxes.count() - 1))
                value = box.get_attribute("value") or ""
                self.choose(selector, value) if kind == "radio" else self.tick(selector, [value])
            elif kind == "select-one":
                lines = self.page.locator(f"{selector} option")
                line = lines.nth(min(place + 1, lines.count() - 1))
                self.pick(selector, line.evaluate("option => option.value"))
            elif apart and self.page.locator(selector).get_attribute("inputmode"):
                self.write(selector, "13")
            else:
                self.write(selector, "Omdat ik het niet zeker weet.")


class Keyboard(Walker):
    """Only keys. Every place where focus stops must show it; `stops` counts them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.stops = 0

    def key(self, name: str) -> None:
        """One key, or a chord such as Shift+Tab."""
        self.page.keyboard.press(name)

    def look(self, wanted: str = "*") -> dict[str, Any]:
        """What has focus now. Fails when a person would not see that."""
        found: dict[str, Any] = self.page.evaluate(STOP, wanted)
        if not found["nowhere"]:
            self.stops += 1
            assert found["outlined"], f"{self.page.url}: focus on {found['name']} does not show"
            assert found["visible"], (
                f"{self.page.url}: focus is on {found['name']}, which is out of sight"
            )
        return found

    def to_content(self) -> None:
        """Over the header, by the skip link: the first stop of every page."""
        self.key("Tab")
        assert self.look(".skip-link")["wanted"], (
            f"{self.page.url}: the first stop is not the skip link"
        )
        self.key("Enter")

    def go_to(self, selector: str) -> None:
        """Tab, or Shift+Tab when it lies behind, until this has focus."""
        place = self.page.evaluate(PLACE, selector)
        assert place["there"], f"{self.page.url} has no {selector} to go to"
        here = self.page.evaluate(STOP, selector)
        if here["wanted"]:
            return
        if here["nowhere"] and place["inside"]:
            self.to_content()
        key, passed = "Shift+Tab" if place["back"] and not here["nowhere"] else "Tab", []
        for _ in range(MOST_STOPS):
            self.key(key)
            here = self.look(selector)
            if here["wanted"]:
                return
            passed.append(here["name"])
        raise AssertionError(f"{self.page.url}: {key} never comes to {selector}, but to {passed}")

    def choose(self, selector: str, value: str) -> None:
        self.go_to(f"{selector}[type=radio]")
        for _ in range(self.page.locator(selector).count() + 1):
            if self.look(f'[value="{value}"]')["wanted"]:
                if not self.page.evaluate("() => document.activeElement.checked"):
                    self.key("Space")
                return
            self.key("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows never come to {value} of {selector}")

    def tick(self, selector: str, values: Sequence[str]) -> None:
        for box in self.page.locator(selector).all():
            value = box.get_attribute("value")
            if box.is_checked() != (value in values):
                self.go_to(f'{selector}[value="{value}"]')
                self.key("Space")

    def pick(self, selector: str, value: str) -> None:
        self.go_to(selector)
        lines: list[str] = self.page.locator(f"{selector} option").evaluate_all(
            "all => all.map(one => one.value)"
        )
        away = lines.index(value) - lines.index(self.page.locator(selector).input_value())
        for _ in range(abs(away)):
            self.key("ArrowDown" if away > 0 else "ArrowUp")
        assert self.page.locator(selector).input_value() == value

    def write(self, selector: str, text: str) -> None:
        self.go_to(selector)
        self.key("Control+A")
        self.page.keyboard.type(text)

    def aim(self, selector: str) -> None:
        self.go_to(selector)

    def strike(self, selector: str) -> None:  # noqa: ARG002 - what has focus is pressed
        self.key("Enter")


class Pointer(Walker):
    """Plain clicks. This also works where script is off."""

    def choose(self, selector: str, value: str) -> None:
        self.page.locator(f'{selector}[value="{value}"]').check()

    def tick(self, selector: str, values: Sequence[str]) -> None:
        for box in self.page.locator(selector).all():
            box.set_checked(box.get_attribute("value") in values)

    def pick(self, selector: str, value: str) -> None:
        self.page.locator(selector).select_option(value)

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)

    def strike(self, selector: str) -> None:
        self.page.locator(selector).first.click()
