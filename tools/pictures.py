"""README's pictures, from a fresh demo: a lesson on a phone, the simulator, a school's report.

    python3 -m tools.pictures [FOLDER]    into docs/images, or into another folder

Each in light and dark. A page that is not the one meant is refused, so that no picture ever shows
an error: its status, its heading and what the browser complains about are looked at before anything
is written. It needs Python 3.11 and makes the rest itself, as the tests do.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests import machine
from tools.environment import PYTHON, ROOT, MissingError, prepare

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        FloatRect,
        Page,
        Response,
    )

STARTED_HERE = "DEELWIJS_PICTURES_STARTED"  # set for the second start, the one inside .venv
FOLDER = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STEP_MS = 15_000  # longest wait for one step in the browser
HEIGHT = 900  # of the window; a picture may be higher
MARGIN = 10  # above and below what is in the picture, in CSS pixels
START_S = 30  # longest wait for the server
AT_REST = """
() => {
  document.activeElement.blur();
  scrollTo(0, 0);
  return document.fonts.ready.then(() => true);
}
"""
THEMES = ("light", "dark")
COURSE = "/leren/sociale-media"
SEND = "main button.button--primary[type=submit]"


class WrongPageError(Exception):
    """A page is not the one that was meant. The message says which, and what was found instead."""


@dataclass(frozen=True)
class Visitor:
    """Where the demo is, and the password of everybody in it."""

    browser: Browser
    address: str
    password: str


@dataclass(frozen=True)
class Picture:
    """One page in one state. The picture goes from `top` to `bottom`, which are selectors."""

    name: str
    person: str
    path: str
    heading: str
    width: int  # of the window, in CSS pixels
    scale: int  # pixels of the file for each of them
    top: str
    bottom: str
    arrange: Callable[[Page], None]
    patience: int = STEP_MS


def answer_right(page: Page) -> None:
    """Give the right answer to the question of the lesson, and read the feedback."""
    page.locator('main input[type=radio][value="b"]').check()
    page.locator(SEND).first.click()
    page.locator(".feedback__verdict").wait_for()


def play_rounds(page: Page) -> None:
    """Share an angry message with 120 people, predict, and do nothing for two rounds."""
    for name, value in {
        "audience": "volgers",
        "tone": "boos",
        "sensitive": "yes",
        "vanishing": "no",
    }.items():
        page.locator(f'main input[name={name}][value="{value}"]').check()
    page.locator(SEND).click()
    for name in ("viewers", "copies"):
        page.locator(f'main input[name={name}][value="1"]').check()
    page.locator(SEND).click()
    for number in (1, 2, 3):
        page.get_by_role("heading", name=f"ronde {number}").wait_for()
        if number < 3:
            page.locator('main button[value="nothing"]').click()


def only_look(_page: Page) -> None:
    """The page as it comes."""


LESSON = Picture(
    name="les",
    person="noor",
    path=f"{COURSE}/toestemming/wie-beslist",
    heading="Wie beslist?",
    width=390,
    scale=2,
    top=".item",
    bottom="a[rel=next]",
    arrange=answer_right,
)
SIMULATOR = Picture(
    name="simulator",
    person="noor",
    path=f"{COURSE}/delen/oefening",
    heading="Deel-simulator",
    width=430,
    scale=2,
    top=".item",
    bottom=".item .deeds",
    arrange=play_rounds,
)
REPORT = Picture(
    name="rapport",
    person="mirjam",
    path="/rapport/scholen/demo-baken",
    heading="Demoschool Het Baken (vo)",
    width=1100,
    scale=1,
    top="h1",
    bottom="main .report-table tbody tr:nth-child(12)",
    arrange=only_look,
)
PICTURES = (LESSON, SIMULATOR, REPORT)


def main(arguments: list[str]) -> int:
    """Prepares with whatever Python there is, then takes the pictures with the one in `.venv`."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.pictures")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="(docs/images)")
    folder: Path = parser.parse_args(arguments).folder.resolve()
    try:
        if STARTED_HERE in os.environ:
            return make(folder)
        print(f"Pictures: {prepare('requirements-dev.txt')}.", flush=True)
    except (MissingError, WrongPageError) as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    command = [str(PYTHON), "-m", "tools.pictures", str(folder)]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, STARTED_HERE: "1"})


def make(folder: Path) -> int:
    """Every picture, of a demo that exists only now. Returns 0.

    Errors: MissingError without a browser or when the demo does not start; WrongPageError.
    """
    from playwright.sync_api import sync_playwright

    chromium = machine.find_chromium() or machine.install_chromium()
    if chromium is None:
        raise MissingError(
            f"Er is geen Chromium. Installeer die, of noem haar in {machine.CHROMIUM}."
        )
    with demo() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for path in take_all(Visitor(browser, address, password), folder):
            print(f"{path.name}: {path.stat().st_size // 1000} kB", flush=True)
        browser.close()
    return 0


def take_all(visitor: Visitor, folder: Path) -> list[Path]:
    """Every picture, into a folder that may be new. Returns the files. Errors: WrongPageError."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for picture in PICTURES for path in take(visitor, picture, folder)]


def take(visitor: Visitor, picture: Picture, folder: Path) -> list[Path]:
    """Light and dark; nothing when the page is not the one meant. Errors: WrongPageError."""
    from playwright.sync_api import Error

    with _visit(visitor, picture) as (page, complaints):
        try:
            drawn = _photograph(page, picture, visitor.password, complaints)
        except Error as error:  # what the page was to hold is not there
            raise _wrong(picture, [error.message]) from error
    paths = [folder / f"{picture.name}-{theme}.png" for theme in THEMES]
    for path, image in zip(paths, drawn, strict=True):
        path.write_bytes(image)
    return paths


def _photograph(page: Page, picture: Picture, password: str, complaints: list[str]) -> list[bytes]:
    _sign_in(page, picture.person, password)
    reply = page.goto(picture.path)
    _refuse_another(page, picture, reply, complaints)
    picture.arrange(page)
    _refuse_another(page, picture, reply, complaints)
    drawn = [_draw(page, picture, theme) for theme in THEMES]
    _refuse_another(page, picture, reply, complaints)
    return drawn


@contextmanager
def _visit(visitor: Visitor, picture: Picture) -> Iterator[tuple[Page, list[str]]]:
    """A window of the right size, and a list of whatever goes wrong in it."""
    context = visitor.browser.new_context(
        base_url=visitor.address,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        viewport={"width": picture.width, "height": HEIGHT},
        device_scale_factor=picture.scale,
        reduced_motion="reduce",
    )
    context.set_default_timeout(picture.patience)
    try:
        yield context.new_page(), _listen(context)
    finally:
        context.close()


def _listen(context: BrowserContext) -> list[str]:
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def see(response: Response) -> None:
        if response.status >= 400:
            complaints.append(f"status {response.status} voor {urlsplit(response.url).path}")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("response", see)
    return complaints


def _sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/inloggen")
    page.locator("input[name=email]").fill(f"{name}@demo.example")
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/inloggen"))


def _refuse_another(
    page: Page, picture: Picture, reply: Response | None, complaints: list[str]
) -> None:
    """Errors: WrongPageError for another status, address or heading, and for any complaint."""
    found = list(complaints)
    if reply is None or reply.status != 200:
        found.append(f"status {reply.status if reply else 'ontbreekt'}")
    if (path := urlsplit(page.url).path) != picture.path:
        found.append(f"adres {path}")
    if (headings := page.locator("h1").all_inner_texts()) != [picture.heading]:
        found.append(f"kop {' en '.join(headings) or 'ontbreekt'}")
    if found:
        raise _wrong(picture, found)


def _wrong(picture: Picture, found: list[str]) -> WrongPageError:
    expected = f"{picture.path} met de kop ‘{picture.heading}’"
    intro = f"Plaatje ‘{picture.name}’ is niet gemaakt. Bedoeld was {expected}."
    return WrongPageError(f"{intro} Gevonden: {'; '.join(found)}.")


def _draw(page: Page, picture: Picture, theme: str) -> bytes:
    """From the top to the bottom that were chosen, over the whole width of the window."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.evaluate(AT_REST)
    begin = _box(page, picture.top)["y"] - MARGIN
    last = _box(page, picture.bottom)
    height = last["y"] + last["height"] + MARGIN - begin
    return page.screenshot(
        full_page=True, clip={"x": 0, "y": begin, "width": picture.width, "height": height}
    )


def _box(page: Page, selector: str) -> FloatRect:
    """Where it stands on the page, in CSS pixels. Errors: WrongPageError when it does not show."""
    found = page.locator(selector).first.bounding_box()
    if found is None:
        raise WrongPageError(f"Op {page.url} is {selector} niet te zien.")
    return found


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """The address and the password of a demo that exists only now.

    Errors: MissingError when it does not start.
    """
    with (
        tempfile.TemporaryDirectory(prefix="deelwijs-pictures-") as folder,
        socket.socket() as free,
    ):
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        password = secrets.token_urlsafe(12)
        environ = _settings(folder, port, password)
        prepared = [str(PYTHON), "-m", "flask", "--app", "course", "demo", "prepare"]
        done = subprocess.run(
            prepared, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise MissingError(f"De demo kon niet worden klaargezet.\n{done.stderr}")
        serving = [str(PYTHON), "-m", "course.serving"]
        server = subprocess.Popen(serving, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address, password
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def _settings(folder: str, port: int, password: str) -> dict[str, str]:
    """The environment of the demo, in which nothing is left of settings that were there already."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")}
    return others | {
        "DEELWIJS_MODE": "demo",
        "DEELWIJS_DATA_DIR": folder,
        "DEELWIJS_PORT": str(port),
        "DEELWIJS_SECRET_KEY": secrets.token_urlsafe(48),
        "DEELWIJS_DEMO_PASSWORD": password,
    }


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            urlopen(f"{address}/readyz", timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise MissingError(f"De demo antwoordt niet op {address}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
