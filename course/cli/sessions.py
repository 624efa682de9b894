"""`flask sessions`: forget what is over of signing in.

Timetables of operators call it by this name, as they do `flask study`.
"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from course import clock
from course.store import transaction
from course.store.people import waiting_lists
from course.store.signing_in import accounts, browsers, throttles

group = AppGroup(
    "sessions", help="Signed-in browsers, links to sign in with, and waits after guessing."
)


@group.command("tidy")
def tidy() -> None:
    """Forget sessions, links and waits that are over, or that a clock wrote while it ran ahead.

    Run it each night.
    """
    now = clock.now()
    ended, links, waits = browsers.tidy(now), accounts.tidy(now), throttles.tidy(now)
    waiting_lists.tidy(now)
    transaction.commit()
    click.echo(f"{ended} sessions, {links} links and {waits} waits were over.")
