"""`flask sessions`: forget signed-in browsers that are over.

Timetables of operators call it by this name, as they do `flask study`.
"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from course import clock
from course.store import transaction
from course.store.signing_in import browsers, throttles

group = AppGroup("sessions", help="Signed-in browsers, and waits after guessing.")


@group.command("tidy")
def tidy() -> None:
    """Forget sessions and waits that are over, or that a clock wrote while it ran ahead.

    Run it each night.
    """
    now = clock.now()
    ended, forgotten = browsers.tidy(now), throttles.tidy(now)
    transaction.commit()
    click.echo(f"{ended} sessions and {forgotten} waits were over.")
