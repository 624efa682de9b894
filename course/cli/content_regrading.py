"""`flask content regrade`: stored answers are marked again after a wrong key was mended."""

from __future__ import annotations

from collections.abc import Sequence

import click

from course import clock
from course.cli.content import group
from course.domain.learning.regrading import MarkedElsewhere, Way
from course.store import transaction
from course.store.courses import authors
from course.store.dated import DeedMoment
from course.store.learning import regrading
from course.store.learning.regrading import Place, SecondMarks
from course.web.page.formats import counted

PARTS = 3  # module, lesson and question


@group.command("regrade")
@click.argument("course")
@click.argument("questions", nargs=-1, required=True, metavar="MODULE/LESSON/QUESTION...")
@click.option("--apply", "apply_", is_flag=True, help="Write it; without this it is only said.")
@click.option(
    "--down",
    is_flag=True,
    help="Also lower marks. Takes --by and --reason: that is never done by itself.",
)
@click.option("--by", "email", help="The address of who decides to lower marks.")
@click.option("--reason", default="", help="Why marks are lowered.")
def regrade(
    course: str,
    questions: tuple[str, ...],
    apply_: bool,
    down: bool,
    email: str | None,
    reason: str,
) -> None:
    """Mark the stored answers to these questions again, by the current text.

    Publish the mended text first. Marks that rise do so by themselves; lessons and tests that are
    done with it, are done today. Marks that fall stay, unless somebody decides otherwise. What is
    done stays done, and reports of earlier days stay as they are.
    """
    found: list[SecondMarks] = []
    for question in questions:
        found.append(_proposed(course, question))
    for marks in found:
        _say(marks)
    ways, by, why = [Way.UP], None, ""
    if down:
        ways, by, why = [Way.UP, Way.DOWN], _decides(email, reason), reason.strip()
    if not apply_:
        click.echo("Er is niets veranderd: dit was een proef. Met --apply wordt het bewaard.")
        return
    moment = DeedMoment(clock.now(), by=by)
    written = 0
    for marks in found:
        written += regrading.regrade(marks, ways, why, moment)
    transaction.commit()
    click.echo(f"{counted(written, 'antwoord', 'antwoorden')} opnieuw beoordeeld.")


def _proposed(course: str, question: str) -> SecondMarks:
    parts = tuple(question.split("/"))
    found = None
    if len(parts) == PARTS:
        place: Place = (parts[0], parts[1], parts[2])
        found = regrading.propose(course, place)
    if found is None:
        raise click.ClickException(
            f"De huidige uitgave van ‘{course}’ heeft geen vraag ‘{question}’. Schrijf haar als "
            "module/les/vraag, zoals flask content publish doet."
        )
    return found


def _say(marks: SecondMarks) -> None:
    up, down = marks.going(Way.UP), marks.going(Way.DOWN)
    total = len(marks.rows) + len(marks.refreshed)
    click.echo(f"{'/'.join(marks.place)}: {counted(total, 'antwoord', 'antwoorden')}")
    click.echo(f"  omhoog: {len(up)}, van {_people(up)}")
    click.echo(f"  omlaag: {len(down)}, van {_people(down)}; alleen met --down")
    if marks.measured:
        wrong, right = len(marks.falling_out(Way.UP)), len(marks.falling_out(Way.DOWN))
        click.echo(
            "  in de meting vooraf en achteraf, waar alleen punten zijn bewaard: "
            f"{wrong} zonder volle punten tellen niet meer mee; {right} met volle punten alleen "
            "met --down niet meer"
        )
    if marks.strange:
        click.echo(
            f"  bij een andere vorm van de vraag: {marks.strange}; die blijven zoals ze zijn"
        )


def _people(rows: Sequence[regrading.SecondMark | MarkedElsewhere]) -> str:
    return counted(len({row.person_id for row in rows}), "medewerker", "medewerkers")


def _decides(email: str | None, reason: str) -> int:
    """Who lowers marks: somebody who may publish, with a reason."""
    if not email or not reason.strip():
        raise click.ClickException("Geef met --by wie dit besluit, en met --reason waarom.")
    author = authors.author_by_email(email, clock.today())
    if author is None:
        raise click.ClickException(
            "Dit adres is niet van iemand die uitgaven publiceert: een trainer van alle scholen."
        )
    return author
