"""`flask mail`: send what is in the outbox, and show it."""

from __future__ import annotations

from typing import BinaryIO

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.config import Config
from course.letters import bounces, smtp
from course.store import transaction
from course.store.messages import outbox, reminders

group = AppGroup("mail", help="Send and show the outbox.")


@group.command("send")
@click.option(
    "--at-most",
    default=100,
    show_default=True,
    type=click.IntRange(1),
    help="How many in this round.",
)
def send(at_most: int) -> None:
    """Hand over what is due to the mail server.

    Run it every minute. Exits with 1 when something stayed behind.
    """
    config: Config = current_app.config["DEELWIJS"]
    if not config.smtp_url:
        outbox.tidy(clock.now())
        transaction.commit()
        raise click.ClickException(
            "Er is geen mailserver ingesteld (DEELWIJS_SMTP_URL). `flask mail list` toont de mail."
        )
    try:
        round_ = smtp.send_pending(config, at_most)
    except smtp.MailSettingsError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{round_.sent} verstuurd, {round_.failed} niet gelukt")
    if round_.failed:
        raise SystemExit(1)


@group.command("list")
@click.option(
    "--at-most",
    default=20,
    show_default=True,
    type=click.IntRange(1),
    help="How many, newest first.",
)
def show(at_most: int) -> None:
    """Show the last messages, with their text. A link that was sent or has expired is cut off."""
    now = clock.now()
    mails = outbox.latest(at_most)
    for mail in mails:
        state, trouble = "nog niet verstuurd", ""
        if mail.sent_at:
            state = f"verstuurd {mail.sent_at:%Y-%m-%d %H:%M} UTC"
        if mail.error:
            trouble = f" ({mail.attempts} keer geprobeerd: {mail.error})"
        if mail.error == outbox.UNKNOWN:
            trouble = " (onbekend of de mailserver hem nam; gaat niet nog eens uit)"
        click.echo(
            f"── {mail.created_at:%Y-%m-%d %H:%M} UTC · aan {mail.recipient} · {state}{trouble}"
        )
        click.echo(f"{mail.subject}\n\n{outbox.readable(mail, now)}")
    if not mails:
        click.echo("De postbak is leeg.")


@group.command("bounces")
@click.argument("file", type=click.File("rb"))
def read_bounces(file: BinaryIO) -> None:
    """Read delivery reports (RFC 3464): one message, or a mailbox of them; - is standard input.

    Who is not reached for good gets no reminders any more, and stands in the list of the school.
    Give each report once.
    """
    found = bounces.read(file)
    if not found.reports:
        raise click.ClickException(
            "In dit bestand staat geen bericht met een verslag van bezorging (RFC 3464). "
            "Er is niets genoteerd."
        )
    transaction.begin(may_write=True)
    known, unknown = reminders.came_back_by_report(found.codes, clock.now())
    transaction.commit()
    click.echo(
        f"{found.reports} verslagen gelezen, {found.others} andere berichten overgeslagen\n"
        f"{known} adressen niet bereikt, {unknown} adressen van niemand hier"
    )
