"""`flask content publish` and `flask content releases`: which text of a course is current."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import click

from course import clock
from course.cli.content import content_folder, group
from course.config import modules_folder
from course.content.check import check_folder
from course.content.types import Catalog
from course.domain.courses.publishing import (
    PublishChoice,
    TextChange,
    Unsettled,
    careful,
    unsettled,
)
from course.store import transaction
from course.store.courses import publishing, releases
from course.store.courses.publishing import TextProposal
from course.store.dated import DeedMoment
from course.web.author import wording
from course.web.page.formats import counted, long_date

EVERYTHING = "alles"
OURS = modules_folder({})
_CAREFUL = {
    TextChange.MEANING: "deze lessen horen bij deze versie. Wie bezig is, maakt de oude tekst af; "
    "wie nog niet begon, krijgt de nieuwe. Liever anders? Kies zelf met --change.",
    TextChange.DUTY: "deze versie vraagt een nieuwe ronde van wie klaar is, binnen twaalf weken. "
    "Liever een andere dag? Kies zelf met --change duty --renew-by.",
}
# what to add to the command, beside what the pages say
_FLAGS = {
    Unsettled.NOT_CHOSEN: "--change wording, --change meaning of --change duty",
    Unsettled.NO_DAY: "--renew-by 2027-03-01",
    Unsettled.NONE_NAMED: f"--meant module/les/vraag, of --meant {EVERYTHING}",
    Unsettled.ANSWERED: "--allow-key-change",
}

CHANGE = click.option(
    "--change",
    type=click.Choice([TextChange.WORDING.value, TextChange.MEANING.value, TextChange.DUTY.value]),
    help="wording: everybody goes along. meaning: who is busy finishes the old text. duty: who is "
    "done must do it again; raise the edition in courses.toml first.",
)
MEANT = click.option(
    "--meant",
    multiple=True,
    metavar="PLACE",
    help="A place whose meaning changed, as this command names it, such as module/lesson/question; "
    f"or {EVERYTHING}. May be given more than once.",
)
RENEW_BY = click.option(
    "--renew-by",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --change duty: the last day on which earlier completions are valid.",
)
KEYS = click.option(
    "--allow-key-change",
    is_flag=True,
    help="Publish although questions that people answered were removed, or have another right "
    "answer. Their answers keep their points.",
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would change.")


@group.command("publish")
@click.option("--course", "only", help="Only this course of the folder.")
@CHANGE
@MEANT
@RENEW_BY
@KEYS
@DRY_RUN
def publish(
    only: str | None,
    change: str | None,
    meant: tuple[str, ...],
    renew_by: datetime | None,
    allow_key_change: bool,
    dry_run: bool,
) -> None:
    """Make the lessons of this installation the current text.

    Says what changed and how many people that is about. Refused while the folder has an error, and
    until somebody chose what the change means. The lessons that come with this version need no
    choice: who is busy finishes the old text, and what was answered stays.
    """
    catalog = _checked()
    courses = [course for course in catalog.courses if only in (None, course.slug)]
    if not courses:
        raise click.ClickException(f"Er is geen cursus ‘{only}’ in deze map.")
    proposals = [publishing.propose(course) for course in courses]
    _say(proposals)
    choice = (change, meant, renew_by, allow_key_change)
    is_ours = _comes_along() and not any(choice[:3])
    decisions: list[PublishChoice] = []
    for proposal in proposals:
        if is_ours:
            decisions.append(_careful(proposal))
        else:
            decisions.append(_decision(proposal, *choice))
    _refuse(zip(proposals, decisions, strict=True))
    if dry_run:
        click.echo("Er is niets gepubliceerd: dit was een proef.")
        return
    moment = DeedMoment(clock.now())
    for course, proposal, decision in zip(courses, proposals, decisions, strict=True):
        issued = publishing.publish(course, decision, moment)
        _tell(proposal, issued)
    transaction.commit()


@group.command("republish")
@click.argument("course")
@click.argument("release")
@CHANGE
@MEANT
@KEYS
@DRY_RUN
def republish(
    course: str,
    release: str,
    change: str | None,
    meant: tuple[str, ...],
    allow_key_change: bool,
    dry_run: bool,
) -> None:
    """Make an earlier release of a course current again; the first characters of it will do."""
    known = [one.hash for one in publishing.past(course, limit=1000)]
    found = [one for one in known if one.startswith(release)]
    proposal = publishing.propose_again(course, found[0]) if len(found) == 1 else None
    if proposal is None:
        raise click.ClickException("Deze uitgave is er niet. Zie: flask content releases")
    _say([proposal])
    decision = _decision(proposal, change, meant, None, allow_key_change)
    _refuse([(proposal, decision)])
    if dry_run:
        click.echo("Er is niets gepubliceerd: dit was een proef.")
        return
    moment = DeedMoment(clock.now())
    _tell(proposal, publishing.publish_again(course, proposal.release, decision, moment))
    transaction.commit()


@group.command("releases")
def list_releases() -> None:
    """Every release of every course, what was published last first."""
    for one in releases.published():
        for row in publishing.past(one.slug, limit=1000):
            mark = "  "
            if row.hash == one.release:
                mark = "nu"
            click.echo(
                f"{mark} {one.slug} {row.hash[:12]} editie {row.edition} "
                f"{row.change} {long_date(row.published_at)}"
            )


def _checked() -> Catalog:
    catalog = check_folder(content_folder())
    if not catalog.publishable:
        for problem in catalog.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Er is niets gepubliceerd. Los eerst deze punten op.")
    return catalog


def _say(proposals: Iterable[TextProposal]) -> None:
    for proposal in proposals:
        click.echo("\n".join(wording.lines(proposal)))


def _comes_along() -> bool:
    """Whether these are the lessons that come with the application, and none of one's own."""
    return content_folder().resolve() == OURS.resolve()


def _careful(proposal: TextProposal) -> PublishChoice:
    """The choice for our own lessons, said aloud."""
    chosen = careful(proposal.text, [one.name for one in proposal.differences], clock.today())
    if chosen.change is not None and not proposal.is_current:
        click.echo(f"{proposal.course}: {_CAREFUL[chosen.change]}")
    return chosen


def _decision(
    proposal: TextProposal,
    change: str | None,
    meant: tuple[str, ...],
    renew_by: datetime | None,
    allow_key_change: bool,
) -> PublishChoice:
    names = {one.name for one in proposal.differences}
    if EVERYTHING not in meant:
        names.intersection_update(meant)
    day, kind = None, None
    if renew_by:
        day = renew_by.date()
    if change:
        kind = TextChange(change)
    return PublishChoice(kind, names, day, allow_key_change)


def _refuse(choices: Iterable[tuple[TextProposal, PublishChoice]]) -> None:
    """Stop when anything is not settled, with all of it named."""
    left: list[str] = []
    for proposal, decision in choices:
        if proposal.is_current:
            continue
        for one in unsettled(proposal.text, decision, clock.today()):
            why = f"{proposal.course}: {wording.UNSETTLED[one]}"
            if one in _FLAGS:
                why += f" ({_FLAGS[one]})"
            left.append(why)
    if left:
        raise click.ClickException("\n".join(["Er is niets gepubliceerd.", *left]))


def _tell(proposal: TextProposal, issued: publishing.Issued) -> None:
    if proposal.is_current:
        click.echo(f"{proposal.course}: uitgave {issued.release[:12]} was er al")
        return
    click.echo(f"{proposal.course}: uitgave {issued.release[:12]} gepubliceerd")
    if proposal.current is not None:
        click.echo(f"  {counted(issued.moved, 'medewerker gaat', 'medewerkers gaan')} mee")
