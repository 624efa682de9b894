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


def read_drawing(path: Path, line: int, draft: Draft) -> Html | None:
    """The drawing as inline markup, hidden from assistive technology: the figure says it.

    None when refused.
    """
    try:
        if path.parent.name != "media" or ".." in path.parts:
            draft.error(line, "drawing", f"‘{path.name}’ staat niet in de map media.")
            return None
        if path.suffix != ".svg" or path.stat().st_size > MAX_BYTES:
            draft.error(line, "drawing", f"‘{path.name}’ is geen SVG van hooguit 100 kB.")
            return None
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        draft.error(line, "drawing", f"De tekening ‘{path.name}’ staat niet in de map media.")
        return None
    if "<!" in _without_comments(text):
        draft.error(line, "drawing", f"‘{path.name}’ heeft een DOCTYPE of CDATA. Haal die weg.")
        return None
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        draft.error(line, "drawing", f"‘{path.name}’ is geen goede SVG: {error}.")
        return None
    if _depth_of(text) > MAX_DEPTH:
        draft.error(
            line, "drawing", f"‘{path.name}’ heeft meer dan {MAX_DEPTH} elementen in elkaar."
        )
        return None
    for element in root.iter():
        tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
        if tag not in _ELEMENTS:
            draft.error(
                line, "drawing", f"‘{path.name}’ gebruikt <{tag}>. Dat mag niet in een tekening."
            )
            return None
        for name, value in element.attrib.items():
            if name not in _ATTRIBUTES or (name == "class" and not _CLASSES.match(value)):
                shown = f'{name}="{value[:60]}"'
                draft.error(
                    line,
                    "drawing",
                    f"‘{path.name}’ gebruikt {shown}. Dat mag niet in een tekening.",
                )
                return None
        element.tag = tag
    if "viewBox" not in root.attrib:
        draft.error(line, "drawing", f"‘{path.name}’ heeft geen viewBox.")
        return None
    root.set("class", "drawing")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return Html(ET.tostring(root, encoding="unicode"))


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
