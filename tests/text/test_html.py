"""Markdown becomes safe HTML, whatever is in it."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.text import bounds, html
from course.text.html import is_bare, render, render_inline
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
    assert render("a\u202eb\u0007c\ufffe") == "<p>abc</p>"


@given(st.text(max_size=60))
def test_escaping_and_reading_back_are_inverse(text: str) -> None:
    assert plain(text_as_html(text)) == " ".join(text.split())


@given(
    st.one_of(
        st.text("abé1 .,:;!?()-+/%*_#>|=~\n‘’“”'\"–…", max_size=60),
        st.lists(
            st.sampled_from(["a", "1.", "Ja", "- b", ": c", "‘d’", "\n", "\n\n", " ", "!", "==="])
        ).map("".join),
    )
)
def test_a_bare_text_is_what_the_libraries_make_of_it(text: str) -> None:
    if is_bare(text):
        with_libraries = html._CLEANER.clean(html._markdown().convert(text)).strip()
        assert render(text) == with_libraries
        assert bounds.excess_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["1. een", "- een", "a\n: b", "a\n===", "*a*", "a_b_c", "a  \nb", "    a", "a & b", "a\n- b"],
)
def test_a_text_with_a_sign_of_markdown_is_not_bare(text: str) -> None:
    assert not is_bare(text)
