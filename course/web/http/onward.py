"""Where to go on after a form that a script sent.

A script does not see where a redirect leads, and following it would read away the message that the
next page has to say. So a script that asks is told the address, and opens that page itself.
"""

from __future__ import annotations

from flask import Flask, Response, request

HEADER = "X-Way-On"


def init_onward(app: Flask) -> None:
    """Turn a redirect into its address, for who asks."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    if response.status_code == 303 and HEADER in request.headers:
        response.headers[HEADER] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data(b"")
        response.mimetype = "text/plain"
    return response
