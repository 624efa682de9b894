"""A page of ours as PDF, for somebody who waits for it."""

from __future__ import annotations

from werkzeug.exceptions import ServiceUnavailable

from course import logs
from course.papers import printing
from course.store import transaction


def printed(html: str, identifier: str) -> bytes | None:
    """The PDF; None where this machine makes none. It takes seconds, so what was asked of the
    database ends first.

    Errors: 503 when too many wait for one already.
    """
    transaction.rollback()
    try:
        return printing.pdf(html, identifier)
    except printing.BusyError as error:
        raise ServiceUnavailable from error
    except printing.NoPressError as error:
        logs.warn("no pdf", why=str(error)[:200])
        return None
