"""README's pictures can be made today, and a page that is not the one meant is refused, so none shows an error."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from course.web.http.access import PUBLIC, allow
from tests.browser.conftest import Live
from tools import pictures
from tools.environment import ROOT
from tools.pictures import LESSON, PICTURES, THEMES, Picture, Visitor, WrongPageError, take

MOST_BYTES = 200_000  # of one file; a reader of README waits for six
README = ROOT / "README.md"


@pytest.fixture
def visitor(browser: Browser, live: Live) -> Visitor:
    return Visitor(browser, live.address, live.password)


def test_every_picture_is_made(visitor: Visitor, tmp_path: Path) -> None:
    made = pictures.take_all(visitor, tmp_path / "images")
    assert {path.name for path in made} == {
        f"{one.name}-{theme}.png" for one in PICTURES for theme in THEMES
    }
    for path in made:
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < MOST_BYTES, f"{path.name} is too heavy"
    for one in PICTURES:
        light, dark = (
            (tmp_path / "images" / f"{one.name}-{theme}.png").read_bytes() for theme in THEMES
        )
        assert light != dark, f"{one.name} looks the same in light and dark"


def test_readme_shows_just_these() -> None:
    named = set(re.findall(r"docs/images/([\w-]+\.png)", README.read_text("utf-8")))
    assert named == {f"{one.name}-{theme}.png" for one in PICTURES for theme in THEMES}
    assert named == {path.name for path in pictures.FOLDER.iterdir()}


def broken(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page with the lesson fails, as it once did on README's picture."""

    @allow(PUBLIC)
    def view(**_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(live.app.view_functions, "learn.show_lesson", view)


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        (replace(LESSON, heading="Wie beslist niet?"), "kop Wie beslist?"),
        (replace(LESSON, path="/leren/sociale-media/toestemming/bestaat-niet"), "status 404"),
        (replace(LESSON, path="/mag-dit/uitkomst"), "adres /mag-dit"),
        (replace(LESSON, arrange=lambda page: page.goto("/leren")), "adres /leren"),
        (replace(LESSON, arrange=lambda page: page.evaluate("console.error('kapot')")), "kapot"),
        (replace(LESSON, bottom="h1.nergens", patience=300), "Timeout"),
    ],
    ids=["heading", "not there", "sent elsewhere", "gone elsewhere", "console", "part"],
)
def test_another_page_is_refused(
    visitor: Visitor, tmp_path: Path, picture: Picture, found: str
) -> None:
    with pytest.raises(WrongPageError, match="niet gemaakt") as refused:
        take(visitor, picture, tmp_path)
    assert found in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_our_own_error_page_is_refused(
    visitor: Visitor, live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(live, monkeypatch)
    with pytest.raises(WrongPageError, match="status 500"):
        take(visitor, LESSON, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_ends_the_command_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_folder: Path) -> int:
        raise WrongPageError("Plaatje ‘les’ is niet gemaakt.")

    monkeypatch.setenv(pictures.STARTED_HERE, "1")
    monkeypatch.setattr(pictures, "make", refuse)
    assert pictures.main([]) == 1
    assert "niet gemaakt" in capsys.readouterr().err
