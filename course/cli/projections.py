"""`flask projections`: derive progress from what happened once more."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask.cli import AppGroup

from course import clock
from course.store import transaction
from course.store.duties import summaries
from course.store.learning import recounting
from course.web.page.formats import counted

ENROLMENTS = ("inschrijving", "inschrijvingen")
SCHOOLS = ("schoolcijfer", "schoolcijfers")
group = AppGroup("projections", help="Derive progress again from the answers, or check it.")

AT_ONCE = 100  # enrolments in one transaction: few enough that nobody waits long


@group.command("rebuild")
def rebuild() -> None:
    """Derive the progress of everybody anew. Safe while people work, and safe to stop halfway."""
    ids = recounting.enrolment_ids()
    transaction.rollback()
    for batch in _batches(ids):
        recounting.rebuild(batch, clock.now())
        transaction.commit()
    click.echo(f"{counted(len(ids), *ENROLMENTS)} opnieuw berekend")


@group.command("verify")
@click.option("--sample", type=click.IntRange(1), help="Only so many of each, taken at random.")
def verify(sample: int | None) -> None:
    """Compare the stored progress with what follows from the answers, and the figures of schools
    with what follows for their day.

    Changes nothing; exits with 1 on a difference.
    """
    ids = recounting.enrolment_ids(sample)
    transaction.rollback()
    differences = 0
    for batch in _batches(ids):
        for found in recounting.verify(batch, clock.today()):
            differences += 1
            click.echo(f"inschrijving {found.enrolment_id}")
            for row in found.kept:
                click.echo(f"  bewaard, maar volgt niet:  {row}")
            for row in found.derived:
                click.echo(f"  volgt, maar niet bewaard:  {row}")
        _tell_standing(batch)
        transaction.rollback()
    click.echo(
        f"{counted(len(ids), *ENROLMENTS)} nagekeken: "
        f"{counted(differences, 'verschil', 'verschillen')}"
    )
    differences += _verify_summaries(sample)
    if differences:
        raise SystemExit(1)


def _verify_summaries(sample: int | None) -> int:
    """Count the figures of schools once more. How many differ comes back."""
    looked_at, found = summaries.differing(sample)
    for one in found:
        click.echo(f"school {one.school}, {one.course}, {one.day}")
        click.echo(f"  bewaard: {dict(one.kept)}")
        click.echo(f"  volgt:   {dict(one.derived)}")
    click.echo(
        f"{counted(looked_at, *SCHOOLS)} nagekeken: "
        f"{counted(len(found), 'verschil', 'verschillen')}"
    )
    transaction.rollback()
    return len(found)


def _tell_standing(batch: list[int]) -> None:
    """Name what stays although it no longer follows. It is no difference: done stays done."""
    for found in recounting.stays_done(batch, clock.today()):
        lessons = ", ".join("/".join(lesson) for lesson in found.lessons)
        click.echo(f"inschrijving {found.enrolment_id}")
        click.echo(f"  blijft klaar, volgt niet meer uit de antwoorden: {lessons}")
        click.echo("  (ander werk, een andere school of een andere uitgave sinds het klaar was)")


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
