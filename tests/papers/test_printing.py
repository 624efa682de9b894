"""A paper is the same each time, loads nothing from elsewhere, and is told no secret."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import Event
from time import sleep
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from werkzeug.exceptions import ServiceUnavailable

from course.papers import printing, squares
from course.papers.press import UNABLE
from course.serving import THREADS
from course.sheets.xlsx_files import FileKind
from course.web.page.paper import printed
from course.web.report.paper_lists import paper_list

PAGE = (
    "<html lang=nl><head><title>Proef</title></head><body><h1>Één kop</h1><p>{}</p></body></html>"
)


@pytest.mark.usefixtures("can_print")
def test_the_same_page_gives_the_same_bytes() -> None:
    first = printing.pdf(PAGE.format("Ł tekst"), "een")
    assert first.startswith(b"%PDF-1.7")
    assert printing.pdf(PAGE.format("Ł tekst"), "een") == first
    assert printing.pdf(PAGE.format("andere tekst"), "een") != first


@pytest.mark.usefixtures("can_print")
def test_names_from_everywhere_are_drawn_with_the_letters_that_they_have(app: Flask) -> None:
    """Each file of our font is a font of its own: in one, a letter of the second was drawn by its
    number in the first, and a certificate said Kami4ski.
    """
    names = (("Marcin Kamiński 4", "Łukasz Żółć"), ("Ğül Şahin", "Zoë Bakker"))
    columns: list[tuple[str, FileKind]] = [("Naam", "text"), ("Ook", "text")]
    page = paper_list("Deelwijs", "Żółte lijst", date(2026, 11, 30), columns, names)
    html = app.jinja_env.get_template("papers/list.html").render(page=page)
    paper = PdfReader(BytesIO(printing.pdf(html, "namen"))).pages[0]
    letters = [
        set(re.findall(r"<([0-9A-Fa-f]{4})>\n?", unicodes(font)))
        for font in paper["/Resources"]["/Font"].values()
    ]
    beyond = {f"{ord(one):04x}" for one in "ńŁŻłćŞĞ"}
    ours = {f"{ord(one):04x}" for one in "aeinrst4"}
    found = [{one.lower() for one in font} for font in letters]
    assert any("0144" in font for font in found)
    assert not [font for font in found if font & beyond and font & ours]


def unicodes(font: Any) -> str:
    """Which text the signs of a font stand for."""
    told = font.get_object()["/ToUnicode"].get_object().get_data().decode()
    return "\n".join(re.findall(r"<[0-9A-Fa-f]+> (<[0-9A-Fa-f]{4}>)", told))


@pytest.mark.usefixtures("can_print")
@pytest.mark.parametrize("source", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_nothing_is_loaded_from_elsewhere(source: str) -> None:
    with_image = printing.pdf(PAGE.format(f'<img src="{source}" alt="x">'), "een")
    assert b"/Subtype /Image" not in with_image


@pytest.mark.parametrize(
    ("code", "error"), [(UNABLE, printing.NoPressError), (1, RuntimeError), (0, RuntimeError)]
)
def test_what_went_wrong_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, code: int, error: type[Exception]
) -> None:
    told: dict[str, Any] = {}

    def run(_command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        told.update(options)
        return subprocess.CompletedProcess([], code, b"", b"no pango")

    monkeypatch.setenv("DEELWIJS_SECRET_KEY", "geheim")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(error):
        printing.pdf(PAGE, "een")
    assert "DEELWIJS_SECRET_KEY" not in told["env"]


def test_one_that_takes_too_long_is_stopped_and_a_worker_has_more_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it took too long does not say that no PDF is made here: then the same evidence would
    have a page in it at one time and a PDF at another.
    """
    waited: list[int] = []

    def run(_command: list[str], **options: Any) -> None:
        waited.append(options["timeout"])
        raise subprocess.TimeoutExpired("press", options["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    with app.test_request_context(), pytest.raises(ServiceUnavailable):
        printed(PAGE, "een")
    with app.app_context(), pytest.raises(ServiceUnavailable):
        printed(PAGE, "een")
    assert waited == [printing.LONGEST_S, printing.LONGEST_OF_WORKER_S]


def test_who_comes_when_it_is_busy_hears_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are made, one waits, and the last thread of a process is left for pages."""
    assert printing.MOST < THREADS
    go_on, made = Event(), subprocess.CompletedProcess([], 0, b"%PDF", b"")

    def run(*_command: Any, **_options: Any) -> Any:
        assert go_on.wait(10)
        return made

    monkeypatch.setattr(subprocess, "run", run)
    with ThreadPoolExecutor(printing.MOST) as people:
        asked = [people.submit(printing.pdf, PAGE, "een") for _ in range(printing.MOST)]
        while printing._ROOM._value:  # type: ignore[attr-defined]
            sleep(0.001)
        with pytest.raises(printing.BusyError):
            printing.pdf(PAGE, "een")
        go_on.set()
        assert [one.result() for one in asked] == [b"%PDF"] * printing.MOST
    assert printing.pdf(PAGE, "een") == b"%PDF"


def test_a_code_is_an_svg_without_a_style() -> None:
    svg = squares.qr_svg("https://deelwijs.example/bewijs/ABC")
    assert svg.startswith(b"<svg")
    assert b"style" not in svg
    assert squares.as_source(svg).startswith("data:image/svg+xml;base64,")
