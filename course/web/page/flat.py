"""Indentation is for who writes templates. Pages are not compressed, so they go out without it."""

from __future__ import annotations

import re

from flask import Flask
from jinja2.ext import Extension

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Flat(Extension):
    """Takes it away once, when a template is read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The same lines, each from its first sign."""
        return _INDENT.sub("", source)


def init_flat(app: Flask) -> None:
    """For every template that is a page; mail has an environment of its own."""
    app.jinja_env.add_extension(Flat)
