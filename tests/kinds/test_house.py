"""Nobody outside asks an item what it is; rules speak in codes; and a line in a kind holds
little.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.kinds.registry import ITEM_CLASSES, folder_of

COURSE = Path(__file__).resolve().parents[2] / "course"
KINDS = COURSE / "kinds"
NAMES = {cls.__name__ for cls in ITEM_CLASSES.values()} | {"Item", "SortingItem"}
OUTSIDE = [
    path
    for path in sorted(COURSE.rglob("*.py"))
    if KINDS not in path.parents and "migrations" not in path.parts
]
INSIDE = sorted(KINDS.rglob("*.py"))
# What decides, without words for a reader. Parsers speak to the author, and wording.py is where the
# words are.
RULES = [
    path
    for path in INSIDE
    if path.name not in ("item.py", "wording.py", "parsing.py", "soundness.py", "sorting.py")
]
WORDS = re.compile(r"[A-Za-zÀ-ÿ’]+,? [a-zà-ÿ’]{2,}")
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def named(path: Path) -> str:
    return path.relative_to(COURSE).as_posix()


def asks(source: str) -> Iterator[int]:
    """Lines on which a module asks an item what it is: by its class, in a match, or by the name of
    its kind.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "isinstance",
            "issubclass",
        ):
            classes = {
                getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(node.args[1])
            }
            if classes & NAMES:
                yield node.lineno
        elif isinstance(node, ast.MatchClass) and getattr(node.cls, "id", "") in NAMES:
            yield node.pattern.lineno if hasattr(node, "pattern") else node.lineno
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(getattr(side, "attr", "") == "kind" for side in sides) and any(
                isinstance(part, ast.Constant) and part.value in ITEM_CLASSES
                for side in sides
                for part in ast.walk(side)
            ):
                yield node.lineno


@pytest.mark.parametrize("path", OUTSIDE, ids=named)
def test_nobody_asks_an_item_what_it_is(path: Path) -> None:
    assert list(asks(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "isinstance(item, ChoiceItem)",
        "isinstance(block, (Prose, spread.item.SpreadItem))",
        "match item:\n    case OrderItem():\n        pass",
        'item.kind == "dilemma"',
        'item.kind in ("opener", "plan")',
    ],
)
def test_a_question_is_noticed(source: str) -> None:
    assert list(asks(source))


def test_no_template_asks_either() -> None:
    asked = re.compile(
        rf"\.kind\s*(?:==|!=|in)\s*[\[(]?\s*['\"](?:{'|'.join(sorted(ITEM_CLASSES))})['\"]"
    )
    templates = [*COURSE.joinpath("templates").rglob("*.html"), *KINDS.rglob("*.html")]
    assert templates
    assert [path.name for path in templates if asked.search(path.read_text("utf-8"))] == []


def sentences(tree: ast.Module) -> Iterator[str]:
    """Every text in a module that reads like words for people; not what explains or fails, nor
    advice to the author.
    """
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (
            isinstance(node, ast.FunctionDef) and node.name == "advice"
        ):
            skipped |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
        ):
            text = re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", "", node.value)
            if WORDS.search(text):
                yield node.value


@pytest.mark.parametrize("path", RULES, ids=named)
def test_rules_return_codes(path: Path) -> None:
    assert list(sentences(ast.parse(path.read_text("utf-8")))) == []


def test_a_sentence_in_a_rule_is_noticed() -> None:
    assert list(
        sentences(ast.parse('def read():\n    return NotGradable("Kies eerst een antwoord.")'))
    )
    assert not list(
        sentences(
            ast.parse(
                'def read():\n    """A rule in words."""\n    raise ValueError("no such thing")'
            )
        )
    )


@pytest.mark.parametrize("path", INSIDE, ids=named)
def test_a_line_holds_little(path: Path) -> None:
    """Lines of 100 and complexity are kept by the linter; here one `for` in a comprehension, and no
    nested choice.
    """
    tree = ast.parse(path.read_text("utf-8"))
    assert [
        n.lineno for n in ast.walk(tree) if isinstance(n, COMPREHENSIONS) and len(n.generators) > 1
    ] == []
    choices = [n for n in ast.walk(tree) if isinstance(n, ast.IfExp)]
    assert [
        n.lineno
        for n in choices
        if isinstance(n.body, ast.IfExp) or isinstance(n.orelse, ast.IfExp)
    ] == []


@pytest.mark.parametrize("kind", sorted(ITEM_CLASSES))
def test_a_kind_is_complete(kind: str) -> None:
    folder = KINDS / folder_of(kind)
    files = {path.name for path in folder.iterdir() if path.is_file()}
    assert {"item.py", "rules.py", "wording.py", "example.md"} <= files
    assert "form.html" in files or kind == "dilemma"  # a story has a page of its own
