"""Every page in every state: nothing in anybody's way, on any size, in light and dark, at rest for
who wants that.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import template_rendered
from playwright.sync_api import Page

from tests.browser import looks
from tests.browser.conftest import Live, Watch
from tests.browser.screens import SCREENS, Screen, page_templates, templates_drawn

# For its colours each page is looked at in the first of its states: the gallery has what another
# adds.
FIRST = {screen.template: screen for screen in reversed(SCREENS)}
GALLERY = "gallery"  # all components at once, for who builds: not a page of the course, and heavier than one may be


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
    page.on("response", lambda reply: statuses.append(reply.status))
    with template_rendered.connected_to(templates_drawn(drawn), live.app):
        screen.visit(page, live, monkeypatch)
    assert drawn[-1] == screen.template
    assert screen.status in statuses
    screen.forgive(watch)
    axe(page, views=["320", "dark"] if FIRST[screen.template] is screen else ["plain"])
    found = looks.faults(page, weigh=screen.name != GALLERY)
    assert found == [], "\n".join(found)


def test_a_mail_is_shown_with_its_own_lines(
    page: Page, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list in it was one long line, and not as the mail looks."""
    (weekly,) = (screen for screen in SCREENS if screen.name == "mail of the week")
    weekly.visit(page, live, monkeypatch)
    assert any("\n- " in text for text in page.locator(".reference").all_inner_texts())
