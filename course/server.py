"""How gunicorn serves this application: `gunicorn --config python:course.server "course:create_app()"`.

One process and eight threads is what SQLite asks for; with PostgreSQL add processes by `--workers`.
"""

from __future__ import annotations

from typing import Any

from gunicorn.http import wsgi

from course import logs, starting
from course.store import health

wsgi.SERVER = ""  # who asks need not hear what serves

_CONFIG = starting.settings()

bind = f"127.0.0.1:{_CONFIG.port}"
workers = 1
threads = 8
limit_request_line = 8190  # bytes: longer addresses get our own words, up to what gunicorn can read
logconfig_dict = logs.SETTINGS
control_socket_disable = True


def on_starting(_arbiter: Any) -> None:
    """Before any process is made: a database that cannot serve is one line, not a process that dies over and over."""
    starting.refuse_database(_CONFIG)


def post_worker_init(worker: Any) -> None:
    """Says once which database is used, and on SQLite with which library and journal."""
    if worker.age == 1:
        with worker.wsgi.app_context():
            print(f"Database: {health.described()}", flush=True)
