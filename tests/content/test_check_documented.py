"""What authors read of the linter is what it does."""

from __future__ import annotations

import ast
import re
from itertools import chain

from course.config import ROOT
from course.content.check import RULES
from tests.content.reading import DOCUMENT


def section(title: str) -> str:
    """A part of the format's documentation, up to the next heading of the same rank."""
    return DOCUMENT.read_text("utf-8").split(f"\n{title}\n", 1)[1].split("\n## ", 1)[0]


def test_every_rule_is_documented_in_its_own_words() -> None:
    text = " ".join(section("## What the check looks at").split())
    for rule in RULES.values():
        assert f"**`{rule.name}`** ({rule.severity.value}) {' '.join(rule.meaning.split())}" in text


PLACES_OF_NAMES = {
    "error": 1,
    "warn": 1,
    "report": 0,
    "problem": 0,
    "expect": 2,
    "Problem": 2,
    "needed_note": 2,
    "needed_attribute": 2,
}


def names_in_sources() -> set[str]:
    """The rule names of every mistake of form, read from the code: in the calls that report one,
    and in the pairs of a name and its sentence that stand ready for it.
    """
    floors = [ROOT / "course" / floor for floor in ("text", "kinds", "content")]
    names: set[str] = set()
    for path in chain.from_iterable(floor.rglob("*.py") for floor in floors):
        if path.is_relative_to(floors[-1] / "check"):
            continue  # those have their own list, and their own test
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names |= {name for name in (named_by_call(node), named_by_pair(node)) if name}
    return names


def named_by_call(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call):
        return None
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    place = PLACES_OF_NAMES.get(called, len(node.args))
    return constant(node.args[place]) if place < len(node.args) else None


def named_by_pair(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Tuple) or len(node.elts) != 2:
        return None
    name, sentence = node.elts
    ready = isinstance(sentence, ast.Name) and sentence.id.startswith("_NO_")
    told = " " in (constant(sentence) or "")
    found = constant(name) or ""
    return found if (ready or told) and re.fullmatch(r"[a-z-]+", found) else None


def constant(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_mistake_of_form_is_documented() -> None:
    form = section("## What the check looks at").split("### Mistakes of form", 1)[1]
    assert set(re.findall(r"`([a-z-]+)`", form)) == names_in_sources()
