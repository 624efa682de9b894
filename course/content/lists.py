"""The lists beside the lessons: facts with their sources, wrong ideas, words and clauses."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

from course.content.types import Clause, Fact, Source, Variable
from course.text.problems import Problem
from course.text.tables import Table, TextFile, open_table

SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,79}\Z")


def facts_of(folder: Path, problems: list[Problem]) -> tuple[dict[str, Fact], dict[str, Source]]:
    """The facts of a folder by key, also those that no lesson states yet, and their sources."""
    head = open_list(folder, "facts.toml", problems)
    sources: dict[str, Source] = {}
    for key, row in head.table("sources").named():
        sources[key] = _source(key, row)
    facts: dict[str, Fact] = {}
    for key, row in head.table("facts").named():
        facts[key] = _fact(key, row, sources)
    return facts, sources


def _fact(key: str, row: Table, sources: Container[str]) -> Fact:
    for source in row.words("sources"):
        if source not in sources:
            message = f"Feit {key} noemt bron {source}, maar die staat er niet."
            row.report("source", message, source)
    return Fact(
        key,
        row.text("text"),
        row.text("certainty"),
        row.words("sources"),
        bool(row.row.get("review", False)),
    )


def _source(key: str, row: Table) -> Source:
    url = row.row.get("url")
    if url is not None and not str(url).startswith(("https://", "http://")):
        row.report("source", f"Het adres van bron {key} begint niet met https://.", key)
        url = None
    return Source(key, row.text("text"), url)


def wrong_ideas(folder: Path) -> dict[str, str]:
    """The wrong idea behind each code, as the folder has it now; nothing when it has none."""
    return codes_of(folder, [])


def codes_of(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """The wrong idea behind each code."""
    table = open_list(folder, "misconceptions.toml", problems)
    return {key: table.text(key) for key in table.row}


def variables_of(folder: Path, problems: list[Problem]) -> tuple[Variable, ...]:
    """The words that schools fill in."""
    found = []
    for key, row in open_list(folder, "variables.toml", problems).named():
        hint, kind = str(row.row.get("hint", "")), str(row.row.get("kind", "text"))
        found.append(Variable(key, row.text("label"), hint, kind))
    return tuple(found)


def clauses_of(folder: Path, problems: list[Problem]) -> tuple[Clause, ...]:
    """The agreements of a code of conduct, in order."""
    found = []
    for key, row in open_list(folder, "clauses.toml", problems).named():
        if not SLUG.match(key):
            row.report("slug", no_slug(key), key)
        found.append(Clause(key, row.text("title"), row.text("example")))
    return tuple(found)


def open_list(folder: Path, name: str, problems: list[Problem], *, needed: bool = False) -> Table:
    """A TOML file; a table with nothing in it when it is not there or cannot be read."""
    nothing = Table(TextFile(name, ""), {}, problems)
    return open_table(folder / name, folder, problems, needed=needed) or nothing


def no_slug(word: str) -> str:
    """What to say of a word that cannot stand in an address."""
    return f"‘{word}’ kan niet in een adres. Gebruik kleine letters, cijfers en streepjes."
