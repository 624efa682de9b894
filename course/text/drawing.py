"""Our own SVG drawings, checked and placed inline so that they follow the theme.

A drawing may use shapes, text and classes that start with `d-`; nothing that loads, runs or styles
by itself.
"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

from course.text.plain import Html
from course.text.source import Draft

_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
}
_ATTRIBUTES = {
    *(
        "viewBox",
        "class",
        "d",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "dx",
        "dy",
    ),
    *("width", "height", "points", "transform", "text-anchor", "dominant-baseline"),
}
_CLASSES = re.compile(r"^(d-[a-z0-9-]+)( d-[a-z0-9-]+)*$")
MAX_BYTES = 100 * 1024
MAX_DEPTH = 50  # elements inside each other


class _RefusedError(Exception):
    """Why a file is no drawing of ours, in a sentence for its author. It stays in this module."""


def read_drawing(path: Path, line: int, draft: Draft) -> Html | None:
    """The drawing as inline markup, hidden from assistive technology: the figure says it.

    None when refused.
    """
    try:
        root = _root_of(_text_of(path), f"‘{path.name}’")
    except _RefusedError as refused:
        draft.error(line, "drawing", str(refused))
        return None
    for name, value in (("class", "drawing"), ("aria-hidden", "true"), ("focusable", "false")):
        root.set(name, value)
    return Html(ET.tostring(root, encoding="unicode"))


def _text_of(path: Path) -> str:
    if path.parent.name != "media" or ".." in path.parts:
        raise _RefusedError(f"‘{path.name}’ staat niet in de map media.")
    try:
        if path.suffix != ".svg" or path.stat().st_size > MAX_BYTES:
            raise _RefusedError(f"‘{path.name}’ is geen SVG van hooguit 100 kB.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        message = f"De tekening ‘{path.name}’ staat niet in de map media."
        raise _RefusedError(message) from None


def _root_of(text: str, name: str) -> ET.Element:
    """The drawing, with elements and attributes that we know, without their namespace."""
    if "<!" in _without_comments(text):
        raise _RefusedError(f"{name} heeft een DOCTYPE of CDATA. Haal die weg.")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise _RefusedError(f"{name} is geen goede SVG: {error}.") from None
    if _depth_of(text) > MAX_DEPTH:
        raise _RefusedError(f"{name} heeft meer dan {MAX_DEPTH} elementen in elkaar.")
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(_SVG)
        if odd := _odd_in(element):
            raise _RefusedError(f"{name} gebruikt {odd}. Dat mag niet in een tekening.")
    if "viewBox" not in root.attrib:
        raise _RefusedError(f"{name} heeft geen viewBox.")
    return root


def _odd_in(element: ET.Element) -> str:
    """The tag or the first attribute that a drawing may not have; empty when all are well."""
    if element.tag not in _ELEMENTS:
        return f"<{element.tag}>"
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES or (name == "class" and not _CLASSES.match(value)):
            return f'{name}="{value[:60]}"'
    return ""


def _without_comments(text: str) -> str:
    """The text without what stands between <!-- and -->; one that nothing closes stays."""
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[place:start])
        place = end + 3
    return "".join(kept) + text[place:]


def _depth_of(text: str) -> int:
    """How many elements of a well-formed drawing are open at most at one time."""
    depth = deepest = 0
    for event, _ in ET.iterparse(StringIO(text), events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
