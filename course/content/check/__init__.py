"""The author's linter: the problems of the catalog, and the advice of the rules in this folder.

Every module here is imported and registers its rules. A further rule is one small function with a
docstring that says what it means and why; `docs/content-format.md` lists them all, and a test holds
a lesson that breaks each.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from itertools import islice
from pathlib import Path

from course.content.catalog import read_catalog
from course.content.check.places import Places
from course.content.check.registry import COURSE_RULES, MODULE_RULES, PAGE_RULES, RULES, Page, Rule
from course.content.types import Catalog, Module
from course.text.problems import Problem

__all__ = ["RULES", "Rule", "check_folder"]

MOST_FINDINGS = 100  # of one rule on one page: who has more than that begins with those

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")


def check_folder(folder: Path) -> Catalog:
    """Read a content folder and look at it with every rule.

    The catalog's problems then hold everything found.
    """
    catalog = read_catalog(folder)
    return replace(catalog, problems=tuple(sorted({*catalog.problems, *_found(folder, catalog)})))


def _found(folder: Path, catalog: Catalog) -> list[Problem]:
    places = Places(folder)
    problems: list[Problem] = []
    modules: dict[str, tuple[Module, frozenset[str]]] = {}
    for course in catalog.courses:
        review = frozenset(fact.key for fact in course.facts if fact.review)
        modules |= {module.slug: (module, review) for module in course.modules}
        for rule, check_course in COURSE_RULES:
            problems += (
                places.problem(rule, finding.module, finding) for finding in check_course(course)
            )
    for module, review in modules.values():
        for rule, check_module in MODULE_RULES:
            problems += (
                places.problem(rule, module.slug, finding) for finding in check_module(module)
            )
        for lesson in module.lessons:
            page = Page(module, lesson, review)
            for rule, check_page in PAGE_RULES:
                for finding in islice(check_page(page), MOST_FINDINGS):
                    problems.append(
                        places.problem(rule, module.slug, replace(finding, lesson=lesson.slug))
                    )
    return problems
