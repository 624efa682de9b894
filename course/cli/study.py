"""`flask study`: what is left of study days."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from course import clock
from course.store import transaction
from course.store.study_days import leading

group = AppGroup("study", help="Study days.")


@group.command("close")
def close() -> None:
    """Close study days of earlier days that nobody closed, and throw away the key of their votes.

    Run it nightly.
    """
    closed = leading.close_past(clock.now(), clock.today())
    transaction.commit()
    click.echo(f"{closed} studiedagen gesloten")
