"""What a page weighs when it comes for the first time, against the limits in the guide for the interface."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, Request

from tests.browser.conftest import Live
from tests.browser.screens import SCREENS

KB = 1024
TRANSFER, REQUESTS, HTML, STYLE, SCRIPT = 75 * KB, 12, 40 * KB, 10 * KB, 6 * KB
# One state of each page. The gallery shows every component at once and is for who builds.
PAGES = {screen.template: screen for screen in reversed(SCREENS) if screen.template != "gallery.html"}


@pytest.mark.parametrize("template", sorted(PAGES))
def test_a_page_is_light(page: Page, live: Live, monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    PAGES[template].visit(page, live, monkeypatch)
    asked: list[Request] = []
    page.on("request", asked.append)
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    transfer = sum(request.sizes()["responseBodySize"] for request in asked)
    html, style, script = (weight(asked, kind) for kind in ("document", "stylesheet", "script"))
    said = f"{transfer} bytes, {len(asked)} requests, html {html}, style {style}, script {script}"
    assert transfer <= TRANSFER, said
    assert len(asked) <= REQUESTS, said
    assert 0 < html <= HTML, said
    assert 0 < style <= STYLE, said
    assert 0 < script <= SCRIPT, said


def weight(asked: list[Request], kind: str) -> int:
    """Bytes of this kind: HTML as it is, the rest compressed."""
    replies = [request.response() for request in asked if request.resource_type == kind]
    bodies = [reply.body() for reply in replies if reply is not None]
    return sum(len(body if kind == "document" else gzip.compress(body)) for body in bodies)
