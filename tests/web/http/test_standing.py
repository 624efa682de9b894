"""The pages that a server or a proxy sends by itself: written at the start, whole without the
application.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask

from course import create_app
from course.web.http import standing
from course.web.http.assets import STATIC
from tests.checking_client import HEADERS, page_faults
from tests.databases import config_on

SAYS = {
    400: "niet lezen",
    405: "",
    408: "",
    413: "te groot",
    414: "te lang",
    431: "",
    500: "",
    501: "niet lezen",
    502: "",
    503: "",
    504: "",
    505: "niet lezen",
}


@pytest.fixture(scope="module")
def drawn_by(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application whose database is not there: these pages ask none."""
    folder = tmp_path_factory.mktemp("nothing")
    return create_app(config_on(f"sqlite:///{folder / 'none.sqlite3'}", folder))


def test_every_status_has_its_page(drawn_by: Flask) -> None:
    pages = standing.draw(drawn_by)
    assert pages.keys() == SAYS.keys()
    for status, page in pages.items():
        text = page.decode()
        assert SAYS[status] in text
        assert list(page_faults(text)) == []
    assert pages[502] == pages[503] != pages[504]
    assert pages[400] == pages[501] == pages[505]
    assert len(set(pages.values())) == len(pages) - 3


def test_the_headers_are_those_of_every_answer() -> None:
    assert HEADERS.items() <= dict(standing.HEADERS).items()
    assert dict(standing.HEADERS)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("twice", [False, True])
def test_what_is_written_needs_nothing_else(drawn_by: Flask, tmp_path: Path, twice: bool) -> None:
    folder = tmp_path / "een" / "storing"
    for _ in range(1 + twice):
        written = standing.write(drawn_by, folder)
    assert sorted(written) == sorted(path for path in folder.rglob("*") if path.is_file())
    assert {path.name for path in folder.glob("*.html")} == {f"{code}.html" for code in SAYS}
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert 'href="/static/' not in text
        needed = set(re.findall(r'(?:href|src)="(/storing/[^"]+)"', text))
        assert any(name.endswith("/css/app.css") for name in needed)
        for name in sorted(needed):
            assert (folder / name.removeprefix(standing.PLACE)).is_file(), f"{page.name}: {name}"
    sheet = next(folder.rglob("app.css"))
    urls = re.findall(r"""url\(["']?([^"')]+)""", sheet.read_text("utf-8"))
    assert urls
    for url in urls:
        assert (sheet.parent / url).is_file(), url
    font = next(folder.rglob("*.woff2"))
    assert font.read_bytes() == (STATIC / "vendor" / font.parent.name / font.name).read_bytes()
    assert urljoin("/storing/x/css/app.css", urls[0]).startswith("/storing/")
