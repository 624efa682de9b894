"""`flask content cues` and `flask content faces`: what gives answers away, and who harms whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from course.cli.content import FOLDER, JSON, READING, content_folder, group, say
from course.content.catalog import read_catalog
from course.content.counting import count_module
from course.content.cues import Cues, cues_of
from course.content.faces import counted, read_faces, strays

__all__ = ["group"]


@group.command("cues")
@FOLDER
@JSON
def cues(folder: Path | None, as_json: bool) -> None:
    """Say for each module what would give its answers away, and how long it takes."""
    for course in read_catalog(folder or content_folder()).courses:
        whole = Cues()
        for module in course.modules:
            found = cues_of(module)
            whole.add(found)
            _show(module.slug, found, count_module(module).estimate, as_json=as_json)
        _show(course.slug, whole, None, as_json=as_json)


@group.command("faces")
@FOLDER
def faces(folder: Path | None) -> None:
    """Count the people of the stories by part, sex, origin and role, and name who stands twice.

    Exits with 1 when a name belongs to two people.
    """
    path = folder or content_folder()
    people = read_faces(path)
    for line in counted(people):
        click.echo(line)
    found = list(strays(path, people))
    click.echo("\n".join(found) or "Elke naam is één mens.")
    if found:
        raise SystemExit(1)


def _show(name: str, found: Cues, minutes: float | None, *, as_json: bool) -> None:
    row = {"module": name, "minutes": minutes, **found.as_json()}
    say(row, _told(name, found, minutes), as_json=as_json)


def _told(name: str, found: Cues, minutes: float | None) -> Iterator[str]:
    if minutes is None:
        yield name
    else:
        yield f"{name}: {minutes:.1f} minuten"
    yield (
        f"  scènes met één beste keuze {found.scenes}, die het langst is in {found.longest}"
        f"{_share(found.longest, found.scenes)}, en het kortst in {found.shortest}"
        f"{_share(found.shortest, found.scenes)}; zonder één beste {found.open_scenes}"
    )
    places = [f"plaats {place}: {count}" for place, count in sorted(found.places.items())]
    yield f"  {' · '.join(places) or 'geen scènes'}"
    yield (
        f"  toetsvragen met één goed antwoord {found.questions}, dat het langst is in "
        f"{found.longest_key}{_share(found.longest_key, found.questions)}"
    )
    yield f"  raden op absolute woorden: goed{_share(found.guessed, found.questions)}"
    yield f"  keuzes met ‘(maar) alleen als’ {found.only_if}, goed {found.only_if_right}"


def _share(part: float, whole: int) -> str:
    if not whole:
        return ""
    return f" ({part / whole:.0%})"


READING.update({name: group.commands[name] for name in ("cues", "faces")})
