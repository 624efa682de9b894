"""`flask demo`: a database with people in it who do not exist, ready to sign in."""

from __future__ import annotations

import secrets
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.cli.db import upgrade
from course.config import Config, Mode
from course.content.catalog import read_catalog
from course.content.types import Catalog
from course.demo import loading
from course.domain.courses.publishing import PublishChoice, TextChange
from course.domain.signing_in.passwords import LONGEST
from course.papers.badges import keys
from course.store import demo, transaction
from course.store.courses import publishing, releases
from course.store.dated import DeedMoment
from course.store.signing_in import passwords
from course.store.upkeep import health

group = AppGroup("demo", help="Demo people: to look around, never beside real people.")

ACCOUNTS = {
    "noor": "medewerker",
    "mirjam": "leidinggevende",
    "tarik": "trainer",
    "beheer": "beheerder",
}
FIRST_PUBLISHED = timedelta(days=63)  # before the demo people began


@group.command("prepare")
def prepare() -> None:
    """Migrate, publish the lessons, put demo people in when there are none, and give them their
    password.
    """
    config: Config = current_app.config["DEELWIJS"]
    if config.mode is Mode.PRODUCTION:
        raise click.ClickException("Demo-accounts mogen niet bestaan in productie (DEELWIJS_MODE).")
    password = config.demo_password or secrets.token_urlsafe(12)
    if len(password) > LONGEST:
        raise click.ClickException(f"DEELWIJS_DEMO_PASSWORD is langer dan {LONGEST} tekens.")
    hashed = passwords.hash_of(password)
    upgrade()
    catalog = read_catalog(config.modules_dir)
    _publish(catalog)
    if not demo.has_people():
        _load(catalog, config.demo_schools)
    people = demo.set_password(hashed, clock.now())
    transaction.commit()
    if not keys.read_keys(config.data_dir):
        keys.add_key(config.data_dir)
    click.echo(f"Database: {health.described()}")
    click.echo(f"{people} demo-accounts staan klaar, met één wachtwoord: {password}")
    for name, role in ACCOUNTS.items():
        click.echo(f"  {name + '@demo.example':<21}{role}")


def _publish(catalog: Catalog) -> None:
    """Publish what changed.

    With an error in the lessons the earlier release stays, as for real schools.
    """
    first = not releases.published()
    if not catalog.publishable:
        for problem in catalog.problems:
            click.echo(str(problem), err=True)
        if first:
            raise click.ClickException("Er is niets gepubliceerd. Los eerst deze punten op.")
        click.echo("De lessen bevatten fouten. De vorige uitgave blijft staan.", err=True)
        return
    now = clock.now() - (FIRST_PUBLISHED if first else timedelta())
    for course in catalog.courses:
        current = releases.current(course.slug)
        # who looks around meets what was changed, also who was busy
        issued = publishing.publish(course, PublishChoice(TextChange.WORDING), DeedMoment(now))
        if issued.release != current:
            click.echo(f"{course.slug}: uitgave {issued.release[:12]} gepubliceerd")
    transaction.commit()


def _load(catalog: Catalog, schools: int) -> None:
    published = {one.slug for one in releases.published()}
    course = next((course.slug for course in catalog.courses if course.slug in published), None)
    if course is None:
        raise click.ClickException("Er is geen cursus om demo-gegevens bij te maken.")
    loading.load(course, catalog.variables, catalog.clauses, clock.today(), schools)
