"""The whole of a content folder at once: every course in it, and every problem, never just the
first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from course.content.lesson import LONGEST_TITLE, read_lesson
from course.content.references import Known, check_references
from course.content.types import (
    Catalog,
    Clause,
    Course,
    EntryItem,
    Fact,
    Goal,
    Lesson,
    MasteryRule,
    Module,
    Source,
    Variable,
)
from course.text.html import render
from course.text.plain import NO_TEXT
from course.text.problems import Problem
from course.text.tables import Table, open_table, open_text

_LESSON_FILE = re.compile(r"^(\d\d)-([a-z0-9-]{1,80})\.md\Z")
RESERVED = "instaptoets"  # where the answers to the entry test are kept
# Tools of the site that a course may ask for, each with the kind of item whose texts it shows, if
# any. The name is what its addresses begin with; a test holds them against the routes.
TOOLS = {"mag-dit": "consent", "foto-inspecteur": ""}
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,79}\Z")


def read_catalog(folder: Path) -> Catalog:
    """Read every course in `folder`. `publishable` is False when anything in it is wrong."""
    problems: list[Problem] = []
    facts, sources = _facts(folder, problems)
    codes = _codes(folder, problems)
    variables, clauses = _variables(folder, problems), _clauses(folder, problems)
    listing = open_table(folder / "courses.toml", folder, problems, needed=True)
    modules: dict[str, Module | None] = {}
    courses: list[Course] = []
    for row in listing.tables("course") if listing else []:
        for slug in row.words("modules"):
            if slug not in modules:
                modules[slug] = _module(folder, slug, row, problems)
        course = _course(row, modules)
        if course is not None:
            courses.append(
                replace(_with_facts(course, facts, sources), variables=variables, clauses=clauses)
            )
    for path in sorted(folder.glob("*/module.toml")):
        if path.parent.name not in modules:
            message = "Deze module staat bij geen cursus in courses.toml."
            problems.append(open_text(path, folder).problem("orphan", message))
    known = Known(
        facts=frozenset(facts),
        misconceptions=frozenset(codes),
        variables=frozenset(variable.key for variable in variables),
        clauses=frozenset(clause.key for clause in clauses),
    )
    for module in modules.values():
        if module is not None:
            problems += check_references(folder, module, known)
    return Catalog(tuple(courses), tuple(sorted(set(problems))), codes, variables, clauses)


def _course(row: Table, modules: dict[str, Module | None]) -> Course | None:
    slug = row.text("slug")
    chosen = row.words("modules")
    first = row.row.get("first")
    for name in (*row.words("always_open"), *([str(first)] if first else [])):
        if name not in chosen:
            row.report(
                "module", f"Module ‘{name}’ staat niet in de rij ‘modules’ van ‘{slug}’.", name
            )
    if not _SLUG.match(slug):
        message = f"‘{slug}’ kan niet in een adres. Gebruik kleine letters, cijfers en streepjes."
        row.report("slug", message, "slug")
        return None
    found = tuple(module for name in chosen if (module := modules[name]) is not None)
    return Course(
        slug=slug,
        title=row.text("title", LONGEST_TITLE),
        intro=render(row.text("intro")),
        modules=found,
        edition=row.number("edition", 1),
        valid_months=row.number("valid_months", 12),
        first=str(first) if first else None,
        always_open=row.words("always_open"),
        entry=tuple(_entry(row, modules)),
        tools=_tools(row, found),
        help=render(row.text("help")) if "help" in row.row else NO_TEXT,
    )


def _tools(row: Table, modules: tuple[Module, ...]) -> tuple[str, ...]:
    """The tools of the site that belong to this course: `tools = ["foto-inspecteur"]`.

    An exercise leads to the tool that shows its texts, so the one is not there without the other.
    """
    lessons = [lesson for module in modules for lesson in module.lessons]
    kinds = {item.kind for lesson in lessons for item in lesson.items}
    asked = row.words("tools")
    for name in asked:
        if name not in TOOLS:
            choice = ", ".join(TOOLS)
            message = f"‘{name}’ is geen hulpmiddel van deze site. Kies uit: {choice}."
            row.report("tool", message, name)
    for name, kind in TOOLS.items():
        if kind and name in asked and kind not in kinds:
            message = (
                f"‘{name}’ toont de teksten van een oefening ‘{kind}’. Die heeft deze cursus niet."
            )
            row.report("tool", message, name)
        if kind in kinds and name not in asked:
            message = f"Een oefening ‘{kind}’ leidt naar ‘{name}’. Zet dat in de rij ‘tools’."
            row.report("tool", message, "slug")
    return asked


def _entry(row: Table, modules: dict[str, Module | None]) -> list[EntryItem]:
    """The entry test:

    `entry = ["delen/2-02", …]`, at most one marked question of each module of the course.
    """
    found: dict[str, EntryItem] = {}
    for key in row.words("entry"):
        slug, _, item_key = key.partition("/")
        module = modules.get(slug) if slug in row.words("modules") else None
        lesson = (
            next((one for one in module.lessons if one.item(item_key)), None) if module else None
        )
        item = lesson.item(item_key) if lesson else None
        if (
            lesson is None
            or item is None
            or not item.graded
            or item.stepwise
            or item.requires
            or item.audiences
        ):
            row.report(
                "entry",
                f"‘{key}’ is geen vraag met een goed antwoord in een module van deze cursus.",
                key,
            )
        elif slug in found:
            row.report("entry", f"De instaptoets heeft al een vraag uit ‘{slug}’.", key)
        else:
            found[slug] = EntryItem(slug, lesson.slug, item_key)
    return list(found.values())


def _module(folder: Path, slug: str, listing: Table, problems: list[Problem]) -> Module | None:
    if not _SLUG.match(slug) or slug == RESERVED or not (folder / slug).is_dir():
        listing.report("module", f"De map ‘{slug}’ is er niet.", slug)
        return None
    head = open_table(folder / slug / "module.toml", folder, problems, needed=True)
    if head is None:
        return None
    share = head.table("mastery").number("share", 80)
    if not 0 < share <= 100:
        head.report("number", "‘share’ is een percentage van 1 tot en met 100.", "share")
    lessons = tuple(_lessons(folder, slug, problems))
    if not lessons:
        head.report("empty", "Deze module heeft nog geen lessen (bestanden zoals 01-vooraf.md).")
    return Module(
        slug=slug,
        title=head.text("title"),
        motto=head.text("motto"),
        minutes=head.number("minutes", 10),
        goals=tuple(
            Goal(row.text("key"), row.text("text"), row.text("verb"))
            for row in head.tables("goals")
        ),
        excludes=head.words("excludes"),
        mastery=MasteryRule(share),
        opens_after=head.number("opens_after", 0),
        lessons=lessons,
    )


def _lessons(folder: Path, slug: str, problems: list[Problem]) -> list[Lesson]:
    lessons: dict[str, Lesson] = {}
    for path in sorted((folder / slug).glob("*.md")):
        name = f"{slug}/{path.name}"
        match = _LESSON_FILE.match(path.name)
        if match is None:
            message = "Noem een les naar volgorde en onderwerp, zoals 02-eigen-leven.md."
            problems.append(Problem(name, 1, "file-name", message))
            continue
        if match[2] in lessons:
            problems.append(
                Problem(name, 1, "file-name", f"Er is al een les ‘{match[2]}’ in deze module.")
            )
            continue
        lesson, draft = read_lesson(path, name, match[2])
        problems += draft.problems
        if lesson is not None:
            lessons[match[2]] = lesson
    return list(lessons.values())


def _facts(folder: Path, problems: list[Problem]) -> tuple[dict[str, Fact], dict[str, Source]]:
    head = open_table(folder / "facts.toml", folder, problems)
    if head is None:
        return {}, {}
    listed = head.table("sources")
    sources = {key: _source(key, listed.table(key)) for key in listed.row}
    facts: dict[str, Fact] = {}
    table = head.table("facts")
    for key in table.row:
        row = table.table(key)
        for source in row.words("sources"):
            if source not in sources:
                row.report(
                    "source", f"Feit {key} noemt bron {source}, maar die staat er niet.", source
                )
        facts[key] = Fact(
            key,
            row.text("text"),
            row.text("certainty"),
            row.words("sources"),
            bool(row.row.get("review", False)),
        )
    return facts, sources


def _source(key: str, row: Table) -> Source:
    url = row.row.get("url")
    if url is not None and not str(url).startswith(("https://", "http://")):
        row.report("source", f"Het adres van bron {key} begint niet met https://.", key)
        url = None
    return Source(key, row.text("text"), url)


def _codes(folder: Path, problems: list[Problem]) -> dict[str, str]:
    table = open_table(folder / "misconceptions.toml", folder, problems)
    return {key: table.text(key) for key in table.row} if table else {}


def _variables(folder: Path, problems: list[Problem]) -> tuple[Variable, ...]:
    table = open_table(folder / "variables.toml", folder, problems)
    if table is None:
        return ()
    rows = [(key, table.table(key)) for key in table.row]
    return tuple(
        Variable(
            key, row.text("label"), str(row.row.get("hint", "")), str(row.row.get("kind", "text"))
        )
        for key, row in rows
    )


def _clauses(folder: Path, problems: list[Problem]) -> tuple[Clause, ...]:
    table = open_table(folder / "clauses.toml", folder, problems)
    if table is None:
        return ()
    for key in table.row:
        if not _SLUG.match(key):
            table.report(
                "slug",
                f"‘{key}’ kan niet in een adres. Gebruik kleine letters, cijfers en streepjes.",
                key,
            )
    rows = [(key, table.table(key)) for key in table.row]
    return tuple(Clause(key, row.text("title"), row.text("example")) for key, row in rows)


def _with_facts(course: Course, facts: dict[str, Fact], sources: dict[str, Source]) -> Course:
    """The course with just the facts and sources that it quotes, so that another's do not change
    its hash.
    """
    named = {
        fact for module in course.modules for lesson in module.lessons for fact in lesson.facts
    }
    quoted = sorted(named & facts.keys())
    kept = sorted({source for fact in quoted for source in facts[fact].sources} & sources.keys())
    return replace(
        course,
        facts=tuple(facts[key] for key in quoted),
        sources=tuple(sources[key] for key in kept),
    )
