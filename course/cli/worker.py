"""`flask worker`: do what waits, until it is told to stop."""

from __future__ import annotations

import os
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from course import logs
from course.work.loop import Worker


@click.command(
    "worker", help="Send mail and do what is queued, until it is told to stop. Start several."
)
@click.option("--once", is_flag=True, help="Do what is due now, and end: for who plans it by cron.")
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="Go on when the last worker was seen long ago, or later than now.",
)
@click.option("--with-parent", is_flag=True, help="End when the process that started it does.")
@with_appcontext
def group(once: bool, clock_is_right: bool, with_parent: bool) -> None:
    """Do what waits."""
    application: Any = current_app
    worker = Worker(
        application._get_current_object(),
        trusts=clock_is_right,
        parent=os.getppid() if with_parent else None,
    )
    worker.heed_signals()
    logs.note("worker begins")
    if once:
        click.echo(f"{worker.run_once()} gedaan")
        if worker.failures:
            raise click.ClickException("niet alles lukte; de reden staat in het logboek")
        return
    worker.run()
    logs.note("worker ends")
