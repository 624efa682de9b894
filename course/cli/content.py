"""`flask content`: check a folder of lessons, count and review it, and publish it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.config import Config
from course.content.catalog import read_catalog
from course.content.check import check_folder
from course.content.check.changes import Change, changed_keys
from course.content.counting import Counts, count_module, total
from course.content.reviewing import Review, Use, reviews
from course.content.types import Catalog, Course
from course.store import transaction
from course.store.courses import answered, releases
from course.text.problems import Severity

group = AppGroup("content", help="Check, count, review and publish lessons.")
FOLDER = click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=False,
    default=None,
)
JSON = click.option(
    "--json", "as_json", is_flag=True, help="One JSON object per line, for other programs."
)


@group.command("check")
@FOLDER
@JSON
def check(folder: Path | None, as_json: bool) -> None:
    """Name every problem in a content folder, with file and line.

    Exits with 1 when there is an error.
    """
    catalog = check_folder(folder or _folder())
    for problem in catalog.problems:
        click.echo(_json(asdict(problem)) if as_json else str(problem))
    if not as_json:
        click.echo(_summary(catalog))
    if not catalog.publishable:
        raise SystemExit(1)


@group.command("counts")
@FOLDER
@JSON
def counts(folder: Path | None, as_json: bool) -> None:
    """Say for each module, and for each course as a whole, how much it holds."""
    for course in read_catalog(folder or _folder()).courses:
        counted = {module.slug: count_module(module) for module in course.modules}
        for name, found in (*counted.items(), ("totaal", total(counted.values()))):
            if as_json:
                click.echo(_json({"course": course.slug, "module": name, **found.as_json()}))
            else:
                click.echo("\n".join(_counted(f"{course.slug} · {name}", found)) + "\n")


@group.command("review")
@FOLDER
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Look on this day instead of today.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a fact must be looked up again.")
@JSON
def review(folder: Path | None, day: datetime | None, strict: bool, as_json: bool) -> None:
    """List every fact that may change, the lessons that state it, and when it was last looked
    up.
    """
    today = day.date() if day else clock.today()
    found = [
        row
        for course in read_catalog(folder or _folder()).courses
        for row in reviews(course, today)
    ]
    for row in found:
        click.echo(_json(_review_json(row)) if as_json else "\n".join(_review_lines(row)))
    due = sum(bool(row.due) for row in found)
    if not as_json:
        click.echo(f"{len(found)} feiten die kunnen veranderen: {due} opnieuw na te kijken")
    if strict and due:
        raise SystemExit(1)


@group.command("publish")
@click.option(
    "--allow-key-change",
    is_flag=True,
    help="Publish although questions that people answered were removed, or have another right "
    "answer.",
)
def publish(allow_key_change: bool) -> None:
    """Publish every course as a release.

    Refused while the folder has an error, or would change what answers mean.
    """
    catalog = check_folder(_folder())
    if not catalog.publishable:
        for problem in catalog.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Er is niets gepubliceerd. Los eerst deze punten op.")
    changes = [change for course in catalog.courses for change in _changes(course)]
    for change in changes:
        click.echo(str(change), err=True)
    if changes and not allow_key_change:
        raise click.ClickException(
            "Er is niets gepubliceerd. Mensen hebben deze vragen al beantwoord, en hun antwoord "
            "zou iets anders gaan "
            "betekenen. Geef een gewijzigde vraag een nieuwe sleutel en laat de oude staan. Weet "
            "u zeker dat het zo "
            "moet? Gebruik dan --allow-key-change. Eerdere antwoorden houden hun punten."
        )
    for course in catalog.courses:
        release, new = releases.publish(course, clock.now())
        click.echo(
            f"{course.slug}: uitgave {release[:12]} {'gepubliceerd' if new else 'was er al'}"
        )
    transaction.commit()


def _folder() -> Path:
    config: Config = current_app.config["DEELWIJS"]
    return config.modules_dir


def _json(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _summary(catalog: Catalog) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in catalog.problems)
    warnings = len(catalog.problems) - errors
    lessons = sum(len(module.lessons) for course in catalog.courses for module in course.modules)
    return (
        f"{len(catalog.courses)} cursus(sen), {lessons} lessen: {errors} fouten, {warnings} "
        "waarschuwingen"
    )


def _counted(title: str, found: Counts) -> Iterable[str]:
    yield title
    yield f"  pagina’s {found.pages} · werkbladen {found.sheets} · woorden {found.words}"
    yield f"  minuten {found.minutes} · geschat {found.estimate:.0f}"
    yield f"  vragen {found.items} · kernvragen {found.key_items}"
    yield f"    soort: {_listed(found.kinds)}"
    yield f"    niveau: {_listed(found.levels)}"
    yield f"    plaats: {_listed(found.where)}"
    yield (
        f"  dilemma’s {found.dilemmas} · eindes {sum(found.endings.values())}: "
        f"{_listed(found.endings)}"
    )


def _listed(counter: Counter[str]) -> str:
    return " · ".join(f"{name} {count}" for name, count in sorted(counter.items())) or "geen"


def _review_json(row: Review) -> dict[str, object]:
    uses = [
        {"lesson": _place(use), "checked": use.checked.isoformat() if use.checked else None}
        for use in row.uses
    ]
    return {
        "fact": row.fact.key,
        "text": row.fact.text,
        "due": [_place(use) for use in row.due],
        "uses": uses,
    }


def _review_lines(row: Review) -> Iterable[str]:
    yield f"{row.fact.key} {row.fact.text}"
    for use in row.uses:
        checked = f"nagekeken op {use.checked.isoformat()}" if use.checked else "nooit nagekeken"
        yield f"  {_place(use)}: {checked}{' · kijk opnieuw na' if use in row.due else ''}"


def _place(use: Use) -> str:
    return f"{use.module}/{use.lesson}"


def _changes(course: Course) -> list[Change]:
    """What this course would change for questions that people answered in its current release."""
    release = releases.current(course.slug)
    if release is None:
        return []
    lessons = ((module.slug, lesson) for module in course.modules for lesson in module.lessons)
    changes = changed_keys(answered.lessons_of(release), lessons)
    known = answered.answered_items(course.slug, (change.place[2] for change in changes))
    return [change for change in changes if change.place in known]
