"""`flask proxy`: what a proxy in front needs of the application."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from course.web.http import standing

group = AppGroup("proxy", help="What a proxy in front of the application needs.")


@group.command("pages")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def pages(folder: Path) -> None:
    """Write the pages that a proxy shows when it refuses a request, or when the application is
    away.
    """
    try:
        written = standing.write(current_app, folder)
    except OSError as error:
        raise click.ClickException(f"{folder} is niet te beschrijven: {error.strerror}") from None
    click.echo(f"{len(written)} bestanden geschreven in {folder}")
