"""Who computes while everybody else who writes waits. Every test of a request is watched; a test
need not ask for it.

A request that hashes, reads a list, composes a mail or draws a page between the begin and the end
of a transaction that writes is written down in `CAUGHT`, and the test that sent it fails. So is one
that makes a PDF in any transaction: that takes seconds.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any
from unittest import mock

from argon2 import PasswordHasher
from flask import has_request_context, request
from jinja2 import Template
from markdown import Markdown
from sqlalchemy import Connection, Engine, event

from course.domain.people.lists import tables
from course.models.engines import writing
from course.papers import printing
from course.store.people import roster_rows
from course.web.admin import carrying_out, list_desk

CAUGHT: list[str] = []
SLOW = (
    (PasswordHasher, "hash"),
    (PasswordHasher, "verify"),
    (Template, "render"),
    (Markdown, "convert"),
    (list_desk, "read_list"),
    (list_desk, "people_of"),
    (list_desk, "join"),
    (list_desk, "pack"),
    (carrying_out, "invitation"),
    (roster_rows, "plan"),
    (roster_rows, "make_ready"),
    (tables, "_records"),
)
SLOWEST = ((printing, "pdf"),)
_here = local()


@contextmanager
def watching() -> Iterator[None]:
    """Watch every engine of this process, and everything that is slow, until the end of the run."""
    event.listen(Engine, "begin", _begin)
    event.listen(Engine, "commit", _end)
    event.listen(Engine, "rollback", _end)
    patches = [mock.patch.object(*one, _watched(*one, "held")) for one in SLOW]
    patches += [mock.patch.object(*one, _watched(*one, "open")) for one in SLOWEST]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()
        event.remove(Engine, "begin", _begin)
        event.remove(Engine, "commit", _end)
        event.remove(Engine, "rollback", _end)


def _begin(_connection: Connection) -> None:
    _here.held, _here.open = writing.get(), True


def _end(_connection: Connection) -> None:
    _here.held = _here.open = False


def _watched(owner: Any, name: str, state: str) -> Callable[..., Any]:
    slow = getattr(owner, name)

    @functools.wraps(slow)
    def watched(*args: Any, **kwargs: Any) -> Any:
        if getattr(_here, state, False) and has_request_context():
            CAUGHT.append(
                f"{request.method} {request.path} runs {slow.__qualname__} in a transaction"
            )
        return slow(*args, **kwargs)

    return watched
