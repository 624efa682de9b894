"""Every page in every state: nothing in the way of anybody, on any size, in light and dark, at rest for who wants that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import template_rendered
from playwright.sync_api import Page

from tests.browser.conftest import Live, Watch
from tests.browser.screens import SCREENS, Screen, page_templates, templates_drawn

# Wider than the window, and what makes it so.
WIDE = """
() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 && !node.closest('svg, .visually-hidden'))
    .map((node) => `${node.tagName.toLowerCase()}.${node.className} to ${Math.round(node.getBoundingClientRect().right)}`)
    .slice(-5).concat([`${root.scrollWidth} > ${innerWidth}`]);
}
"""
# WCAG 1.4.12. Set through the object model, which the policy leaves alone.
SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }'
    + 'p { margin-block-end: 2em !important; }');
  document.adoptedStyleSheets = [sheet];
}
"""
PLAIN = "() => { document.adoptedStyleSheets = []; }"
LARGE = "(size) => { document.documentElement.style.fontSize = size; }"
# A link within a sentence is as high as its line; everything else is a target of at least 24, a button of at least 44.
SMALL = """
() => {
  const found = [];
  for (const node of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
    if (node.type === 'hidden' || !node.getClientRects().length || node.closest('.skip-link, [aria-hidden=true]')) continue;
    const choice = ['radio', 'checkbox'].includes(node.type);
    const box = (choice ? node.closest('label') ?? node : node).getBoundingClientRect();
    const button = node.matches('button, .button') || choice || /^(select|textarea)$/i.test(node.tagName)
      || (node.tagName === 'INPUT' && !choice);
    const inText = node.tagName === 'A' && getComputedStyle(node).display === 'inline' && [...node.parentElement.childNodes]
      .some((one) => one !== node && one.nodeType === Node.TEXT_NODE && one.textContent.trim());
    const least = button ? 44 : inText ? 0 : 24;
    if (box.height < least - 0.5 || box.width < Math.min(least, 24) - 0.5)
      found.push(`${node.tagName.toLowerCase()} "${node.textContent.trim().slice(0, 40) || node.name}" ` +
        `${Math.round(box.width)}x${Math.round(box.height)}, least ${least}`);
  }
  return found;
}
"""
MOVING = "() => document.getAnimations().map((one) => one.animationName || one.transitionProperty)"


def test_every_page_is_visited() -> None:
    assert page_templates() == {screen.template for screen in SCREENS}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_screen(
    page: Page,
    live: Live,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
    axe: Callable[..., None],
    screen: Screen,
) -> None:
    drawn: list[str] = []
    statuses: list[int] = []
    page.on("response", lambda reply: statuses.append(reply.status) if reply.request.method != "HEAD" else None)
    with template_rendered.connected_to(templates_drawn(drawn), live.app):
        screen.visit(page, live, monkeypatch)
    assert drawn[-1] == screen.template
    assert page.locator("h1").count() == 1
    if screen.status >= 400:
        assert screen.status in statuses
    watch.complaints[:] = [line for line in watch.complaints if not line.startswith(f"{screen.status} for document")]
    axe(page)
    faults = [*narrow(page), *enlarged(page), *still(page)]
    assert faults == [], "\n".join(faults)


def narrow(page: Page) -> list[str]:
    """At 320 px, plain and with more room between letters and lines."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    faults = [f"320 px: {line}" for line in page.evaluate(WIDE)]
    faults += [f"320 px, too small: {line}" for line in page.evaluate(SMALL)]
    page.evaluate(SPACED)
    faults += [f"320 px with text spacing: {line}" for line in page.evaluate(WIDE)]
    page.evaluate(PLAIN)
    if size:
        page.set_viewport_size(size)
    return faults


def enlarged(page: Page) -> list[str]:
    """Text twice as large."""
    page.evaluate(LARGE, "200%")
    faults = [f"text 200%: {line}" for line in page.evaluate(WIDE)]
    page.evaluate(LARGE, "")
    return faults + [f"too small: {line}" for line in page.evaluate(SMALL)]


def still(page: Page) -> list[str]:
    """Nothing moves for who asks for that."""
    page.emulate_media(reduced_motion="reduce")
    return [f"moves: {name}" for name in page.evaluate(MOVING)]
