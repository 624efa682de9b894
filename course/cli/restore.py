"""`flask restore`: put a backup back."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from course import clock, logs
from course.config import Config
from course.store import transaction
from course.store.upkeep import condition
from course.store.upkeep.backups import restoring
from course.store.upkeep.backups.files import BackupError
from course.store.upkeep.condition import SENTENCES, Condition


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "place",
    default="",
    help="A file, a folder or postgresql://…; else the database of the settings.",
)
@click.option("--overwrite", is_flag=True, help="Replace what is there. It is backed up first.")
@click.option(
    "--wait",
    default=60,
    show_default=True,
    type=click.IntRange(0),
    help="Seconds for a backup that is busy.",
)
@with_appcontext
def group(file: Path, place: str, overwrite: bool, wait: int) -> None:
    """Check a backup, put it back, and check the result.

    Stop the application first when it uses that database.
    """
    config: Config = current_app.config["DEELWIJS"]
    transaction.rollback()
    try:
        done = restoring.restore(
            config, file, place, clock.now(), overwrite=overwrite, patience=wait
        )
    except BackupError as error:
        logs.fail("restore failed", error)
        raise click.ClickException(str(error)) from None
    logs.note("restored", file=file.name, rows=done.rows)
    click.echo(f"Teruggezet en nagekeken: {done.tables} tabellen, {done.rows} rijen.")
    if not done.counted:
        click.echo(
            "De aantallen van het moment van de back-up zijn niet bekend: het bestand .json "
            "ernaast ontbreekt."
        )
    if done.before:
        click.echo(f"Wat er stond, ligt in {done.before}.")
    if not place and (found := condition.current(config.migrations_dir)) is not Condition.READY:
        click.echo(f"Let op: {SENTENCES[found]}.")
