"""Who does harm in the stories and who suffers it, by sex, origin and role; and whether a name is
one person.

The list is `faces.toml` beside the lessons, kept by the author.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from operator import attrgetter
from pathlib import Path

from course.content.catalog import read_catalog
from course.content.types import Lesson
from course.kinds.registry import kind_of
from course.text.plain import plain

LIST = "faces.toml"
PARTS = ("schaadt", "lijdt", "helpt", "komt voor")


@dataclass(frozen=True)
class Face:
    """Somebody in a story or a question. `origin` is what a name suggests to Dutch readers."""

    name: str
    sex: str  # v, m or x for who is not said to be either
    origin: str  # hier or elders
    role: str  # leerling, collega, ouder, leiding or ander
    part: str
    where: tuple[str, ...]  # module/lesson


def read_faces(folder: Path) -> list[Face]:
    """The list of a content folder.

    Errors: FileNotFoundError without a list; KeyError for a person without one of the fields;
            ValueError for a part that is none.
    """
    rows = tomllib.loads((folder / LIST).read_text("utf-8"))
    return list(starmap(_person, rows.items()))


def counted(people: Sequence[Face]) -> Iterator[str]:
    """For each part how many there are, by sex, by origin and by role."""
    for part in PARTS:
        there = [person for person in people if person.part == part]
        yield f"{part}: {len(there)}"
        for field in ("sex", "origin", "role"):
            counts = Counter(map(attrgetter(field), there))
            told = [f"{name} {count}" for name, count in sorted(counts.items())]
            yield f"  {' · '.join(told)}"


def strays(folder: Path, people: Sequence[Face]) -> Iterator[str]:
    """Every lesson in which a name stands that belongs to somebody of another lesson."""
    for place, text in _texts(folder):
        for person in people:
            if place in person.where:
                continue
            if re.search(rf"\b{person.name}s?\b", text):
                yield f"{person.name} staat ook in {place}. Geef die ander een eigen naam."


def _person(name: str, row: dict[str, str]) -> Face:
    if row["part"] not in PARTS:
        raise ValueError(f"{name}: {row['part']} is geen rol in een verhaal")
    places = tuple(row["where"].split())
    return Face(name, row["sex"], row["origin"], row["role"], row["part"], places)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Each lesson as module/lesson, with all its texts as one."""
    for course in read_catalog(folder).courses:
        for module, lesson in course.placed_lessons:
            yield f"{module.slug}/{lesson.slug}", _text(lesson)


def _text(lesson: Lesson) -> str:
    said = [*map(plain, lesson.texts)]
    for item in lesson.items:
        said += kind_of(item).labels(item)
    return " ".join(said)
