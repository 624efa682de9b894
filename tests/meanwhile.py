"""Two deeds at the same moment, by two processes: the second waits for the first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from course.store import transaction


@contextmanager
def meanwhile(app: Flask, deed: Callable[[], Any]) -> Iterator[None]:
    """Another process begins a deed before what is done within this is over, and waits for it."""

    def run() -> None:
        with app.app_context():
            transaction.begin(may_write=True)
            deed()
            transaction.commit()

    other = threading.Thread(target=run)
    yield
    other.start()
    time.sleep(0.4)
    assert other.is_alive()
    transaction.commit()
    other.join(timeout=60)
