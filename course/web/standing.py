"""Error pages that are drawn before anything goes wrong, for whoever answers in the place of the application.

The HTTP server and the proxy refuse some requests by themselves. They send these, so that people read our words.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, render_template

from course.web.errors import ErrorPage

Pages = Mapping[int, bytes]  # by status
TEMPLATES = {
    400: "standing/400",
    408: "standing/408",
    413: "errors/413",
    414: "standing/414",
    431: "standing/431",
    500: "standing/500",
    501: "standing/400",
    502: "standing/502",
    503: "standing/502",
    504: "standing/504",
}


def draw(app: Flask) -> Pages:
    """The page of every status that a server or a proxy gives by itself. Asks no database."""
    with app.test_request_context("/"):
        return {
            status: render_template(f"{name}.html", page=ErrorPage()).encode() for status, name in TEMPLATES.items()
        }
