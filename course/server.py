"""How gunicorn serves this application: `gunicorn --config python:course.server "course:create_app()"`.

One process and eight threads is what SQLite asks for; with PostgreSQL add processes by `--workers`.
"""

from __future__ import annotations

import os
from typing import Any

from gunicorn.http import wsgi

from course.store import health

wsgi.SERVER = ""  # who asks need not hear what serves

bind = f"127.0.0.1:{os.environ.get('DEELWIJS_PORT') or '8000'}"
workers = 1
threads = 8
limit_request_line = 8190  # bytes: longer addresses get our own words, up to what gunicorn can read
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Says once which database is used, and on SQLite with which library and journal."""
    if worker.age == 1:
        with worker.wsgi.app_context():
            print(f"Database: {health.described()}", flush=True)
