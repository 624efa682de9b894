"""The whole of a content folder at once: every course in it, and every problem, never just the
first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from course.content.forms import named_forms, suits_everyone
from course.content.lesson import LONGEST_TITLE, read_lesson
from course.content.lists import (
    SLUG,
    clauses_of,
    codes_of,
    facts_of,
    no_slug,
    open_list,
    variables_of,
)
from course.content.references import Known, check_references
from course.content.slugs import by_slug
from course.content.types import (
    Catalog,
    Course,
    EntryItem,
    Fact,
    Goal,
    Lesson,
    MasteryRule,
    Module,
    Source,
)
from course.kinds.marking import keys_of
from course.text.html import render
from course.text.plain import NO_TEXT, Html
from course.text.problems import Problem
from course.text.tables import Table, open_table, open_text

_LESSON_FILE = re.compile(r"^(\d\d)-([a-z0-9-]{1,80})\.md\Z")
RESERVED = "instaptoets"  # where the answers to the entry test are kept
# Tools of the site that a course may ask for, each with the kind of item whose texts it shows, if
# any. The name is what its addresses begin with; a test holds them against the routes.
TOOLS = {"mag-dit": "consent", "foto-inspecteur": ""}


def read_catalog(folder: Path, only: str = "") -> Catalog:
    """Read every course in `folder`. `publishable` is False when anything in it is wrong.

    With the slug of a module in `only`, no other module is read, so courses hold that one at most.
    """
    problems: list[Problem] = []
    facts, sources = facts_of(folder, problems)
    codes = codes_of(folder, problems)
    variables, clauses = variables_of(folder, problems), clauses_of(folder, problems)
    listing = _listing(folder, problems)
    modules = _modules(folder, listing, only, problems)
    courses: list[Course] = []
    for row in listing:
        course = _course(row, modules)
        if course is not None:
            told = _with_facts(course, facts, sources)
            courses.append(replace(told, variables=variables, clauses=clauses))
    problems += _orphans(folder, listing)
    known = Known(
        facts=frozenset(facts),
        misconceptions=frozenset(codes),
        variables=frozenset(keys_of(variables)),
        clauses=frozenset(keys_of(clauses)),
    )
    for module in modules.values():
        problems += check_references(folder, module, known)
    return Catalog(tuple(courses), tuple(sorted(set(problems))), codes, variables, clauses)


def _listing(folder: Path, problems: list[Problem]) -> list[Table]:
    """The courses of courses.toml."""
    return open_list(folder, "courses.toml", problems, needed=True).tables("course")


def _modules(
    folder: Path, listing: list[Table], only: str, problems: list[Problem]
) -> dict[str, Module]:
    """The modules of all courses that can be read, by their slug. A shared one is read once."""
    first_named: dict[str, Table] = {}
    for row in listing:
        for slug in row.words("modules"):
            if only in ("", slug):
                first_named.setdefault(slug, row)
    modules: dict[str, Module] = {}
    for slug, row in first_named.items():
        module = _module(folder, slug, row, problems)
        if module is not None:
            modules[slug] = module
    return modules


def _orphans(folder: Path, listing: list[Table]) -> Iterator[Problem]:
    named: set[str] = set()
    for row in listing:
        named.update(row.words("modules"))
    for path in sorted(folder.glob("*/module.toml")):
        if path.parent.name not in named:
            message = "Deze module staat bij geen cursus in courses.toml."
            yield open_text(path, folder).problem("orphan", message)


def _course(row: Table, modules: dict[str, Module]) -> Course | None:
    slug, first = row.text("slug"), str(row.row.get("first") or "")
    _check_named(row, slug, (*row.words("always_open"), first))
    if not SLUG.match(slug):
        row.report("slug", no_slug(slug), "slug")
        return None
    found = tuple(filter(None, map(modules.get, row.words("modules"))))
    return Course(
        slug=slug,
        title=row.text("title", LONGEST_TITLE),
        intro=render(row.text("intro")),
        modules=found,
        edition=row.number("edition", 1),
        valid_months=row.number("valid_months", 12),
        first=first or None,
        always_open=row.words("always_open"),
        entry=_entry(row, by_slug(found)),
        tools=_tools(row, found),
        help=_told(row, "help"),
        card=_told(row, "card"),
    )


def _told(row: Table, key: str) -> Html:
    """A text that a course may leave out."""
    if key not in row.row:
        return NO_TEXT
    return render(row.text(key))


def _check_named(row: Table, slug: str, names: Iterable[str]) -> None:
    """Report a module that a course singles out and does not have."""
    known = ("", *row.words("modules"))
    for name in names:
        if name not in known:
            message = f"Module ‘{name}’ staat niet in de rij ‘modules’ van ‘{slug}’."
            row.report("module", message, name)


def _tools(row: Table, modules: tuple[Module, ...]) -> tuple[str, ...]:
    """The tools of the site that belong to this course: `tools = ["foto-inspecteur"]`.

    An exercise leads to the tool that shows its texts, so the one is not there without the other.
    """
    kinds: set[str] = set()
    for module in modules:
        kinds |= {item.kind for _, item in module.items}
    asked = row.words("tools")
    for name in asked:
        if name not in TOOLS:
            choice = ", ".join(TOOLS)
            message = f"‘{name}’ is geen hulpmiddel van deze site. Kies uit: {choice}."
            row.report("tool", message, name)
    for name, kind in TOOLS.items():
        if kind and (name in asked) != (kind in kinds):
            _report_half(row, name, kind, is_asked=name in asked)
    return asked


def _report_half(row: Table, name: str, kind: str, *, is_asked: bool) -> None:
    """A tool without the exercise whose texts it shows, or the other way round."""
    if is_asked:
        message = (
            f"‘{name}’ toont de teksten van een oefening ‘{kind}’. Die heeft deze cursus niet."
        )
        row.report("tool", message, name)
    else:
        message = f"Een oefening ‘{kind}’ leidt naar ‘{name}’. Zet dat in de rij ‘tools’."
        row.report("tool", message, "slug")


def _entry(row: Table, modules: dict[str, Module]) -> tuple[EntryItem, ...]:
    """The entry test: `entry = ["delen/2-02", …]`, at most one marked question of each module.

    `modules` are those of the course.
    """
    found: dict[str, EntryItem] = {}
    for key in row.words("entry"):
        slug, _, item_key = key.partition("/")
        lesson = _lesson_with(modules.get(slug), item_key)
        if lesson is None:
            message = f"‘{key}’ is geen vraag met een goed antwoord in een module van deze cursus."
            row.report("entry", message, key)
        elif slug in found:
            row.report("entry", f"De instaptoets heeft al een vraag uit ‘{slug}’.", key)
        else:
            found[slug] = EntryItem(slug, lesson, item_key)
    return tuple(found.values())


def _lesson_with(module: Module | None, item_key: str) -> str | None:
    """The lesson of a module in which a question stands that an entry test may ask."""
    if module is None:
        return None
    for lesson, item in module.items:
        if item.key == item_key and suits_everyone(item):
            return lesson.slug
    return None


def _module(folder: Path, slug: str, listing: Table, problems: list[Problem]) -> Module | None:
    is_name = SLUG.match(slug) and slug != RESERVED
    if not is_name or not (folder / slug).is_dir():
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
    goals = []
    for row in head.tables("goals"):
        goals.append(Goal(row.text("key"), row.text("text"), row.text("verb")))
    return Module(
        slug=slug,
        title=head.text("title"),
        motto=head.text("motto"),
        minutes=head.number("minutes", 10),
        goals=tuple(goals),
        excludes=head.words("excludes"),
        mastery=MasteryRule(share),
        opens_after=head.number("opens_after", 0),
        forms=named_forms(head),
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
        elif match[2] in lessons:
            message = f"Er is al een les ‘{match[2]}’ in deze module."
            problems.append(Problem(name, 1, "file-name", message))
        else:
            lesson, draft = read_lesson(path, name, match[2])
            problems += draft.problems
            if lesson is not None:
                lessons[match[2]] = lesson
    return list(lessons.values())


def _with_facts(course: Course, facts: dict[str, Fact], sources: dict[str, Source]) -> Course:
    """The course with just the facts and sources that it quotes, so that another's do not change
    its hash.
    """
    named: set[str] = set()
    for lesson in course.lessons:
        named.update(lesson.facts)
    quoted: list[Fact] = []
    cited: set[str] = set()
    for key in sorted(named & facts.keys()):
        quoted.append(facts[key])
        cited.update(facts[key].sources)
    kept = [sources[key] for key in sorted(cited & sources.keys())]
    return replace(course, facts=tuple(quoted), sources=tuple(kept))
