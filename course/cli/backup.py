"""`flask backup`: a copy of the database that can be put back, made while people work."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import with_appcontext

from course import clock, logs
from course.config import Config
from course.domain.upkeep import Keep
from course.store.upkeep.backups import taking
from course.store.upkeep.backups.files import BackupError

PERIOD = click.IntRange(0)


@click.command("backup")
@click.option(
    "--wait",
    default=600,
    show_default=True,
    type=click.IntRange(0),
    help="Seconds for one that is busy.",
)
@click.option(
    "--all",
    "all_hours",
    default=6,
    show_default=True,
    type=PERIOD,
    help="Keep every one for so many hours.",
)
@click.option(
    "--hourly", default=2, show_default=True, type=PERIOD, help="Keep one an hour for so many days."
)
@click.option(
    "--daily", default=35, show_default=True, type=PERIOD, help="Keep one a day for so many days."
)
@with_appcontext
def group(wait: int, all_hours: int, hourly: int, daily: int) -> None:
    """Copy the database to the folder with backups, check the copy, and thin out the old ones.

    Run it every fifteen minutes. Exits with 1 when there is no new backup.
    """
    config: Config = current_app.config["DEELWIJS"]
    started = time.monotonic()
    try:
        taken = taking.take(config, clock.now(), wait)
        removed = taking.thin(config, clock.now(), Keep(all_hours, hourly, daily))
    except BackupError as error:
        logs.fail("backup failed", error)
        raise click.ClickException(str(error)) from None
    took = time.monotonic() - started
    logs.note(
        "backup made",
        file=taken.path.name,
        rows=taken.rows,
        bytes=taken.bytes,
        removed=len(removed),
    )
    size = f"{taken.bytes / 1_000_000:.1f} MB".replace(".", ",")
    click.echo(
        f"{taken.path}: {taken.tables} tabellen, {taken.rows} rijen, {size}, nagekeken in "
        f"{took:.0f} s"
    )
    if removed:
        click.echo(f"{len(removed)} oude weggehaald")
