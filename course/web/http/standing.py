"""Error pages that are drawn before anything goes wrong, for whoever answers in the place of the
application.

The HTTP server and the proxy refuse some requests by themselves, and a proxy answers when the
application is away. They send these pages, so that people read our words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

from flask import Flask

from course.web.http import headers
from course.web.http.assets import TREE, Tree
from course.web.http.errors import ErrorPage
from course.web.page.frame import bare_chrome

Pages = Mapping[int, bytes]  # by status
TEMPLATES = {
    400: "errors/400",
    405: "errors/405",
    408: "standing/408",
    413: "errors/413",
    414: "errors/414",
    431: "standing/431",
    500: "standing/500",
    501: "errors/400",
    502: "standing/502",
    503: "standing/502",
    504: "standing/504",
    505: "errors/400",
}
HEADERS = headers.complete([])
PLACE = "/storing/"  # where a proxy serves what `write` wrote; no page of the application is there
_FILE = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_SCRIPT = re.compile(r"<script[^>]*></script>\s*")
_URL = re.compile(rb"""url\(["']?([^"')]+)""")


def draw(app: Flask) -> Pages:
    """The page of every status that a server or a proxy gives by itself. Asks no database."""
    chrome, find = bare_chrome(app.config["DEELWIJS"]), app.jinja_env.get_template
    return {
        status: find(f"{name}.html").render(page=ErrorPage(), chrome=chrome).encode()
        for status, name in TEMPLATES.items()
    }


def write(app: Flask, folder: Path) -> list[Path]:
    """These pages as files for a proxy, with the style sheet and font that they need: it may stand
    alone.

    Returns what was written. Errors: OSError when the folder cannot be written.
    """
    tree: Tree = app.extensions[TREE]
    pages: dict[str, bytes] = {}
    needed: set[str] = set()
    for status, drawn in draw(app).items():
        page = _SCRIPT.sub("", drawn.decode())
        needed |= _needs(page, tree)
        pages[f"{status}.html"] = page.replace("/static/", f"{PLACE}static/").encode()
    parts = {f"static/{tree.version}/{name}": tree.assets[name].body for name in sorted(needed)}
    return [_written(folder / name, body) for name, body in (parts | pages).items()]


def _needs(page: str, tree: Tree) -> set[str]:
    """The files that a page asks for, and those that its style sheets ask for."""
    files = {file.removeprefix(f"/static/{tree.version}/") for file in _FILE.findall(page)}
    sheets = [name for name in files if name.endswith(".css")]
    for sheet in sheets:
        files |= {urljoin(sheet, url.decode()) for url in _URL.findall(tree.assets[sheet].body)}
    return files


def _written(path: Path, body: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path
