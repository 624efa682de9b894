"""`flask mail`: send what is in the outbox, and show it."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.config import Config
from course.letters import smtp
from course.store import transaction
from course.store.messages import outbox

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
        state = (
            f"verstuurd {mail.sent_at:%Y-%m-%d %H:%M} UTC" if mail.sent_at else "nog niet verstuurd"
        )
        trouble = f" ({mail.attempts} keer geprobeerd: {mail.error})" if mail.error else ""
        click.echo(
            f"── {mail.created_at:%Y-%m-%d %H:%M} UTC · aan {mail.recipient} · {state}{trouble}"
        )
        click.echo(f"{mail.subject}\n\n{outbox.readable(mail, now)}")
    if not mails:
        click.echo("De postbak is leeg.")
