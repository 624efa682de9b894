"""Markdown becomes safe HTML, whatever is in it."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.text.html import render, render_inline
from course.text.plain import plain, text_as_html

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://elders.example/p.png)",
    "![x](data:image/png;base64,AAAA)",
    '<a href="//elders.example" onclick="x()">x</a>',
    "<svg/onload=alert(1)>",
    "<style>body{display:none}</style>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<iframe src=https://elders.example></iframe>",
    "`<script>`",
    "{def: <script>alert(1)</script>}",
    "\u202eeval",
]
ALLOWED = {
    "html",
    "head",
    "body",
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
} | {
    *(
        "blockquote",
        "strong",
        "em",
        "code",
        "a",
        "dfn",
        "span",
        "q",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ),
}


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        (element.tag, dict(element.attrib))
        for element in tree.iter()
        if isinstance(element.tag, str)
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_and_nothing_loads(attack: str) -> None:
    for tag, attributes in elements(render(attack)):
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel", "lang", "start"}
        assert attributes.get("href", "https://").startswith(("https://", "mailto:", "/", "#"))


@given(st.text(max_size=300))
def test_any_text_gives_allowed_elements_only(text: str) -> None:
    for tag, attributes in elements(render(text)):
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name == "style" for name in attributes)


def test_terms_and_foreign_phrases_are_marked() -> None:
    assert render_inline("Een {def: verwerker} doet aan {en: lateral reading}.") == (
        'Een <dfn>verwerker</dfn> doet aan <span lang="en">lateral reading</span>.'
    )


def test_controls_and_direction_marks_are_removed() -> None:
    assert render("a\u202eb\u0007c") == "<p>abc</p>"


@given(st.text(max_size=60))
def test_escaping_and_reading_back_are_inverse(text: str) -> None:
    assert plain(text_as_html(text)) == " ".join(text.split())
