"""The photo inspector in a browser: it tells what a photo gives away, and sends nothing to
anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from course.web.tools.photos import LIMIT_MB, SAMPLES
from tests.browser.conftest import Live
from tests.browser.odd_photos import ODD, Odd
from tests.browser.walkers import READY
from tests.browser.walking import enter

RESULT = "[data-result]"
SAYS = "[data-live]"
BUDGET = 5 * 1024  # of script that only this page needs, compressed
# A photo may leave a page in more ways than a request that the browser reports.
WIRES = """
() => {
  window.sent = [];
  const note = (name) => (...given) => { window.sent.push(name); throw new Error(name); };
  navigator.sendBeacon = note('sendBeacon');
  for (const name of ['WebSocket', 'EventSource', 'RTCPeerConnection', 'WebTransport']) window[name] = note(name);
}
"""


@pytest.fixture
def inspector(page: Page, live: Live) -> Iterator[Page]:
    """The page, its script at work, and from here on without a network."""
    enter(page, live, "noor")
    page.goto("/foto-inspecteur")
    page.wait_for_load_state("networkidle")
    page.evaluate(READY)
    page.evaluate(WIRES)
    page.context.set_offline(True)
    yield page
    page.context.set_offline(False)


def choose(page: Page, photo: FilePayload | str) -> str:
    """Opens a photo. Returns what the page shows, once it speaks."""
    page.locator(SAYS).evaluate("(node) => { node.textContent = ''; }")
    page.locator("#foto").set_input_files(
        str(SAMPLES / photo) if isinstance(photo, str) else [photo]
    )
    expect(page.locator(SAYS)).not_to_be_empty()
    return page.locator(RESULT).inner_text()


def file(name: str, kind: str, body: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": body}


def test_nothing_leaves_the_browser(inspector: Page) -> None:
    requests: list[str] = []
    inspector.context.on("request", lambda request: requests.append(request.url))
    shown = choose(inspector, "leeshoek.jpg")
    assert "52,5321° noord, 5,2441° oost" in shown
    choose(inspector, "vensterbank.jpg")
    choose(inspector, file("kapot.jpg", "image/jpeg", b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00onzin"))
    inspector.wait_for_timeout(300)  # whatever would still be on its way
    assert requests == []
    assert inspector.evaluate("window.sent") == []


def test_this_test_would_see_a_request(inspector: Page) -> None:
    requests: list[str] = []
    inspector.context.on("request", lambda request: requests.append(request.url))
    inspector.context.set_offline(False)
    inspector.evaluate("fetch('/foto-inspecteur', {method: 'POST', body: 'foto'}).catch(() => {})")
    assert len(requests) == 1


def test_place_time_and_device_are_told_and_placed_on_the_map(inspector: Page) -> None:
    shown = choose(inspector, "leeshoek.jpg")
    assert "12 maart 2026, 13.47 uur" in shown
    assert "Voorbeeld Toestel 7" in shown
    assert "Naam" not in shown
    expect(inspector.locator(f"{RESULT} [data-verdict]")).to_be_focused()
    expect(inspector.locator(SAYS)).to_have_text("Dit vertelt uw foto.")
    own = inspector.locator(f"{RESULT} svg.dutch-map > circle")
    sample = inspector.locator("section:not([data-enhance]) svg.dutch-map > circle[cx]").first
    for name in ("cx", "cy"):
        assert float(own.get_attribute(name) or 0) == pytest.approx(
            float(sample.get_attribute(name) or 0), abs=0.1
        )


def test_each_photo_starts_afresh(inspector: Page) -> None:
    choose(inspector, "leeshoek.jpg")
    shown = choose(inspector, "vensterbank.jpg")
    assert "Plek" not in shown
    assert "14 maart 2026, 21.12 uur" in shown
    expect(inspector.locator(f"{RESULT} svg.dutch-map")).to_be_hidden()
    assert "staan geen plek, tijd of toestel" in choose(inspector, "leeshoek-kaal.jpg")
    expect(inspector.locator(f"{RESULT} dl")).to_be_hidden()


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (
            file("IMG_1.HEIC", "image/heic", b"\x00\x00\x00\x18ftypheic" + bytes(60)),
            "Een HEIC-foto kan wel",
        ),
        (
            file("IMG_2.jpg", "image/jpeg", b"\x00\x00\x00\x18ftypmif1" + bytes(60)),
            "Een HEIC-foto kan wel",
        ),
        (
            file("scherm.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(60)),
            "Een schermafdruk is vaak een PNG",
        ),
        (file("leeg.jpg", "image/jpeg", b""), "Deze pagina leest alleen JPEG"),
        (
            file("half.jpg", "image/jpeg", b"\xff\xd8\xff\xe1\x10\x00Exif\x00\x00II*\x00"),
            "Het bestand is beschadigd",
        ),
    ],
    ids=lambda value: value["name"] if isinstance(value, dict) else None,
)
def test_what_it_cannot_read_gets_a_clear_sentence(
    inspector: Page, photo: FilePayload, sentence: str
) -> None:
    shown = choose(inspector, photo)
    assert sentence in shown
    assert "Plek" not in shown
    expect(inspector.locator(SAYS)).to_have_text(
        f"{inspector.locator('[data-verdict]').inner_text()}."
    )


def test_odd_photos_are_told_as_they_are(inspector: Page) -> None:
    """All of them on one page, so that each also starts afresh."""
    faults = [fault for odd in ODD for fault in wrong(inspector, odd)]
    assert faults == []
    assert len({odd.name for odd in ODD}) == len(ODD) > 45


def wrong(page: Page, odd: Odd) -> list[str]:
    """What the page tells otherwise than this photo says."""
    shown = choose(page, file(f"{odd.name}.jpg", "image/jpeg", odd.body))
    if odd.says:
        return [] if odd.says in shown and "Plek" not in shown else [f"{odd.name}: {shown}"]
    told = {
        name: page.locator(f"[data-fact={name}] dd").text_content() or ""
        for name in ("place", "taken", "device")
    }
    is_as_meant = told["place"].startswith(odd.place) and bool(told["place"]) == bool(odd.place)
    if is_as_meant and (told["taken"], told["device"]) == (odd.taken, odd.device):
        return []
    return [f"{odd.name}: {told}"]


def test_how_to_take_it_away_stands_under_a_finding_only(inspector: Page) -> None:
    assert "Zo haalt u het weg" in choose(inspector, "leeshoek.jpg")
    assert "Zo haalt u het weg" not in choose(inspector, "leeshoek-kaal.jpg")


def test_a_finding_in_a_broken_file_says_that_there_may_be_more(inspector: Page) -> None:
    broken = next(odd for odd in ODD if odd.name == "afgekapt na de plek")
    shown = choose(inspector, file("half.jpg", "image/jpeg", broken.body))
    assert "Er kan meer in staan." in shown
    assert "Er kan meer in staan." not in choose(inspector, "leeshoek.jpg")


def test_a_file_that_is_too_large_is_not_even_read(inspector: Page) -> None:
    inspector.evaluate(
        """(size) => {
          const files = new DataTransfer(), large = new File(['x'], 'groot.jpg', {type: 'image/jpeg'});
          Object.defineProperty(large, 'size', {value: size});
          large.arrayBuffer = () => { throw new Error('read'); };
          files.items.add(large);
          const input = document.querySelector('#foto');
          Object.defineProperty(input, 'files', {value: [large]});
          input.dispatchEvent(new Event('change', {bubbles: true}));
        }""",
        LIMIT_MB * 2**20 + 1,
    )
    expect(inspector.locator(SAYS)).to_have_text("Dit bestand is te groot.")
    assert f"groter dan {LIMIT_MB} MB" in inspector.locator(RESULT).inner_text()


def test_without_script_the_samples_tell_the_same(no_script_page: Page, live: Live) -> None:
    enter(no_script_page, live, "noor")
    no_script_page.goto("/foto-inspecteur")
    expect(no_script_page.get_by_text("Deze browser voert geen script uit")).to_be_visible()
    expect(no_script_page.locator("#foto")).to_be_hidden()
    expect(no_script_page.locator("main table").first).to_contain_text(
        "52,5321° noord, 5,2441° oost"
    )


def test_no_violation_and_no_sideways_scroll(inspector: Page, axe: Callable[..., None]) -> None:
    choose(inspector, "leeshoek.jpg")
    inspector.get_by_text("Hoe u dit zelf controleert").click()
    axe(inspector)
    inspector.set_viewport_size({"width": 320, "height": 800})
    assert inspector.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_reader_is_loaded_here_only_and_stays_small(page: Page, live: Live) -> None:
    enter(page, live, "noor")
    scripts: list[Any] = []
    page.on(
        "response",
        lambda reply: scripts.append(reply) if reply.request.resource_type == "script" else None,
    )
    page.goto("/leren")
    page.wait_for_load_state("networkidle")
    assert not any("exifreader" in reply.url for reply in scripts)
    common = {reply.url for reply in scripts}
    page.goto("/foto-inspecteur")
    page.wait_for_load_state("networkidle")
    extra = {
        reply.url: int(reply.all_headers()["content-length"])
        for reply in scripts
        if reply.url not in common
    }
    assert any("exifreader" in url for url in extra)
    assert sum(extra.values()) <= BUDGET, extra
