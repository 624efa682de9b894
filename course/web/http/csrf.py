"""Unsafe methods come from our own pages only. The browser says where a request comes from; forms
carry no token. A view whose address nobody can guess, and which asks for no session, is marked
`by_address`: a mail program may press for its reader.

Why: docs/decisions/0004-same-origin-check.md.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

from course.config import Mode
from course.web.http.settings import settings


def init_csrf(app: Flask) -> None:
    """Refuse every unsafe request that another site could have made."""
    app.before_request(_check)


def _check() -> None:
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "by_address", False):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
    elif request.headers.get("Origin") != _own_origin():
        abort(403)


def _own_origin() -> str:
    config = settings()
    address = config.base_url if config.mode is Mode.PRODUCTION else request.host_url
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
