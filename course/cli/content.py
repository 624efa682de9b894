"""`flask content`: check a folder of lessons, count and review it, and publish it.

The store is imported where something is published: to read lessons takes no database.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.config import Config, modules_folder
from course.content.catalog import read_catalog
from course.content.check import Part, check_folder, check_part
from course.content.check.changes import Change, changed_keys
from course.content.check.registry import COURSE_RULES
from course.content.counting import Counts, count_module, total
from course.content.reviewing import Review, Use, reviews
from course.content.types import Catalog, Course
from course.text.problems import Severity

LISTING = "courses.toml"  # what makes a folder a content folder
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
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@JSON
def check(path: Path | None, as_json: bool) -> None:
    """Name every problem in a content folder, with file and line; or in one module or lesson of it.

    Exits with 1 when there is an error.
    """
    wanted = path or content_folder()
    part = _part(wanted.resolve())
    catalog = check_part(part) if part else check_folder(wanted)
    lines = _problems_json(catalog) if as_json else _report(catalog, whole=part is None)
    click.echo("\n".join(lines), nl=bool(catalog.problems) or not as_json)
    if not catalog.publishable:
        raise SystemExit(1)


def _part(path: Path) -> Part | None:
    """The module or the lesson that a path leads to; None for a content folder."""
    if path.is_dir():
        is_module = (path.parent / LISTING).exists() and not (path / LISTING).exists()
        return Part(path.parent, path.name) if is_module else None
    if path.suffix != ".md" or not (path.parent.parent / LISTING).exists():
        raise click.ClickException("Geef een map met lessen, een module daarin, of één les (.md).")
    return Part(path.parent.parent, path.parent.name, path.name)


@group.command("counts")
@FOLDER
@JSON
def counts(folder: Path | None, as_json: bool) -> None:
    """Say for each module, and for each course as a whole, how much it holds."""
    for course in read_catalog(folder or content_folder()).courses:
        counted = {module.slug: count_module(module) for module in course.modules}
        for name, found in (*counted.items(), ("totaal", total(counted.values()))):
            if as_json:
                click.echo(as_line({"course": course.slug, "module": name, **found.as_json()}))
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
    courses = read_catalog(folder or content_folder()).courses
    found = list(chain.from_iterable(reviews(course, today) for course in courses))
    for row in found:
        click.echo(as_line(_review_json(row)) if as_json else "\n".join(_review_lines(row)))
    due = sum(bool(row.due) for row in found)
    if not as_json:
        click.echo(f"{len(found)} feiten die kunnen veranderen: {due} opnieuw na te kijken")
    if strict and due:
        raise SystemExit(1)


READING = dict(group.commands)  # those that need lessons and nothing else


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
    from course.store import transaction
    from course.store.courses import releases

    catalog = check_folder(content_folder())
    if not catalog.publishable:
        for problem in catalog.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Er is niets gepubliceerd. Los eerst deze punten op.")
    changes = list(chain.from_iterable(map(_changes, catalog.courses)))
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


def content_folder() -> Path:
    """The lessons of this installation; of a bare checkout its own."""
    config: Config | None = current_app.config.get("DEELWIJS")
    return config.modules_dir if config else modules_folder(os.environ)


def as_line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _problems_json(catalog: Catalog) -> Iterator[str]:
    for problem in catalog.problems:
        yield as_line(asdict(problem))


def _report(catalog: Catalog, *, whole: bool) -> Iterator[str]:
    """What was found, errors before advice, and what was looked at."""
    errors = [problem for problem in catalog.problems if problem.severity is Severity.ERROR]
    advice = [problem for problem in catalog.problems if problem.severity is Severity.WARNING]
    if errors:
        yield "Fouten. Zolang ze er staan, kan de cursus niet gepubliceerd worden:"
        yield from map(str, errors)
    if advice:
        yield "Advies. Publiceren kan ook zo:"
        yield from map(str, advice)
    if not whole:
        rules = ", ".join(rule.name for rule, _ in COURSE_RULES)
        yield f"Niet bekeken: {rules}. Die regels gaan over een hele cursus."
    lessons = sum(len(list(course.lessons)) for course in catalog.courses)
    yield (
        f"{len(catalog.courses)} cursus(sen), {lessons} lessen: {len(errors)} fouten, "
        f"{len(advice)} adviezen"
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
    from course.store.courses import answered, releases

    release = releases.current(course.slug)
    if release is None:
        return []
    lessons = ((module.slug, lesson) for module, lesson in course.placed_lessons)
    changes = changed_keys(answered.lessons_of(release), lessons)
    known = answered.answered_items(course.slug, (change.place[2] for change in changes))
    return [change for change in changes if change.place in known]
