"""`flask doctor`: what of this installation should not stay so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from course import clock, private_files
from course.config import Config, Mode
from course.store.upkeep import condition
from course.store.upkeep.backups import taking
from course.store.upkeep.condition import SENTENCES, Condition

STALE = timedelta(days=1)


@click.command("doctor")
@with_appcontext
def group() -> None:
    """Name what is wrong with this installation, one line each.

    Exits with 1 when there is something.
    """
    config: Config = current_app.config["DEELWIJS"]
    found = list(_complaints(config))
    for complaint in found:
        click.echo(complaint)
    if found:
        raise SystemExit(1)
    click.echo("Alles is in orde.")


def _complaints(config: Config) -> Iterator[str]:
    state = condition.current(config.migrations_dir)
    if state is not Condition.READY:
        yield f"Database: {SENTENCES[state]}."
    elif condition.reads_from_a_turning_disk():
        yield (
            "Database: PostgreSQL rekent op een draaiende schijf. Draait hij op een SSD? Geef dan: "
            "ALTER DATABASE … SET random_page_cost = 1.1"
        )
    for path in private_files.close_up(private_files.paths_of(config)):
        yield f"Rechten: anderen kunnen {path} openen. Geef: chmod go= {path}"
    if config.mails_in_the_open:
        yield (
            "Mail: smtp:// naar een andere computer kan onversleuteld zijn. Gebruik smtps:// in "
            "DEELWIJS_SMTP_URL."
        )
    last = taking.newest(config)
    if config.mode is Mode.PRODUCTION and (last is None or clock.now() - last.made_at > STALE):
        yield (
            "Back-up: er is geen back-up van het laatste etmaal. Zet `flask backup` in de planning."
        )
