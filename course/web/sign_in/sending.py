"""Handing mail over right after a request, beside it: who asked does not wait, and cannot time
it.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, current_app

from course import logs
from course.config import Config
from course.letters import smtp
from course.web.http.settings import settings

AT_MOST = 10  # the rest is for `flask mail send`
# handing over begins when the answer is long gone: only a known address has something to hand over
PAUSE_S = 0.5
_beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def send_soon() -> None:
    """Send what is in the outbox, when there is a mail server.

    What goes wrong is logged, and the mail stays queued.
    """
    config = settings()
    if config.smtp_url:
        _beside.submit(_send, current_app._get_current_object())  # type: ignore[attr-defined]


def _send(app: Flask) -> None:
    config: Config = app.config["DEELWIJS"]
    time.sleep(PAUSE_S)
    try:
        with app.app_context():
            delivered = smtp.send_pending(config, AT_MOST)
    except Exception as error:  # nobody is there to hear it
        logs.fail("mail was not handed over", error)
    else:
        if delivered.failed:
            logs.fail("mail stays in the outbox", messages=delivered.failed)
