"""`flask content`: check a folder of lessons, and publish it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.config import Config
from course.content.catalog import read_catalog
from course.content.types import Catalog, Severity
from course.store import releases, session

group = AppGroup("content", help="Check and publish lessons.")


@group.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per problem, for other programs.")
def check(folder: Path | None, as_json: bool) -> None:
    """Name every problem in a content folder, with file and line. Exits with 1 when there is an error."""
    catalog = read_catalog(folder or _folder())
    for problem in catalog.problems:
        click.echo(json.dumps(asdict(problem), ensure_ascii=False) if as_json else str(problem))
    if not as_json:
        click.echo(_summary(catalog))
    if not catalog.publishable:
        raise SystemExit(1)


@group.command("publish")
def publish() -> None:
    """Publish every course as a release. Refused while the folder has an error."""
    catalog = read_catalog(_folder())
    if not catalog.publishable:
        for problem in catalog.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Er is niets gepubliceerd. Los eerst deze punten op.")
    for course in catalog.courses:
        release, new = releases.publish(course, clock.now())
        click.echo(f"{course.slug}: uitgave {release[:12]} {'gepubliceerd' if new else 'was er al'}")
    session.commit()


def _folder() -> Path:
    config: Config = current_app.config["DEELWIJS"]
    return config.modules_dir


def _summary(catalog: Catalog) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in catalog.problems)
    warnings = len(catalog.problems) - errors
    lessons = sum(len(module.lessons) for course in catalog.courses for module in course.modules)
    return f"{len(catalog.courses)} cursus(sen), {lessons} lessen: {errors} fouten, {warnings} waarschuwingen"
