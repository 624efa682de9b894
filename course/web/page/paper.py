"""A page of ours as PDF, for somebody who waits for it."""

from __future__ import annotations

from flask import has_request_context
from werkzeug.exceptions import ServiceUnavailable

from course import logs
from course.papers import printing
from course.store import transaction


def printed(html: str, identifier: str) -> bytes | None:
    """The PDF; None where this machine makes none. It takes seconds, so what was asked of the
    database ends first. A worker, to whom no request came, has more time.

    Errors: 503 when too many wait for one already, or it took too long.
    """
    transaction.rollback()
    longest_s = printing.LONGEST_S if has_request_context() else printing.LONGEST_OF_WORKER_S
    try:
        return printing.pdf(html, identifier, longest_s)
    except printing.BusyError as error:
        raise ServiceUnavailable from error
    except printing.NoPressError as error:
        logs.warn("no pdf", why=str(error)[:200])
        return None
