"""How a page looks to who has a small screen, sets letters larger, cannot aim well, or wants
nothing to move.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.weighing import too_heavy

# Wider than the window, and what makes it so.
WIDE = """
() => {
  const root = document.scrollingElement, right = (node) => Math.round(node.getBoundingClientRect().right);
  if (root.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter((node) => right(node) > innerWidth && !node.closest('svg, .visually-hidden'))
    .map((node) => `${node.tagName.toLowerCase()}.${node.className} to ${right(node)}`)
    .slice(-3).concat([`${root.scrollWidth} > ${innerWidth}`]);
}
"""
# WCAG 1.4.12. Set through the object model, which the policy leaves alone.
SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
  } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}
"""
PLAIN = "() => { document.adoptedStyleSheets = []; }"
# A link within a sentence is as high as its line; everything else is a target of at least 24, a
# control of 44.
SMALL = """
() => {
  const found = [];
  for (const node of document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')) {
    if (node.type === 'hidden' || !node.getClientRects().length || node.closest('[aria-hidden=true]')) continue;
    const style = getComputedStyle(node), after = getComputedStyle(node, '::after');
    let target = ['radio', 'checkbox'].includes(node.type) ? node.closest('label') ?? node : node;
    while (after.content !== 'none' && after.position === 'absolute' && getComputedStyle(target).position === 'static')
      target = target.parentElement;  // stretched over its row
    const words = [...node.parentElement.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE);
    const inSentence = style.display === 'inline' && words.some((one) => one.textContent.trim());
    const least = node.matches('button, .button, input, select, textarea') ? 44 : inSentence ? 0 : 24;
    const box = target.getBoundingClientRect();
    if (box.height < least - 0.5 || box.width < Math.min(least, 24))
      found.push(`${node.tagName} "${node.textContent.trim().slice(0, 40) || node.name}" `
        + `${Math.round(box.width)} by ${Math.round(box.height)}, not ${least}`);
  }
  return found;
}
"""
MOVING = "() => document.getAnimations().map((one) => one.animationName || one.transitionProperty)"


def faults(page: Page, *, weigh: bool = True) -> list[str]:
    """Whatever stands in somebody's way on this page, axe aside."""
    return [
        *(too_heavy(page) if weigh else ()),
        *resized(page),
        *enlarged(page),
        *small(page),
        *still(page),
    ]


def resized(page: Page) -> list[str]:
    """On a tablet and on a small phone; there also with more room between letters and lines."""
    size, faults = page.viewport_size, []
    for width in (768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{width} px: {line}" for line in page.evaluate(WIDE)]
    page.evaluate(SPACED)
    faults += [f"320 px with text spacing: {line}" for line in page.evaluate(WIDE)]
    page.evaluate(PLAIN)
    if size:
        page.set_viewport_size(size)
    return faults


def enlarged(page: Page) -> list[str]:
    """For who set letters twice as large in the browser."""
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "32px"
    faults = [f"text 200%: {line}" for line in page.evaluate(WIDE)]
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    browser.detach()
    return faults


def small(page: Page) -> list[str]:
    """Targets that a finger or a shaking hand would miss."""
    return [f"too small: {line}" for line in page.evaluate(SMALL)]


def still(page: Page) -> list[str]:
    """Nothing moves for who asks for that."""
    page.emulate_media(reduced_motion="reduce")
    return [f"moves: {name}" for name in page.evaluate(MOVING)]
