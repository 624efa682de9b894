"""The vendored line icons, written into the page itself.

Inline, because older Firefox drops an external sprite under our policy. An icon stands beside a
word and says nothing of its own, so assistive technology skips it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask, g, has_request_context
from markupsafe import Markup

from course.config import ROOT

ICONS = ROOT / "static" / "vendor" / "lucide"


def init_icons(app: Flask, folder: Path = ICONS) -> None:
    """Read the icons once and give templates `icon(name)` and `icon_again(name)`."""
    icon = drawings(folder)
    app.jinja_env.globals["icon"] = icon
    app.jinja_env.globals["icon_again"] = repeating(icon)


def drawings(folder: Path) -> Callable[[str], Markup]:
    """The function `icon`.

    A name that is not in the set is a mistake in a template, so it raises LookupError.
    """
    known = {path.stem: drawing(path.read_text("utf-8")) for path in sorted(folder.glob("*.svg"))}

    def icon(name: str) -> Markup:
        if name not in known:
            raise LookupError(f"there is no icon {name}; the set is listed in vendor.lock.json")
        return known[name]

    return icon


def drawing(source: str) -> Markup:
    """The shapes of one file; line width and colour come from the class.

    The width serves a page without CSS.
    """
    shapes = re.sub(r".*?<svg.*?>|</svg>.*", "", source, flags=re.DOTALL)
    opening = '<svg class="icon" aria-hidden="true" width="20" viewBox="0 0 24 24">'
    return Markup(f"{opening}{shapes}</svg>")  # our own vendored file, checked by its hash


def repeating(icon: Callable[[str], Markup]) -> Callable[[str], Markup]:
    """The same icons, for a list that has one in each row: what stands on the page already is
    pointed at, not drawn again.
    """

    def icon_again(name: str) -> Markup:
        whole = icon(name)
        if not has_request_context():
            return whole
        drawn = g.setdefault("icons_drawn", set())
        opening, shapes = whole.removesuffix("</svg>").split(">", 1)
        if name in drawn:
            return Markup(f'{opening}><use href="#i-{name}"/></svg>')  # a name of ours
        drawn.add(name)
        return Markup(f'{opening}><g id="i-{name}">{shapes}</g></svg>')

    return icon_again
