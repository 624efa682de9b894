"""A real Chromium on a real server with the demo people in it.

Every test starts from the same demo data.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)
from werkzeug.serving import BaseWSGIServer, make_server

from course.config import Mode
from tests import machine
from tests.browser import looks
from tests.databases import TOWN, Database, SqliteDatabase, config_on, migrate, release

VENDOR = Path(__file__).resolve().parent.parent / "vendor"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # In fewer processes and threads: two browsers at once have two cores.
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--num-raster-threads=1",
]
PASSWORD = "alleen-voor-de-proef-2f7c"  # of every demo account during the run
STEP_MS = 10_000  # longest wait for one step in the browser
# Loads that a page cannot do without. A form that answers 422 and a link that answers 404 are for
# the test to judge.
PARTS = frozenset({"stylesheet", "script", "font", "image", "media", "manifest"})
LISTENER = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI || 'inline'} in ${event.sourceFile}`);
});
"""
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_ALL = {"type": "tag", "values": AXE_TAGS}
COLOURS = [
    "color-contrast",
    "link-in-text-block",
]  # asked by looking at what is drawn: most of the work
# What another theme or a wider window can break; all else is in the page whoever looks at it.
AXE_LOOKS = {"type": "rule", "values": [*COLOURS, "target-size"]}
NARROW = ("320", "plain")
AXE_RUN = """
async ([asked]) => {
  const answer = await axe.run(document, {
    ...asked,
    resultTypes: ['violations', 'incomplete'],
  });
  const short = (found) => found.map((rule) => ({
    rule: rule.id, help: rule.help, nodes: rule.nodes.map((node) => ({
      target: node.target.join(' '), html: node.html.slice(0, 160), why: node.failureSummary || '',
      drawn: !!document.querySelector(node.target[0])?.closest('svg'),
    })),
  }));
  return {violations: short(answer.violations), incomplete: short(answer.incomplete)};
}
"""


Look = Callable[[Page], None]


@dataclass(frozen=True)
class Live:
    """A running server.

    `address` is what pages start with; `app` is for looking behind the screen.
    """

    address: str
    app: Flask
    password: str = PASSWORD


@dataclass
class Watch:
    """Everything that a browser complained about since the test began."""

    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listens to every page of a context, also to those that open later."""
        context.add_init_script(LISTENER)
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("response", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        """Errors in the console; what they say about a status is judged in `see`, which knows what
        was asked.
        """
        if message.type == "error" and not message.text.startswith(
            "Failed to load resource: the server responded"
        ):
            self.complaints.append(f"console: {message.text}")

    def see(self, response: Response) -> None:
        """Answers that no page may cause."""
        status, kind = response.status, response.request.resource_type
        if status >= 500 or (status >= 400 and kind in PARTS):
            self.complaints.append(f"{status} for {kind} {response.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this run."""
    path = machine.find_chromium()
    if path is None:
        machine.unavailable(
            f"there is no Chromium on this machine; install it, or name it in {machine.CHROMIUM}"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def running(database: Database, folder: Path, mode: Mode) -> Iterator[Live]:
    """A server in a thread of its own, on this database once it is migrated."""
    from course import create_app

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = {**database.settings, "base_url": address, "demo_password": PASSWORD}
        app = create_app(config_on(database.url, folder, mode=mode, **settings))
        migrate(app)
        server: BaseWSGIServer = make_server(
            "127.0.0.1", 0, app, threaded=True, fd=listener.fileno()
        )
        # a line for each request hides what failed
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Live(address, app)
        server.shutdown()
        thread.join()
        release(app)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, SqliteDatabase]]:
    """The server, and its database as `demo prepare` left it."""
    folder = tmp_path_factory.mktemp("live")
    database = SqliteDatabase(folder / "live.sqlite3")
    with running(database, folder, Mode.DEMO) as live:
        done = live.app.test_cli_runner().invoke(args=["demo", "prepare"])
        assert done.exit_code == 0, f"demo prepare failed: {done.output} {done.exception!r}"
        release(live.app)
        database.remember(TOWN)
        yield live, database


@pytest.fixture
def live(served: tuple[Live, SqliteDatabase]) -> Live:
    """The running server, its demo data as new."""
    live, database = served
    release(live.app)
    database.restore(TOWN)
    return live


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browser complained about; at the end of the test that must be nothing."""
    watch = Watch()
    yield watch
    assert watch.complaints == [], "\n".join(watch.complaints)


@pytest.fixture
def new_page(browser: Browser, live: Live, watch: Watch) -> Iterator[Callable[..., Page]]:
    """`new_page(java_script_enabled=False, viewport=…)`: one more visitor, with cookies of their
    own.
    """
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(
            base_url=live.address, locale="nl-NL", timezone_id="Europe/Amsterdam", **options
        )
        contexts.append(context)
        context.set_default_timeout(STEP_MS)
        watch.follow(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A visitor on a laptop.

    `page.goto("/inloggen")`. Fails on a policy violation or an error in the console.
    """
    return new_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def no_script_page(new_page: Callable[..., Page]) -> Page:
    """The same visitor, script switched off."""
    return new_page(viewport={"width": 1280, "height": 800}, java_script_enabled=False)


@pytest.fixture
def sign_in(live: Live) -> Callable[[Page, str], None]:
    """`sign_in(page, "noor")`: the demo account of that name, through the form."""

    def enter(page: Page, name: str) -> None:
        page.goto("/inloggen")
        page.locator("input[name=email]").fill(f"{name}@demo.example")
        page.locator("input[name=password]").fill(live.password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(re.compile(r"^(?!.*/inloggen)"))

    return enter


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The checker itself; tests/vendor/axe/vendor.json says where it comes from."""
    return (VENDOR / "axe" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_source: str) -> Callable[..., None]:
    """`axe(page)`: no violation at 320 px in light, and on a wide screen in the dark none that could
    not be seen there. `axe(page, views=["light"])` looks once; "plain" is 320 px without what
    `COLOURS` ask.

    Evaluated in the page, not added to it, so that the policy stays as it is.
    """

    def check(page: Page, views: tuple[str, ...] | list[str] = ("320", "dark")) -> None:
        size = page.viewport_size
        faults: list[str] = []
        for view in views:
            page.emulate_media(
                color_scheme="dark" if view == "dark" else "light", reduced_motion="reduce"
            )
            if view in NARROW:
                page.set_viewport_size({"width": 320, "height": 800})
            if not page.evaluate("() => 'axe' in window"):
                page.evaluate(axe_source)
            answer = page.evaluate(AXE_RUN, [asked_in(view)])
            faults += [line for found in answer["violations"] for line in axe_lines(view, found)]
            faults += [
                line for found in undecided(answer["incomplete"]) for line in axe_lines(view, found)
            ]
            if view in NARROW and size:
                page.set_viewport_size(size)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        assert faults == [], f"{page.url}\n" + "\n".join(faults)

    return check


@pytest.fixture
def look(axe: Callable[..., None]) -> Look:
    """`look(page)`: nothing on it stands in anybody's way, by axe and by `looks`."""

    def check(page: Page) -> None:
        axe(page)
        found = looks.faults(page)
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


def asked_in(view: str) -> dict[str, Any]:
    """What axe is asked in a view: which rules, and those of them that are on or off."""
    if view == "dark":
        return {"runOnly": AXE_LOOKS}
    off = {rule: {"enabled": False} for rule in COLOURS if view == "plain"}
    return {"runOnly": AXE_ALL, "rules": {"target-size": {"enabled": True}, **off}}


def undecided(incomplete: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What axe could not decide and we may not leave open: all but contrast inside a drawing."""
    kept = (
        {
            **found,
            "nodes": [
                node
                for node in found["nodes"]
                if not (found["rule"] == "color-contrast" and node["drawn"])
            ],
        }
        for found in incomplete
    )
    return [found for found in kept if found["nodes"]]


def axe_lines(view: str, found: dict[str, Any]) -> list[str]:
    """One rule that was broken, a line for each place."""
    return [
        f"[{view}] {found['rule']} ({found['help']}): {node['target']} {node['html']}\n    "
        f"{node['why']}"
        for node in found["nodes"]
    ]
