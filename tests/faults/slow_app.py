"""The application with two addresses more, that a test of the server needs: a slow answer and a
long one.
"""

from __future__ import annotations

import time

from flask import Flask, Response, request

import course
from course.web.http.access import PUBLIC, allow

MEGABYTE = b"x" * 1024 * 1024


def create_app() -> Flask:
    """The application for the settings of the environment."""
    return extended(course.create_app())


def extended(app: Flask) -> Flask:
    """The same application, with /proef/traag and /proef/lang."""

    @app.get("/proef/traag")
    @allow(PUBLIC)
    def slow() -> str:
        time.sleep(float(request.args["seconds"]))
        return "klaar"

    @app.get("/proef/lang")
    @allow(PUBLIC)
    def long() -> Response:
        return Response(MEGABYTE for _ in range(int(request.args["megabytes"])))

    @app.get("/proef/koppen")
    @allow(PUBLIC)
    def echo() -> dict[str, str]:
        forwarded = {
            name: value for name, value in request.headers.items() if "forward" in name.lower()
        }
        return {
            **forwarded,
            "address": request.remote_addr or "",
            "scheme": request.scheme,
            "host": request.host,
        }

    @app.post("/proef/body")
    @allow(PUBLIC)
    def count() -> str:
        return str(len(request.get_data()))

    return app
