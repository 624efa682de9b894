"""The log: one JSON object per line, with references only. What a person typed, an address or a
token never gets in.

`note`, `warn` and `fail` write lines of ours. Lines of libraries keep their words and their numbers
and lose every other value, for nobody knows what those hold. Of an exception stand its type, its
place and the name of its statement: its message may quote anything.
"""

from __future__ import annotations

import json
import logging
import logging.config
import re
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

OURS = "deelwijs"
FRAMES = 12  # of a traceback, the innermost ones
_log = logging.getLogger(OURS)

# What is known of the request that is being answered: its id, route and who asks.
# `web/http/numbering.py` fills it.
request_facts: ContextVar[Callable[[], Mapping[str, object]]] = ContextVar(
    "request_facts", default=dict
)

_HIDDEN = re.compile(
    r"\S+@\S+"  # an address, or a password in an address
    r"|(?<=/inloggen/link/)[^\s/?]+"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|[\w-]{24,}"  # a token
    r"|(?<=\?)\S+"  # a query
)
_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|TABLE)\s+\"?(\w+)", re.IGNORECASE)
_INSTALLED = re.compile(r".*/(?:site-packages|lib/python3\.\d+)/|.*/(?=(?:course|tests|bench)/)")

SETTINGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "course.logs.JsonLines"}, "plain": {"format": "%(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
        "terminal": {"class": "logging.StreamHandler", "formatter": "plain"},
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        OURS: {"level": "INFO", "handlers": [], "propagate": True},
        "werkzeug": {
            "level": "WARNING",
            "handlers": [],
            "propagate": True,
        },  # its lines hold whole addresses
        "gunicorn.error": {"level": "WARNING", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": True},  # the same
        "flask_migrate": {
            "level": "WARNING",
            "handlers": ["terminal"],
            "propagate": False,
        },  # speaks to who types
    },
}


def to_stderr() -> None:
    """From here on this process logs to standard error.

    Not called where tests make an application.
    """
    logging.config.dictConfig(SETTINGS)


def note(event: str, **references: object) -> None:
    """What happened.

    References are codes, counts and ids of ours; nothing that names or describes a person.
    """
    _log.info(event, extra={"references": references})


def warn(event: str, **references: object) -> None:
    """What was refused, or works but should not stay so."""
    _log.warning(event, extra={"references": references})


def fail(event: str, error: BaseException | None = None, **references: object) -> None:
    """What went wrong, with where it did."""
    trace = (type(error), error, error.__traceback__) if error else None
    _log.error(event, exc_info=trace, extra={"references": references})


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, event, what is known of the request, references, and an error when
        there is one.
        """
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _words(record),
        }
        if record.name != OURS:
            line["logger"] = record.name
        line |= request_facts.get()()
        line |= getattr(record, "references", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = described(record.exc_info[1], record.exc_info[2])
        # in ASCII: no sign can end a line
        return json.dumps(line, default=lambda value: type(value).__name__)


def described(error: BaseException, trace: TracebackType | None = None) -> dict[str, object]:
    """An exception without its message: type, place, and for the database the name of the statement
    and its code.
    """
    found: dict[str, object] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    statement, driver = getattr(error, "statement", None), getattr(error, "orig", None)
    if isinstance(statement, str):
        found["statement"] = statement_name(statement)
    code = getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None)
    if code:
        found["code"] = str(code)
    frames = traceback.extract_tb(trace or error.__traceback__)[-FRAMES:]
    found["place"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not driver:
        found["cause"] = described(cause)
    return found


def statement_name(statement: str) -> str:
    """`INSERT attempt`, `SELECT person`: the verb of a statement and its first table."""
    verb = re.match(r"\s*(\w+)", statement)
    table = _TABLE.search(statement)
    return f"{verb[1].upper() if verb else '?'} {table[1] if table else ''}".strip()


def _words(record: logging.LogRecord) -> str:
    if record.name == OURS or not record.args:
        return _HIDDEN.sub("…", record.getMessage())
    template = str(record.msg)
    values = record.args if isinstance(record.args, tuple) else ()
    told = []
    for value in values:
        is_number = isinstance(value, int | float)
        told.append(value if is_number else "…")
    try:
        shown = template % tuple(told)
    except (TypeError, ValueError):
        shown = template
    return _HIDDEN.sub("…", shown)


def _short(path: str) -> str:
    return _INSTALLED.sub("", path.replace("\\", "/"))
