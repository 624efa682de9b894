"""What is asked, by whom, and the settings that all of it is asked of: those of production."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import count, cycle, product, starmap
from pathlib import Path
from urllib.parse import urlencode

from bench.load import HOST, Ask
from bench.people import Cast, Task

SITE = f"https://{HOST}"


def production(folder: Path, url: str = "") -> dict[str, str]:
    """The settings of an installation in this folder, on SQLite when no database is named."""
    return {
        "DEELWIJS_MODE": "production",
        "DEELWIJS_SECRET_KEY": secrets.token_urlsafe(48),
        "DEELWIJS_DATABASE_URL": url or f"sqlite:///{folder / 'bench.sqlite3'}",
        "DEELWIJS_DATA_DIR": str(folder),
        "DEELWIJS_BASE_URL": SITE,
        "DEELWIJS_TRUSTED_HOSTS": HOST,
    }


def signed_in(token: str) -> dict[str, str]:
    """The headers of somebody with this token."""
    return {"Cookie": f"__Host-sessie={token}"}


def sending(**more: str) -> dict[str, str]:
    """The headers of a form that one of our own pages sends."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    return {**form, **more}


def lessons(cast: Cast) -> Iterator[Ask]:
    """The same page, each time by somebody else. May be asked by several threads."""
    path = f"/leren/{cast.course}/{cast.lesson}"
    return cycle([Ask(path, signed_in(token)) for token in cast.learners])


def answers(cast: Cast) -> Iterator[Ask]:
    """Each person answers one question after another; each answer has a token of its own, so each
    is saved. May be asked by several threads.
    """
    everybody = range(len(cast.learners))
    return starmap(_answer, cycle(product([cast], cast.tasks, everybody)))


def _answer(cast: Cast, task: Task, learner: int) -> Ask:
    fields = {**task.fields, "vraag": task.item, "inzending": cast.stamp(learner, task)}
    headers = sending(**signed_in(cast.learners[learner]))
    return Ask(f"/leren/{cast.course}/{task.lesson}", headers, urlencode(fields, doseq=True), 303)


def slow(cast: Cast) -> Iterator[Ask]:
    """A long file and a wrong password, in turns.

    Whether the door is still open for the password is not the question.
    """
    path = f"/rapport/scholen/{cast.school}.csv?cursus={cast.course}"
    for number in count():
        yield Ask(path, signed_in(cast.manager))
        fields = {"email": f"niemand{number}@school.example", "password": secrets.token_urlsafe(12)}
        yield Ask("/inloggen", sending(), urlencode(fields), status=0)
