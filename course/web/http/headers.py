"""The headers that every response carries: pages, errors, files and redirects."""

from __future__ import annotations

from flask import Flask, Response, g

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
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
_SEEN = ("Content-Security-Policy", _POLICY)
_ALWAYS = [_SEEN, *HEADERS.items()]


def init_headers(app: Flask) -> None:
    """See every answer that a view gives. `SafetyNet` adds the rest, to whatever leaves, so that no
    view can leave one out.
    """
    app.after_request(_add)


def complete(sent: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of an answer, with ours. What `_add` never saw may hold anything, so nobody keeps
    it.
    """
    if _SEEN in sent:
        return [*sent, *HEADERS.items()]
    kept = [one for one in sent if one[0] not in ("Cache-Control", _SEEN[0])]
    return [*kept, *_ALWAYS, ("Cache-Control", "no-store")]


def _add(response: Response) -> Response:
    headers = response.headers
    headers[_SEEN[0]] = _POLICY
    signed_in = g.get("actor") is not None
    if signed_in or "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if signed_in and headers.get("Vary") != "Cookie":
        headers.add("Vary", "Cookie")
    return response
