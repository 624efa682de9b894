"""Every component with its examples, on one page: for who builds a screen, and for the tests.

Registered in demo, development and test mode only. The examples stand in a .toml beside each
component:

    title = "Voortgangsbalk"            what it is called on the page
    macro = "progress_bar"              the macro in the file of the same name
    types = { rows = "BarRow" }         arguments whose tables become a class of course.web.parts

    [[example]]
    name = "Bezig"
    call = "<p>Tekst</p>"               the call block, when the macro takes one
    arguments = { label = "Cursus", done = 3, total = 8 }
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template
from jinja2 import Environment
from markupsafe import Markup

from course.config import ROOT
from course.web.http.access import PUBLIC, allow
from course.web.page import parts

TEMPLATES = ROOT / "course" / "templates"
bp = Blueprint("gallery", __name__)


@dataclass(frozen=True)
class Example:
    """One way to use a component."""

    name: str
    arguments: dict[str, Any]
    call: str | None  # HTML of our own, for a macro with a call block


@dataclass(frozen=True)
class Component:
    """A macro and its examples."""

    template: str  # components/progress_bar.html
    macro: str
    title: str
    examples: tuple[Example, ...]

    @property
    def anchor(self) -> str:
        """The id of this component on the page."""
        return f"onderdeel-{self.macro}"


@dataclass(frozen=True)
class Drawing:
    """An example that was drawn."""

    name: str
    html: Markup


@dataclass(frozen=True)
class Exhibit:
    """A component with all its drawings."""

    component: Component
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True)
class GalleryPage:
    """What the gallery shows."""

    exhibits: tuple[Exhibit, ...]


@bp.get("/onderdelen")
@allow(PUBLIC)
def show_gallery() -> str:
    """All components, drawn with their examples."""
    exhibits = tuple(
        Exhibit(
            component,
            tuple(
                Drawing(e.name, draw(current_app.jinja_env, component, e))
                for e in component.examples
            ),
        )
        for component in read_components()
    )
    return render_template("gallery.html", page=GalleryPage(exhibits))


@cache
def read_components(folder: Path = TEMPLATES) -> tuple[Component, ...]:
    """Every component that has a .toml beside it, by its path."""
    return tuple(
        read_component(path, folder) for path in sorted((folder / "components").rglob("*.toml"))
    )


def read_component(path: Path, folder: Path) -> Component:
    """One .toml.

    Errors: KeyError or TypeError when a field is missing or an argument does not fit its class.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    types = data.get("types", {})
    examples = tuple(
        Example(
            example["name"],
            {
                name: typed(value, types.get(name))
                for name, value in example.get("arguments", {}).items()
            },
            example.get("call"),
        )
        for example in data["example"]
    )
    template = path.with_suffix(".html").relative_to(folder).as_posix()
    return Component(template, data["macro"], data["title"], examples)


def typed(value: Any, kind: str | None) -> Any:
    """Tables become the dataclass that the component expects; lists of them too."""
    if kind is None:
        return value
    if isinstance(value, list):
        return [typed(entry, kind) for entry in value]
    return getattr(parts, kind)(**value)


def draw(env: Environment, component: Component, example: Example) -> Markup:
    """The HTML of one example."""
    macro = getattr(env.get_template(component.template).module, component.macro)
    arguments = dict(example.arguments)
    if example.call is not None:
        text = Markup(example.call)  # from our own .toml
        arguments["caller"] = lambda: text
    return Markup(macro(**arguments))
