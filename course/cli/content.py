"""`flask content`: check a folder of lessons, count and review it. `publishing.py` publishes it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from course import clock
from course.config import Config, modules_folder
from course.content.catalog import read_catalog
from course.content.check import Part, check_folder, check_part
from course.content.check.registry import COURSE_RULES
from course.content.counting import Counts, count_module, total
from course.content.lists import facts_of
from course.content.reviewing import Review, Use, reviews, unstated
from course.content.types import Catalog
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
    if as_json:
        for problem in catalog.problems:
            click.echo(as_line(asdict(problem)))
    else:
        click.echo("\n".join(_report(catalog, whole=part is None)))
    if not catalog.publishable:
        raise SystemExit(1)


def _part(path: Path) -> Part | None:
    """The module or the lesson that a path leads to; None for a content folder."""
    if path.is_dir():
        if (path / LISTING).exists() or not (path.parent / LISTING).exists():
            return None
        return Part(path.parent, path.name)
    if path.suffix != ".md" or not (path.parent.parent / LISTING).exists():
        raise click.ClickException("Geef een map met lessen, een module daarin, of één les (.md).")
    return Part(path.parent.parent, path.parent.name, path.name)


@group.command("counts")
@FOLDER
@JSON
def counts(folder: Path | None, as_json: bool) -> None:
    """Say for each module, and for each course as a whole, how much it holds."""
    for course in read_catalog(folder or content_folder()).courses:
        each = {module.slug: count_module(module) for module in course.modules}
        for name, found in (*each.items(), ("totaal", total(each.values()))):
            row = {"course": course.slug, "module": name, **found.as_json()}
            say(row, _counted(f"{course.slug} · {name}", found), as_json=as_json)


@group.command("review")
@FOLDER
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Look on this day instead of today.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a fact must be looked up again.")
@JSON
def review(folder: Path | None, day: datetime | None, strict: bool, as_json: bool) -> None:
    """List every fact that may change, the lessons that state it, and when it was last looked
    up.
    """
    today = clock.today()
    if day:
        today = day.date()
    path = folder or content_folder()
    courses = read_catalog(path).courses
    facts, _ = facts_of(path, [])
    found: list[Review] = []
    for course in courses:
        found += reviews(course, today)
    found += unstated(facts.values(), courses)
    due = 0
    for row in found:
        say(_review_json(row), _review_lines(row), as_json=as_json)
        due += bool(row.due)
    if not as_json:
        click.echo(
            f"{_several(len(found), 'feit dat kan', 'feiten die kunnen')} veranderen: "
            f"{due} opnieuw na te kijken"
        )
    if strict and due:
        raise SystemExit(1)


READING = dict(group.commands)  # those that need lessons and nothing else


def content_folder() -> Path:
    """The lessons of this installation; of a bare checkout its own."""
    config: Config | None = current_app.config.get("DEELWIJS")
    if config is None:
        return modules_folder(os.environ)
    return config.modules_dir


def say(row: dict[str, object], lines: Iterable[str], *, as_json: bool) -> None:
    """One thing that was found, for another program or for a person."""
    if as_json:
        click.echo(as_line(row))
    else:
        click.echo("\n".join(lines))


def as_line(row: dict[str, object]) -> str:
    """One line of JSON; a day as year-month-day."""
    return json.dumps(row, ensure_ascii=False, default=str)


def _report(catalog: Catalog, *, whole: bool) -> Iterator[str]:
    """What was found, errors before advice, and what was looked at."""
    errors: list[str] = []
    advice: list[str] = []
    for problem in catalog.problems:
        if problem.severity is Severity.ERROR:
            errors.append(str(problem))
        else:
            advice.append(str(problem))
    if errors:
        yield "Fouten. Zolang ze er staan, kan de cursus niet gepubliceerd worden:"
        yield from errors
    if advice:
        yield "Advies. Publiceren kan ook zo:"
        yield from advice
    if not whole:
        rules = ", ".join(rule.name for rule, _ in COURSE_RULES)
        yield f"Niet bekeken: {rules}. Die regels gaan over een hele cursus."
    lessons = 0
    for course in catalog.courses:
        lessons += len([*course.lessons])
    yield (
        f"{_several(len(catalog.courses), 'cursus', 'cursussen')}, "
        f"{_several(lessons, 'les', 'lessen')}: {_several(len(errors), 'fout', 'fouten')}, "
        f"{_several(len(advice), 'advies', 'adviezen')}"
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
    yield ""


def _listed(counter: Counter[str]) -> str:
    told = [f"{name} {count}" for name, count in sorted(counter.items())]
    return " · ".join(told) or "geen"


def _review_json(row: Review) -> dict[str, object]:
    uses = [{"lesson": _place(use), "checked": use.checked} for use in row.uses]
    return {
        "fact": row.fact.key,
        "text": row.fact.text,
        "due": [_place(use) for use in row.due],
        "uses": uses,
    }


def _review_lines(row: Review) -> Iterable[str]:
    yield f"{row.fact.key} {row.fact.text}"
    if not row.uses:
        yield "  in geen les"
    for use in row.uses:
        told = "nooit nagekeken"
        if use.checked:
            told = f"nagekeken op {use.checked.isoformat()}"
        if use in row.due:
            told += " · kijk opnieuw na"
        yield f"  {_place(use)}: {told}"


def _place(use: Use) -> str:
    return f"{use.module}/{use.lesson}"


def _several(number: int, one: str, many: str) -> str:
    """1 les, 2 lessen. What checks lessons needs no page, so not the one of the pages."""
    if number == 1:
        return f"1 {one}"
    return f"{number} {many}"
