"""Every page in every state that looks different, and the way there. A new page template needs an
entry in the module of who meets it first.

A way is a small function; what it shares with others is a function too. It ends on the page itself.
"""

from __future__ import annotations

from typing import Any

from course.config import ROOT
from tests.browser.screens import keeping, learning, reporting, training, visitors
from tests.browser.screens.visiting import Screen, Visit

__all__ = ["SCREENS", "Screen", "Visit", "page_templates", "templates_drawn"]

TEMPLATES = ROOT / "course" / "templates"
SCREENS = [
    *visitors.SCREENS,
    *learning.SCREENS,
    *reporting.SCREENS,
    *training.SCREENS,
    *keeping.SCREENS,
]
# Layouts are no pages, and what stands ready for the HTTP server and the proxy no browser of ours
# asks for: tests/faults draws those.
NO_SCREENS = {"layouts", "standing", "papers"}
# Drawn for a form that was made for somebody else, which no press on a page can send; its words are
# read in tests/web/http/test_forms.py.
BY_FORGERY = {"errors/not_drawn_here.html"}


def page_templates() -> set[str]:
    """Every template that is a page of its own: it extends a layout and is none."""
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if "{% extends" in path.read_text("utf-8") and path.parent.name not in NO_SCREENS
    }
    return found - BY_FORGERY


def templates_drawn(names: list[str]) -> Any:
    """A receiver that notes which pages the server draws, to be connected to Flask's signal."""
    pages = page_templates()

    def note(_sender: Any, template: Any, **_more: Any) -> None:
        if template.name in pages:
            names.append(template.name)

    return note
