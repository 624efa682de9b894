"""Each floor looks down, never up, and takes only the libraries that are meant for it.

Read from the imports.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Beside the floors: anybody may import them, and they import nothing of ours but each other.
OUTSIDE = {"config", "clock", "logs", "key_strength", "private_files", "server_addresses"}


@dataclass(frozen=True)
class Floor:
    """What the modules of one floor may import: our own by the start of their names, and
    libraries.
    """

    ours: tuple[str, ...]
    libraries: frozenset[str]


TEXT, KINDS, CONTENT = "course.text", "course.kinds", "course.content"
DOMAIN, MODELS, STORE = "course.domain", "course.models", "course.store"
FLOORS = {
    "text": Floor(ours=(TEXT,), libraries=frozenset({"markdown", "nh3"})),
    "kinds": Floor(ours=(TEXT, KINDS), libraries=frozenset()),
    "content": Floor(ours=(TEXT, KINDS, CONTENT), libraries=frozenset({"cattrs"})),
    # The rules know what a course is made of, not how it is read.
    "domain": Floor(
        ours=(TEXT, KINDS, "course.content.types", "course.content.outline", DOMAIN),
        libraries=frozenset(),
    ),
    "models": Floor(
        ours=(TEXT, KINDS, CONTENT, DOMAIN, MODELS),
        libraries=frozenset({"sqlalchemy", "flask_sqlalchemy"}),
    ),
    "store": Floor(
        ours=(TEXT, KINDS, CONTENT, DOMAIN, MODELS, STORE), libraries=frozenset({"sqlalchemy"})
    ),
    "web": Floor(
        ours=(
            TEXT,
            KINDS,
            CONTENT,
            DOMAIN,
            MODELS,
            STORE,
            "course.web",
            "course.letters",
            "course.sheets",
            "course.papers",
        ),
        libraries=frozenset({"flask", "werkzeug", "jinja2", "markupsafe", "itsdangerous", "segno"}),
    ),
    "cli": Floor(
        # the pages of a proxy are drawn by the web, and written to disk by a command; what is wrong
        # with a list is said in the same words on a page
        ours=(
            *(TEXT, KINDS, CONTENT, DOMAIN, MODELS, STORE),
            *("course.cli", "course.demo", "course.letters", "course.web.http.standing"),
            *("course.web.admin.list_faults", "course.web.admin.list_notes", "course.work"),
            *("course.sheets.workbooks", "course.papers.badges"),
            "course.web.admin.school_list_faults",
            *("course.web.author.wording", "course.web.page.formats"),
        ),
        libraries=frozenset({"click", "flask", "flask_migrate"}),
    ),
    "work": Floor(
        # what a worker makes has the columns and the words of a page
        ours=(
            *(TEXT, KINDS, CONTENT, DOMAIN, MODELS, STORE),
            *("course.web", "course.letters", "course.sheets", "course.work"),
        ),
        libraries=frozenset({"flask"}),
    ),
    "demo": Floor(
        ours=(TEXT, KINDS, CONTENT, DOMAIN, MODELS, STORE, "course.demo"), libraries=frozenset()
    ),
    "letters": Floor(
        ours=(TEXT, KINDS, CONTENT, DOMAIN, MODELS, STORE, "course.letters"),
        libraries=frozenset({"jinja2"}),
    ),
    "sheets": Floor(
        ours=(TEXT, KINDS, CONTENT, DOMAIN, MODELS, STORE, "course.sheets"),
        libraries=frozenset({"flask", "werkzeug", "icalendar"}),
    ),
    "papers": Floor(ours=(TEXT, KINDS, CONTENT, DOMAIN, "course.papers"), libraries=frozenset()),
    "config": Floor(ours=(), libraries=frozenset()),
    "clock": Floor(ours=(), libraries=frozenset()),
    "logs": Floor(ours=(), libraries=frozenset()),
    "key_strength": Floor(ours=(), libraries=frozenset()),
    "private_files": Floor(ours=(), libraries=frozenset()),
    "server_addresses": Floor(ours=(), libraries=frozenset()),
}
# Only the store asks the database: the floors above it may name a row's type, not open a session.
SESSIONS = ("course.models.db", "course.models.base.db", "course.models.engines")
ABOVE_STORE = (
    *(
        "course.web",
        "course.cli",
        "course.demo",
        "course.letters",
        "course.sheets",
        "course.work",
        "course.papers",
    ),
)
# What a floor is divided by: the same words on every floor. Beside them stands what serves all
# subjects of a floor.
SUBJECTS = {
    "courses",
    "learning",
    "duties",
    "people",
    "signing_in",
    "study_days",
    "messages",
    "proof",
    "upkeep",
}
BESIDE = {
    "domain": set[str](),
    "store": {
        "audit",
        "dated",
        "transaction",
        "away",
        "scope",
        "rows",
        "prepared",
        "submissions",
        "demo",
    },
}
# A library that one place alone may use, with the place.
PLACES = {
    "argon2": "course.store.signing_in.passwords",
    "flask_migrate": "course.cli.db",
    "psycopg": "course.models.engines",
    "weasyprint": "course.papers.press",
    "segno": "course.papers.squares",
    "pyld": "course.papers.badges",
    "cryptography": "course.papers.badges",
    "python_calamine": "course.sheets.workbooks",
    "xlsxwriter": "course.sheets",
}
# They wire the floors together and start them, so they may import everything.
WIRING = {
    *("course", "course.wiring", "course.starting"),
    *("course.connections", "course.server", "course.serving"),
}


def module_name(path: Path, root: Path) -> str:
    """course/web/sign_in/views.py is course.web.sign_in.views; a package is its __init__.py."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, module: str, package: bool) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, also inside functions and for type
    checking only.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")
                above = above[: len(above) - node.level + (1 if package else 0)]
                base = ".".join([*above, base] if base else above)
            # `from course import store` imports course.store; for other names the longer path does
            # no harm.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def starts(name: str, allowed: str) -> bool:
    """Whether a dotted name is `allowed` or lies inside it."""
    return name == allowed or name.startswith(allowed + ".")


def faults(source: str, module: str, package: bool = False) -> list[str]:
    """Every import of a module that its floor may not have, with its line."""
    if module in WIRING:
        return []
    floor = FLOORS.get(module.split(".")[1])
    if floor is None:
        return [
            f"{module}: no floor of this name; add it to the table in tests/test_floors.py and "
            "to the house rules"
        ]
    found = []
    for line, name in imported(source, module, package):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names:
            continue
        if top == "course":
            beside = name.split(".")[1:2] and name.split(".")[1] in OUTSIDE
            past_store = name in SESSIONS and any(starts(module, above) for above in ABOVE_STORE)
            if past_store or (
                not beside and not any(starts(name, allowed) for allowed in floor.ours)
            ):
                found.append(f"{module}:{line}: may not import {name}")
        elif top not in floor.libraries and not starts(module, PLACES.get(top, "nowhere")):
            found.append(f"{module}:{line}: may not import the library {name}")
    return found


def modules() -> list[Path]:
    """Every module of the application; migrations are run by Alembic and belong to no floor."""
    return sorted(
        path
        for path in (ROOT / "course").rglob("*.py")
        if not path.is_relative_to(ROOT / "course" / "migrations")
    )


@pytest.mark.parametrize("floor", BESIDE)
def test_a_floor_is_divided_by_subject(floor: str) -> None:
    names = {
        path.stem
        for path in (ROOT / "course" / floor).iterdir()
        if path.suffix == ".py" or path.is_dir()
    }
    assert names - {"__init__", "__pycache__"} <= SUBJECTS | BESIDE[floor]


@pytest.mark.parametrize("path", modules(), ids=lambda path: module_name(path, ROOT))
def test_module_looks_down_only(path: Path) -> None:
    assert (
        faults(
            path.read_text(encoding="utf-8"), module_name(path, ROOT), path.name == "__init__.py"
        )
        == []
    )


def test_nothing_but_the_wiring_takes_the_tools_of_a_subject() -> None:
    """A course on another subject goes without them."""
    takers = set()
    for path in modules():
        module = module_name(path, ROOT)
        names = imported(path.read_text(encoding="utf-8"), module, path.stem == "__init__")
        if any(starts(name, "course.web.tools") for _, name in names):
            takers.add(module)
    assert {taker for taker in takers if not starts(taker, "course.web.tools")} == {"course.wiring"}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("course.text.source", "from course.content.types import Lesson"),
        ("course.text.source", "import course.kinds"),
        ("course.kinds.choice.item", "from course.content.types import Lesson"),
        ("course.kinds.choice.rules", "from flask import request"),
        ("course.content.lesson", "import nh3"),
        ("course.content.lesson", "import course.domain"),
        ("course.content.lesson", "from course import store"),
        ("course.content.lesson", "from ..domain import grading"),
        ("course.domain.grading", "from course.content import catalog"),
        ("course.domain.grading", "from course.content.catalog import read_catalog"),
        ("course.domain.grading", "def rule():\n    from course.models import db"),
        ("course.domain.grading", "import sqlalchemy"),
        ("course.models.facts", "if TYPE_CHECKING:\n    from course.store import people"),
        ("course.models.facts", "import flask"),
        ("course.store.people.directory", "from course.web.access import current_person"),
        ("course.store.people.directory", "from flask import g"),
        ("course.store.people.directory", "from course import mail"),
        ("course.web.learn.views", "from course.models import Person, db"),
        ("course.cli.demo", "from course.models.base import db"),
        ("course.web.learn.views", "from sqlalchemy import select"),
        ("course.web.learn.views", "import argon2"),
        ("course.store.people.directory", "from argon2 import PasswordHasher"),
        ("course.web.learn.views", "from course import cli"),
        ("course.letters", "from . import outbox\nfrom .. import web"),
        ("course.clock", "import course.config as config\nimport course.store"),
        ("course.helpers", "import json"),
    ],
)
def test_planted_import_is_caught(module: str, source: str) -> None:
    assert faults(source, module, package=module == "course.letters")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "course.domain.learning.mastery",
            "from course.content.types import Lesson\nfrom course.kinds.registry import kind_of",
        ),
        (
            "course.store.people.directory",
            "from course import clock\nfrom course.models import db\nfrom sqlalchemy import select",
        ),
        (
            "course.store.signing_in.passwords",
            "import argon2\nfrom argon2.exceptions import VerificationError",
        ),
        (
            "course.web.learn.views",
            "from ...domain import grading\nfrom .pages import LessonPage\nimport json",
        ),
        ("course.web.learn.views", "from course.models.people import Person"),
        (
            "course",
            "from course.web import learn\nfrom course.models import db\nimport flask_migrate",
        ),
    ],
)
def test_allowed_import_passes(module: str, source: str) -> None:
    assert faults(source, module) == []
