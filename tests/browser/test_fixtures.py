"""The browser fixtures themselves: each must notice the fault it is there for.

Pages are made up here, not served.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Watch
from tests.checking_client import POLICY

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe"
ADDRESS = "http://proef.example/"
SOUND = (
    '<!doctype html><html lang="nl"><title>Proef</title><main><h1>Proef</h1><p>Een '
    "bladzijde.</p>{}</main></html>"
)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[[str], tuple[Page, Watch]]]:
    """A page with something planted in it, under our policy, and the watch that looks at it."""
    context = browser.new_context()

    def show(planted: str) -> tuple[Page, Watch]:
        policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())

        def answer(route: Route) -> None:
            if route.request.url == ADDRESS:
                headers = {
                    "Content-Security-Policy": policy,
                    "Content-Type": "text/html; charset=utf-8",
                }
                route.fulfill(status=422, headers=headers, body=SOUND.format(planted))
            else:
                route.fulfill(status=404, body="")

        watch = Watch()
        watch.follow(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(ADDRESS)
        page.wait_for_load_state("networkidle")
        return page, watch

    yield show
    context.close()


def test_sound_page_passes(
    open_page: Callable[[str], tuple[Page, Watch]], axe: Callable[..., None]
) -> None:
    page, watch = open_page("")
    axe(page)
    # a form that answers 422 is no complaint, and axe itself runs under the policy
    assert watch.complaints == []


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        ("<p style='color:red'>x</p>", "policy: style-src-attr"),
        ("<script>document.title = 'weg'</script>", "policy: script-src-elem"),
        ("<img src='http://elders.example/a.png' alt=''>", "policy: img-src"),
        ("<script src='/weg.js'></script>", "404 for script"),
    ],
)
def test_watch_hears(
    open_page: Callable[[str], tuple[Page, Watch]], planted: str, complaint: str
) -> None:
    _, watch = open_page(planted)
    assert any(complaint in heard for heard in watch.complaints), watch.complaints


def test_axe_finds_a_nameless_button(
    open_page: Callable[[str], tuple[Page, Watch]], axe: Callable[..., None]
) -> None:
    page, _ = open_page("<button></button>")
    with pytest.raises(AssertionError, match="button-name"):
        axe(page, views=["light"])


def test_axe_is_what_was_published() -> None:
    for name, digest in json.loads((AXE / "vendor.json").read_text(encoding="utf-8"))[
        "files"
    ].items():
        assert hashlib.sha256((AXE / name).read_bytes()).hexdigest() == digest, name
