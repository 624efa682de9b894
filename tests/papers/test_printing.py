"""A paper is the same each time, loads nothing from elsewhere, and is told no secret."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any

import pytest

from course.papers import printing, squares
from course.papers.press import UNABLE
from course.serving import THREADS

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


def test_one_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_command: list[str], **options: Any) -> None:
        raise subprocess.TimeoutExpired("press", options["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(printing.NoPressError):
        printing.pdf(PAGE, "een")


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
