"""What a view answers: a page, or the page again with what is wrong in its form."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from flask import abort, render_template
from werkzeug.wrappers import Response

from course.web.page.parts import FieldError

FoundT = TypeVar("FoundT")
Page = str | tuple[str, int]
Answer = Page | Response


def answer(
    template: str, page: object, errors: Collection[FieldError] = (), status: int = 422
) -> Page:
    """The page; with errors as an answer that is none, for whoever reads the status."""
    html = render_template(template, page=page)
    if errors:
        return html, status
    return html


def or_404(found: FoundT | None) -> FoundT:
    """What was looked for. Out of reach and not there look the same."""
    if found is None:
        abort(404)
    return found
