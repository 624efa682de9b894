"""Each component draws its examples: valid HTML, everything named tied, and nothing that our policy
would block.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from course import kinds
from course.web.page.gallery import TEMPLATES, Component, Example, draw, read_components
from tests.checking_client import read_page

COMPONENTS = TEMPLATES / "components"
EXAMPLES = [
    pytest.param(component, example, id=f"{component.macro}: {example.name}")
    for component in read_components()
    for example in component.examples
]
POINTING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def parse(html: str) -> Element:
    """The tree of a page; any parse error is a failure."""
    root, faults = read_page(html)
    assert faults == []
    return root


def page_around(html: str) -> Element:
    return parse(
        f'<!doctype html><html lang="nl"><head><title>t</title></head><body>{html}</body></html>'
    )


def faults(tree: Element) -> list[str]:
    """What a reader, a screen reader or the policy would trip over."""
    found = []
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    found += [f"id {name} twice" for name, count in ids.items() if count > 1]
    labelled = {node.get("for") for node in tree.iter("label")}
    inside_label = {child for label in tree.iter("label") for child in label.iter()}
    for node in tree.iter():
        found += [
            f"{name} on {node.tag}"
            for name in node.keys()  # noqa: SIM118 - an element is no dict
            if name == "style" or name.startswith("on")
        ]
        found += [
            f"{name} of {node.tag} points to {target}, which is not there"
            for name in POINTING
            for target in (node.get(name) or "").split()
            if target not in ids
        ]
        asks = node.tag in ("input", "select", "textarea") and node.get("type") not in (
            "hidden",
            "submit",
        )
        if asks and node.get("id") not in labelled and node not in inside_label:
            found.append(f"{node.tag} {node.get('name')} has no label")
        if node.tag == "button" and not node.get("type"):
            found.append(f"button {node.text} has no type")
        if node.tag == "svg" and node.get("aria-hidden") != "true" and node.get("role") != "img":
            found.append("svg that is neither hidden nor named")
        if node.tag in ("style", "script") and not node.get("src"):
            found.append(f"inline {node.tag}")
        if node.tag == "a" and not "".join(node.itertext()).strip():
            found.append("link without words")
    return found


@pytest.mark.parametrize(
    "bad",
    ['<p style="x">', "<label for='x'>n</label>", "<input name='a'>", "<i id=a></i><i id=a></i>"],
)
def test_faults_finds_what_is_wrong(bad: str) -> None:
    assert faults(page_around(bad))


@pytest.mark.parametrize(("component", "example"), EXAMPLES)
def test_example_is_valid_and_tied(
    drawing_app: Flask, component: Component, example: Example
) -> None:
    with drawing_app.test_request_context():
        html = draw(drawing_app.jinja_env, component, example)
    assert faults(page_around(html)) == []


def test_every_component_has_examples() -> None:
    """One .toml beside each macro file, and a comment that says what its arguments are.

    The forms of item kinds have theirs in docs/content-format.md: test_items.py draws those.
    """
    without = [
        path.name for path in COMPONENTS.glob("*.html") if not path.with_suffix(".toml").exists()
    ]
    assert without == []
    undocumented = [
        path.name for path in COMPONENTS.rglob("*.html") if "{#" not in path.read_text("utf-8")
    ]
    assert undocumented == []


def test_every_component_is_drawn_by_a_page() -> None:
    """Directly, or by a component that is: what only the gallery shows is nobody's."""
    folders = (TEMPLATES, Path(kinds.__file__).parent)
    templates = {path: path.read_text("utf-8") for one in folders for path in one.rglob("*.html")}
    for path in sorted(COMPONENTS.glob("*.html")):
        users = [one for one, text in templates.items() if f'"components/{path.name}"' in text]
        assert users, f"no page draws {path.name}"


def test_gallery_shows_every_component(drawing_app: Flask) -> None:
    reply = drawing_app.test_client().get("/onderdelen")
    assert reply.status_code == 200
    titles = [component.title for component in read_components()]
    assert all(f">{title}</h2>" in reply.text for title in titles)
    parse(reply.text)


def test_text_is_escaped(drawing_app: Flask) -> None:
    """A name from a person or a spreadsheet is text, wherever it is shown."""
    attack = '"><script>alert(1)</script>'
    with drawing_app.test_request_context():
        for component, example in (param.values for param in EXAMPLES):
            swapped = Example(
                "attack",
                {name: poisoned(value, attack) for name, value in example.arguments.items()},
                None,
            )
            if example.call is None and component.macro not in ("callout", "tag"):
                assert "<script" not in draw(drawing_app.jinja_env, component, swapped), (
                    component.macro
                )


def poisoned(value: object, attack: str) -> object:
    """Every free text in an argument replaced; words that choose a look stay."""
    if isinstance(value, str) and re.search(r"[A-ZÀ-ž]", value):
        return attack
    if isinstance(value, list):
        return [poisoned(entry, attack) for entry in value]
    if hasattr(value, "__dataclass_fields__"):
        fields = {
            name: poisoned(getattr(value, name), attack)
            for name in value.__dataclass_fields__
            if name != "status"
        }
        return type(value)(**fields)
    return value
