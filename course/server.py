"""How gunicorn serves this application: `gunicorn --config python:course.server
"course:create_app()"`.

gunicorn keeps the processes and hears the signals; in each of them course/serving.py talks HTTP.
How many processes and threads, and why, stands in docs/decisions/0015-serving.md.
"""

from __future__ import annotations

import gc
import os
import secrets
from typing import Any

from gunicorn.workers.base import Worker

from course import logs, starting
from course.serving import THREADS, HttpServer
from course.store.upkeep import health


class Process(Worker):  # type: ignore[misc]
    """One process of gunicorn with our server in it."""

    service: HttpServer | None = None

    def run(self) -> None:
        """Serve until told to stop, until gunicorn itself is gone, or until a request will never be
        done.
        """
        service = self.service = HttpServer(self.wsgi, self.sockets, self.cfg.threads)
        while self.alive and self.ppid == os.getppid():
            self.notify()
            service.turn()
            if service.is_stuck():
                self.log.error(
                    "a request is not done after two minutes; this process makes way for a new one"
                )
                break
        self.service = None
        service.finish(self.cfg.graceful_timeout, self.notify)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM: what was asked is still answered."""
        super().handle_exit(sig, frame)
        if self.service is not None:
            self.service.wake()


if os.environ.get("DEELWIJS_MODE", "production") != "production" and not os.environ.get(
    "DEELWIJS_SECRET_KEY"
):
    # Drawn here once, so that all processes have the same. Production brings its own.
    os.environ["DEELWIJS_SECRET_KEY"] = secrets.token_urlsafe(48)

_CONFIG = starting.settings()

bind = f"127.0.0.1:{_CONFIG.port}"
worker_class = Process
workers = 2
threads = THREADS
# seconds without a sign of life of the thread that reads and writes; a long request does not stop
# it
timeout = 60
graceful_timeout = 30  # seconds in which a process that stops answers what was asked
logconfig_dict = logs.SETTINGS
control_socket_disable = True


def on_starting(_arbiter: Any) -> None:
    """Before any process is made: a database that cannot serve is one line, not a process that dies
    over and over.
    """
    starting.refuse_database(_CONFIG)


def post_worker_init(worker: Any) -> None:
    """Says once which database is used, and on SQLite with which library and journal.

    What was made by now stays. Python would look through all of it for what nobody needs, with a
    page of somebody waiting 0.15 s for it.
    """
    gc.freeze()
    if worker.age == 1:
        with worker.wsgi.app_context():
            print(f"Database: {health.described()}", flush=True)
