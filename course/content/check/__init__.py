"""The author's linter: the problems of the catalog, and the advice of the rules in this folder.

Every module here is imported and registers its rules. A further rule is one small function with a
docstring that says what it means and why; `docs/content-format.md` lists them all, and a test holds
a lesson that breaks each.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from course.content.catalog import read_catalog
from course.content.check.places import Places
from course.content.check.registry import (
    COURSE_RULES,
    MODULE_RULES,
    PAGE_RULES,
    RULES,
    Check,
    Flaw,
    Page,
    Rule,
)
from course.content.types import Catalog, Course, Module
from course.text.problems import Problem

__all__ = ["RULES", "Part", "Rule", "check_folder", "check_part"]

SubjectT = TypeVar("SubjectT", Page, Module, Course)
MOST_FINDINGS = 100  # of one rule on one subject: who has more than that begins with those

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")


@dataclass(frozen=True)
class Part:
    """One module of a content folder, or one lesson of that: the name of its file."""

    folder: Path
    module: str
    lesson: str = ""

    def holds(self, file: str) -> bool:
        """Whether a problem in this file is about the part."""
        if self.lesson:
            return file == f"{self.module}/{self.lesson}"
        return file.startswith(f"{self.module}/")


def check_folder(folder: Path) -> Catalog:
    """Read a content folder and look at it with every rule.

    The catalog's problems then hold everything found.
    """
    catalog = read_catalog(folder)
    places = Places(folder)
    found = {*catalog.problems}
    for course in catalog.courses:
        for rule, check in COURSE_RULES:
            found.update(_problems(places, rule, check, course))
    found.update(_in_modules(places, catalog))
    return replace(catalog, problems=tuple(sorted(found)))


def check_part(part: Part) -> Catalog:
    """Read one module and look at it with every rule but those about a whole course.

    The catalog's problems are those of the part. When no course has such a module, they are those
    of the whole folder: there it says why.
    """
    catalog = read_catalog(part.folder, part.module)
    if not any(course.modules for course in catalog.courses):
        return _without_module(part)
    found = {*catalog.problems, *_in_modules(Places(part.folder), catalog, part.lesson)}
    about_it = [problem for problem in sorted(found) if part.holds(problem.file)]
    return replace(catalog, problems=tuple(about_it))


def _without_module(part: Part) -> Catalog:
    catalog = read_catalog(part.folder)
    message = "Deze map staat bij geen cursus in courses.toml, of is niet te lezen."
    problem = Problem(f"{part.module}/module.toml", 0, "orphan", message)
    return replace(catalog, problems=(*catalog.problems, problem))


def _in_modules(places: Places, catalog: Catalog, only: str = "") -> Iterator[Problem]:
    """What the rules about one module and one page find. A module of two courses is read once.

    With the file of a lesson in `only`, no other page is looked at.
    """
    modules: dict[str, tuple[Module, frozenset[str]]] = {}
    for course in catalog.courses:
        review = frozenset(fact.key for fact in course.facts if fact.review)
        for module in course.modules:
            modules[module.slug] = module, review
    for module, review in modules.values():
        for rule, check in MODULE_RULES:
            yield from _problems(places, rule, check, module, module.slug)
        for lesson in module.lessons:
            if only and not only.endswith(f"-{lesson.slug}.md"):
                continue
            yield from _on_page(places, Page(module, lesson, review))


def _on_page(places: Places, page: Page) -> Iterator[Problem]:
    for rule, check in PAGE_RULES:
        if not rule.is_for(page.lesson):
            continue
        for finding in _most(check(page)):
            there = replace(finding, lesson=page.lesson.slug)
            yield places.problem(rule, page.module.slug, there)


def _problems(
    places: Places, rule: Rule, check: Check[SubjectT], subject: SubjectT, module: str = ""
) -> Iterator[Problem]:
    for finding in _most(check(subject)):
        yield places.problem(rule, module or finding.module, finding)


def _most(findings: Iterable[Flaw]) -> Iterator[Flaw]:
    return islice(findings, MOST_FINDINGS)
