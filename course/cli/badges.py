"""`flask badges`: the key with which certificates are signed as badges."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from course.config import Config
from course.papers.badges import keys

group = AppGroup("badges", help="The key with which certificates are signed as badges.")


@group.command("key")
@click.option("--anew", is_flag=True, help="Take another one into use; the old one stays to check.")
def make_key(anew: bool) -> None:
    """Make the key, once. With --anew another one, such as when somebody may have read the file."""
    config: Config = current_app.config["DEELWIJS"]
    folder = config.data_dir
    if keys.read_keys(folder) and not anew:
        raise click.ClickException("Er is al een sleutel. Met --anew komt er een nieuwe.")
    try:
        made = keys.add_key(folder)
    except OSError as error:
        raise click.ClickException(f"{folder} is niet te beschrijven: {error.strerror}") from None
    click.echo(f"{made.name} tekent nu de badges.")
