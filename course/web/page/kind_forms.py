"""The forms of the item kinds: their templates are called `kinds/<folder>/form.html`."""

from __future__ import annotations

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from course import kinds


def init_kind_forms(app: Flask) -> None:
    """Let templates name what stands in the folder of a kind."""
    beside = PrefixLoader({"kinds": FileSystemLoader([*kinds.__path__])})
    app.jinja_loader = ChoiceLoader([loader for loader in (app.jinja_loader, beside) if loader])
