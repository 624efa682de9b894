"""Third-party files are the ones that vendor.lock.json describes, byte for byte."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK: list[dict[str, Any]] = json.loads((ROOT / "vendor.lock.json").read_text("utf-8"))["packages"]


@pytest.mark.parametrize("entry", LOCK, ids=lambda entry: entry["package"])
def test_files_are_as_recorded(entry: dict[str, Any]) -> None:
    files = {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / entry["folder"]).iterdir()
    }
    assert files == entry["sha256"]


@pytest.mark.parametrize("entry", LOCK, ids=lambda entry: entry["package"])
def test_where_it_comes_from_is_recorded(entry: dict[str, Any]) -> None:
    assert entry["version"]
    assert entry["licence"]
    assert entry["integrity"].startswith("sha512-")
    assert f"{entry['folder']}/LICENSE.txt" in entry["sha256"]


@pytest.mark.parametrize("where", ["static/css/base.css", "course/templates/papers/base.html"])
def test_a_page_and_a_paper_ask_a_font_for_the_letters_that_it_has(where: str) -> None:
    """A range that says more leaves a hole on paper: Nguyễn was printed as Nguy n."""
    (font,) = (one["recipe"] for one in LOCK if one["recipe"]["kind"] == "font")
    has = {one["file"]: re.sub(r"\s", "", one["unicodes"]) for one in font["files"]}
    text = re.sub(r"\s", "", (ROOT / where).read_text("utf-8"))
    found = re.findall(r"@font-face{[^}]*?([\w-]+\.woff2)[^}]*?unicode-range:([^;]+);", text)
    assert dict(found) == has


def test_nothing_is_vendored_without_a_record() -> None:
    folders = {path.relative_to(ROOT).as_posix() for path in (ROOT / "static/vendor").iterdir()}
    assert folders == {entry["folder"] for entry in LOCK if entry["folder"].startswith("static/")}


def test_only_icons_that_the_set_needs() -> None:
    """Every icon that a template names is there."""
    from course.web.page.icons import ICONS

    assert {path.stem for path in ICONS.glob("*.svg")} == set(
        next(entry["recipe"]["icons"] for entry in LOCK if entry["package"] == "lucide-static")
    )
