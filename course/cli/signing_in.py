"""Commands about signing in."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from course import clock
from course.store import session, sessions, throttles

group = AppGroup("sign-in", help="Sessions and waits.")


@group.command("tidy")
def tidy() -> None:
    """Forget sessions and waits that are over, or that a clock wrote while it ran ahead. Run it each night."""
    now = clock.now()
    ended, forgotten = sessions.tidy(now), throttles.tidy(now)
    session.commit()
    click.echo(f"{ended} sessions and {forgotten} waits were over.")
