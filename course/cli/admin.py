"""`flask admin`: the first administrator, who makes all others on screen."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock, logs
from course.config import Config
from course.domain.people.roles import Role
from course.store import transaction
from course.store.dated import DeedMoment
from course.store.people import accounts, granting
from course.store.people.accounts import NewAccount
from course.store.people.granting import NewGrant
from course.store.signing_in import accounts as signing_in
from course.text.names import is_email, sort_name, tidy

group = AppGroup("admin", help="Begin: the first administrator of this installation.")


@group.command("create")
@click.argument("mail")
@click.option("--name", default="", help="The name that others see. Without it: the address.")
def create(mail: str, name: str) -> None:
    """Make the first administrator, and print the link with which they sign in.

    It works once: who is an administrator makes others on screen, under Beheer.
    """
    address, moment = tidy(mail), DeedMoment(clock.now())
    if not is_email(address):
        raise click.ClickException(f"{address!r} is geen e-mailadres.")
    transaction.begin(may_write=True)
    if granting.somebody_everywhere(Role.ADMINISTRATOR, moment.today):
        transaction.rollback()
        raise click.ClickException(
            "Er is al een beheerder van deze installatie. Die geeft anderen rechten onder Beheer. "
            "Een nieuwe link om in te loggen vraagt u op de inlogpagina."
        )
    person_id = _account(address, tidy(name) or address, moment)
    granting.grant(NewGrant(person_id, Role.ADMINISTRATOR), moment)
    link = _link(person_id, moment.now)
    transaction.commit()
    logs.note("administrator created")
    click.echo(f"De eerste beheerder is gemaakt. Log binnen 7 dagen in met deze link:\n{link}")


def _account(address: str, name: str, moment: DeedMoment) -> int:
    """The account with this address; a new one when there is none."""
    known = signing_in.find_account(address)
    if known is not None:
        return known.id
    made = accounts.open_accounts([NewAccount(name, sort_name(name), address)], moment)
    return next(iter(made.values()))


def _link(person_id: int, now: datetime) -> str:
    config: Config = current_app.config["DEELWIJS"]
    return f"{config.base_url}/inloggen/link/{signing_in.invite(person_id, now)}"
