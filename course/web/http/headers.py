"""The headers that every response carries: pages, errors, files and redirects."""

from __future__ import annotations

from flask import Flask, Response, g
from werkzeug.datastructures import Headers

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
_ALWAYS = [*HEADERS.items(), ("Strict-Transport-Security", STRICT_TRANSPORT)]


def init_headers(app: Flask) -> None:
    """Add the headers last, so that no view can leave one out."""
    app.after_request(_add)


def is_complete(sent: list[tuple[str, str]]) -> bool:
    """Whether `_add` saw this answer: a look, for it is asked of each one."""
    return _ALWAYS[0] in sent


def completed(headers: Headers) -> Headers:
    """The same headers with ours, for an answer that `_add` never saw.

    It may hold anything, so nobody keeps it.
    """
    if "Content-Security-Policy" not in headers:
        headers.extend(_ALWAYS)
        headers["Cache-Control"] = "no-store"
    return headers


def _add(response: Response) -> Response:
    headers = response.headers
    headers.extend(_ALWAYS)
    signed_in = g.get("actor") is not None
    if signed_in or "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if signed_in and headers.get("Vary") != "Cookie":
        headers.add("Vary", "Cookie")
    return response
