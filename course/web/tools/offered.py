"""Tools beside the lessons. Each belongs to a subject: it is there when a published course asks.

A course names them in courses.toml (`tools`). Without that their addresses answer 404 and no page
leads there.
"""

from __future__ import annotations

from itertools import chain

from flask import abort, g

from course.store.courses import releases
from course.web.tools.blueprint import bp


def require(name: str) -> None:
    """404 while no published course asks for this tool."""
    if name not in _offered():
        abort(404)


@bp.app_template_global()
def tool_url(name: str) -> str:
    """Where a tool is; empty while no published course asks for it."""
    if name not in _offered():
        return ""
    return f"/{name}"


def _offered() -> frozenset[str]:
    """The tools that published courses ask for. Looked up once a request."""
    if "tools" not in g:
        courses = releases.current_outlines()
        g.tools = frozenset(chain.from_iterable(course.tools for course in courses))
    found: frozenset[str] = g.tools
    return found
