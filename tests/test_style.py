"""Less per line: what ruff cannot see of the style of the house, and no Dutch in the rules."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

import pytest

from course.config import ROOT

COURSE = ROOT / "course"
LONGEST_FILE = 320  # lines
LONGEST_LINE = 100  # characters; ruff lets a line pass that is one word, or that ends in a pragma
MOST_DECISIONS = 10  # of one function, itself counted as the first
COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Check = Callable[[str], Iterator[str]]


def sources(*patterns: str) -> dict[str, str]:
    """The modules of the application by their path, without those of migrations."""
    paths = sorted(chain.from_iterable(map(COURSE.rglob, patterns)))
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in paths
        if "migrations" not in path.parts
    }


def nodes(source: str) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(source))


def double_comprehensions(source: str) -> Iterator[str]:
    """Comprehensions with more than one `for`."""
    for node in nodes(source):
        if isinstance(node, COMPREHENSIONS) and len(node.generators) > 1:
            yield f"{node.lineno}: {len(node.generators)} times `for` in a comprehension"


def nested_ternaries(source: str) -> Iterator[str]:
    """A choice within a choice on one line."""
    for node in nodes(source):
        if isinstance(node, ast.IfExp):
            inside = (ast.walk(part) for part in ast.iter_child_nodes(node))
            if any(isinstance(one, ast.IfExp) for one in chain.from_iterable(inside)):
                yield f"{node.lineno}: `x if y else z` within another"


def long_lines(source: str) -> Iterator[str]:
    for number, line in enumerate(source.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            yield f"{number}: {len(line)} characters"


def long_file(source: str) -> Iterator[str]:
    count = len(source.splitlines())
    if count > LONGEST_FILE:
        yield f"{count} lines; split it by subject"


BRANCHES = (
    ast.If
    | ast.For
    | ast.AsyncFor
    | ast.While
    | ast.ExceptHandler
    | ast.IfExp
    | ast.Assert
    | ast.Lambda
    | ast.match_case
)


def decisions(node: ast.AST) -> int:
    """How many ways on begin at this node: ruff's C901 leaves out `and`, ternaries and lambdas."""
    match node:
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case _:
            return int(isinstance(node, BRANCHES))


def crowded_functions(source: str) -> Iterator[str]:
    """Functions with more to decide than a reader keeps in mind."""
    for node in nodes(source):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = 1 + sum(map(decisions, ast.walk(node)))
            if count > MOST_DECISIONS:
                yield f"{node.lineno}: {node.name} decides {count} things"


def dutch_sentences(source: str) -> Iterator[str]:
    """Sentences for a reader. The author's linter keeps its own: they stand in `advice`.

    A sentence has a word with a capital and a space, or a space and a sign that ends it. What is
    raised is for who reads the log, in English, and a docstring is for who reads the code.
    """
    tree = ast.parse(source)
    passed = set(chain.from_iterable(map(_for_others, ast.walk(tree))))
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and node not in passed and _SENTENCE.search(text):
            yield f"{getattr(node, 'lineno', 0)}: {text!r}"


_SENTENCE = re.compile(r"^[A-Z][^\W\d_]+ |[^\W\d_]{2,} [^\W\d_].*[.?!]$|[^\W\d_]{2,} was ")


def _for_others(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that no reader of a page meets, when this node is their root."""
    if isinstance(node, ast.Raise) or getattr(node, "name", "") == "advice":
        yield from ast.walk(node)
    if isinstance(node, ast.Expr):
        yield node.value


CHECKS: dict[Check, str] = {
    double_comprehensions: "found = [x for row in rows for x in row]",
    nested_ternaries: "found = a if b else (c if d else e)",
    long_lines: f"NAME = '{'x' * LONGEST_LINE}'  # noqa: E501",
    crowded_functions: "def f(a):\n    return a" + " and a" * MOST_DECISIONS,
    long_file: "\n" * (LONGEST_FILE + 1),
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_code_keeps_to_the_style_of_the_house(check: Check) -> None:
    found = {path: list(check(source)) for path, source in sources("*.py").items()}
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("check", "bad"), CHECKS.items(), ids=[one.__name__ for one in CHECKS])
def test_a_fault_of_style_is_found(check: Check, bad: str) -> None:
    assert list(check(bad))


def test_one_class_name_means_one_thing() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, source in sources("*.py").items():
        for node in nodes(source):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)
    assert len(places) > 100
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_rules_return_codes_and_no_sentences() -> None:
    rules = {**sources("domain/**/*.py"), **sources("kinds/*/rules.py")}
    assert len(rules) > 30
    found = {path: list(dutch_sentences(source)) for path, source in rules.items()}
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("source", "is_sentence"),
    [
        ('"""Says what it does. It is English."""', False),
        ('raise ValueError("No such day.")', False),
        ('PATTERN = "[a-z]+ x"', False),
        ('KEY = "voorwaarde"', False),
        ('said = "Vul een naam in."', True),
        ('said = f"naam was {name}"', True),
        ('said = f"Feit {key} kennen wij niet."', True),
        ("class Rules:\n    def advice(self):\n        yield 'Schrijf uitleg.'", False),
        ("class Rules:\n    def remarks(self):\n        yield 'Schrijf uitleg.'", True),
    ],
)
def test_a_sentence_is_told_from_a_code(source: str, is_sentence: bool) -> None:
    assert bool(list(dutch_sentences(source))) == is_sentence
