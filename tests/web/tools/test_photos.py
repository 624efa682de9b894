"""The photo inspector: nothing to send a photo with, and samples that hold exactly what the page
says of them.
"""

from __future__ import annotations

import re
import struct
import tomllib
from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from course import clock
from course.content.types import Course
from course.text.plain import NO_TEXT
from course.web.http.assets import STATIC
from course.web.tools.dutch_map import dot
from course.web.tools.photos import SAMPLES, coordinates, moment, read_samples
from course.web.tools.towns import TOWNS, nearest
from tests import builders
from tests.accounts import add_person, sign_in
from tests.checking_client import CheckingClient

FACTS: list[dict[str, Any]] = tomllib.loads((SAMPLES / "samples.toml").read_text("utf-8"))["sample"]
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}


def exif_in(photo: bytes) -> dict[int, dict[int, Any]]:
    """Every tag of a JPEG by directory (0 the first, else the tag that points to it).

    Empty when there is no EXIF.
    """
    at = 2
    while photo[at] == 0xFF and photo[at + 1] != 0xDA:
        length = struct.unpack(">H", photo[at + 2 : at + 4])[0]
        if photo[at + 1] == 0xE1 and photo[at + 4 : at + 10] == b"Exif\0\0":
            return directories(photo[at + 10 : at + 2 + length])
        at += 2 + length
    return {}


def directories(tiff: bytes) -> dict[int, dict[int, Any]]:
    order = "<" if tiff[:2] == b"II" else ">"
    first = directory(tiff, order, struct.unpack(order + "I", tiff[4:8])[0])
    inner = {tag: directory(tiff, order, first[tag]) for tag in (0x8769, 0x8825) if tag in first}
    return {0: first, **inner}


def directory(tiff: bytes, order: str, at: int) -> dict[int, Any]:
    found = {}
    for entry in range(struct.unpack(order + "H", tiff[at : at + 2])[0]):
        start = at + 2 + entry * 12
        tag, kind, count = struct.unpack(order + "HHI", tiff[start : start + 8])
        size = SIZES[kind] * count
        where = (
            start + 8 if size <= 4 else struct.unpack(order + "I", tiff[start + 8 : start + 12])[0]
        )
        found[tag] = value(tiff[where : where + size], order, kind, count)
    return found


def value(raw: bytes, order: str, kind: int, count: int) -> Any:
    if kind == 2:
        return raw.rstrip(b"\0").decode("ascii")
    if kind == 5:
        parts = struct.unpack(f"{order}{2 * count}I", raw)
        return [above / below for above, below in zip(parts[::2], parts[1::2], strict=True)]
    return struct.unpack(order + {1: "B", 3: "H", 4: "I"}[kind] * count, raw)[0]


def open_tool(session: Any, client: CheckingClient) -> TestResponse:
    """The tool, where a published course asks for it."""
    builders.publish(
        Course(slug="fotos", title="Foto’s", intro=NO_TEXT, modules=(), tools=("foto-inspecteur",)),
        clock.now(),
    )
    add_person(session)
    session.commit()
    sign_in(client)
    return client.get("/foto-inspecteur")


@pytest.mark.parametrize("facts", FACTS, ids=lambda facts: facts["file"])
def test_a_sample_holds_what_the_page_says_and_nothing_else(facts: dict[str, Any]) -> None:
    photo = (SAMPLES / facts["file"]).read_bytes()
    assert len(photo) < 100_000
    exif = exif_in(photo)
    first, taken, gps = exif.get(0, {}), exif.get(0x8769, {}), exif.get(0x8825, {})
    assert first.keys() <= {0x010F, 0x0110, 0x8769, 0x8825}
    assert (first.get(0x010F), first.get(0x0110)) == (facts.get("maker"), facts.get("model"))
    assert taken.keys() <= {0x9003}
    said = facts["taken"].strftime("%Y:%m:%d %H:%M:%S") if "taken" in facts else None
    assert taken.get(0x9003) == said
    if "latitude" in facts:
        assert (gps[1], gps[3]) == ("N", "E")
        for tag, name in ((2, "latitude"), (4, "longitude")):
            degrees, minutes, seconds = gps[tag]
            assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(facts[name], abs=1e-6)
    else:
        assert gps == {}


def test_the_reader_of_this_test_finds_what_a_page_would_hide() -> None:
    """Else a sample without a place would prove nothing."""
    found = [bool(exif_in((SAMPLES / facts["file"]).read_bytes())) for facts in FACTS]
    assert True in found
    assert False in found


def test_every_photo_has_facts_and_every_fact_a_photo() -> None:
    assert {path.name for path in SAMPLES.glob("*.jpg")} == {facts["file"] for facts in FACTS}


def test_the_page_tells_each_sample_in_words(session: Any, client: CheckingClient) -> None:
    page = open_tool(session, client).text
    for sample in read_samples():
        assert sample.told in page
        assert f"/samples/{sample.file}" in page
    assert "52,5321° noord, 5,2441° oost" in page
    assert "12 maart 2026, 13.47 uur" in page
    assert page.count("Staat er niet in") == 4
    assert page.count('<circle class="d-warm" r="8" cx=') == 1


def test_there_is_nothing_to_send_a_photo_with(session: Any, client: CheckingClient) -> None:
    """No form around the field, no name on it, and no route that takes a photo."""
    page = open_tool(session, client).text
    before, _, after = page.partition('<input class="field__control field__control--file"')
    assert after
    assert before.count("<form") == before.count("</form>")
    assert "name=" not in after.partition(">")[0]
    client.checking = False
    assert client.post("/foto-inspecteur", data={"foto": "x"}).status_code == 405


def test_the_script_holds_nothing_that_sends_or_builds_a_page_from_text() -> None:
    """What a browser test sees not happening, the script cannot even do; the library only reads
    what it is given.
    """
    folder = STATIC / "js" / "tools"
    script = (folder / "photo-inspector.js").read_text("utf-8")
    reader = (folder / "exifreader.js").read_text("utf-8")
    forbidden = r"fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|innerHTML|outerHTML|insertAdjacentHTML|\beval\b"
    assert re.findall(forbidden, script + reader) == []
    assert re.findall(r'from "([^"]+)"', script) == ["../enhance.js", "./exifreader.js"]
    assert re.findall(r"\b(?:import|document|window|self)\b", reader) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "town"),
    [
        (52.09, 5.12, "Utrecht"),
        (52.50, 5.45, "Lelystad"),
        (50.85, 5.70, "Maastricht"),
        (53.55, 6.75, ""),
        (48.86, 2.35, ""),
        (-52.09, 5.12, ""),
    ],
)
def test_a_place_is_called_by_a_town_that_is_near(
    latitude: float, longitude: float, town: str
) -> None:
    assert nearest(latitude, longitude) == town


def test_every_town_is_on_the_map_and_is_its_own_nearest() -> None:
    for name, (north, east) in TOWNS.items():
        assert dot(north, east) is not None, name
        assert nearest(north, east) == name


def test_words_for_places_and_moments() -> None:
    assert coordinates(-33.8568, -70.5) == "33,8568° zuid, 70,5000° west"
    assert moment(datetime(2026, 3, 1, 9, 5)) == "1 maart 2026, 9.05 uur"  # noqa: DTZ001 - a camera has no zone
