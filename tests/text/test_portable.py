"""A lesson looks here as on a code-hosting site, or its author is told on which line it does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.content.catalog import read_catalog
from course.text.html import render
from course.text.portable import as_shown, foreign_in
from tests.content.reading import write_folder

AFTER_A_LINE = "<p>Neem mee:</p><ul><li>een</li><li>twee</li></ul>"
NESTED = "<ul><li>een<ul><li>twee</li></ul></li><li>drie</li></ul>"


def shown(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", render(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Neem mee:\n- een\n- twee", AFTER_A_LINE),
        ("Neem mee:\n* een\n* twee", AFTER_A_LINE),
        ("Neem mee:\n\n- een\n- twee", AFTER_A_LINE),
        ("Neem mee:\n1. een\n2. twee", AFTER_A_LINE.replace("ul>", "ol>")),
        ("Neem mee:\n1) een\n2) twee", AFTER_A_LINE.replace("ul>", "ol>")),
        ("Dat was in\n2026. Nu niet", "<p>Dat was in2026. Nu niet</p>"),  # no list, as elsewhere
        ("3. een\n4. twee", '<ol start="3"><li>een</li><li>twee</li></ol>'),
        ("- een\n  - twee\n- drie", NESTED),
        ("- een\n   - twee\n- drie", NESTED),
        ("- een\n    - twee\n- drie", NESTED),
        ("- een\n\t- twee\n- drie", NESTED),
        (
            "1. een\n   - twee\n2. drie",
            "<ol><li>een<ul><li>twee</li></ul></li><li>drie</li></ol>",
        ),
        (
            "- a\n  - b\n    - c\n- d",
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
        ),
        (
            "- a\n\n  meer\n- b",
            "<ul><li><p>a</p><p>meer</p></li><li><p>b</p></li></ul>",
        ),
        ("- een\n1. twee", "<ul><li>een</li></ul><ol><li>twee</li></ol>"),
        ("1. een\n- twee", "<ol><li>een</li></ol><ul><li>twee</li></ul>"),
        ("1. een\n  - twee", "<ol><li>een</li></ol><ul><li>twee</li></ul>"),  # two is not enough
        ("- een  \n  twee\n- drie", "<ul><li>een<br>twee</li><li>drie</li></ul>"),
        (
            "Zie https://b.nl/c_(d).",
            '<p>Zie <a href="https://b.nl/c_(d)" rel="noopener">https://b.nl/c_(d)</a>.</p>',
        ),
        (
            "(zie https://b.nl/c)",
            '<p>(zie <a href="https://b.nl/c" rel="noopener">https://b.nl/c</a>)</p>',
        ),
        ("[a](HTTP://b.nl)", '<p><a href="HTTP://b.nl" rel="noopener">a</a></p>'),
        ("```x```", "<p><code>x</code></p>"),
        ("Om 10:30:15 en a:b:c", "<p>Om 10:30:15 en a:b:c</p>"),
        ("> tekst\n> - a", "<blockquote><p>tekst</p><ul><li>a</li></ul></blockquote>"),
        (
            "Kijk:\n| a | b |\n|---|--:|\n| 1 | 2 |",
            '<p>Kijk:</p><table><thead><tr><th>a</th><th align="right">b</th></tr></thead>'
            '<tbody><tr><td>1</td><td align="right">2</td></tr></tbody></table>',
        ),
        ("[a](http://b.nl)", '<p><a href="http://b.nl" rel="noopener">a</a></p>'),
        ("[bel](tel:020-1)", '<p><a href="tel:020-1" rel="noopener">bel</a></p>'),
        (
            "Zie https://b.nl/c, of d@e.nl.",
            '<p>Zie <a href="https://b.nl/c" rel="noopener">https://b.nl/c</a>, of '
            '<a href="mailto:d@e.nl" rel="noopener">d@e.nl</a>.</p>',
        ),
        ("www.b.nl", '<p><a href="http://www.b.nl" rel="noopener">www.b.nl</a></p>'),
        (
            "[https://b.nl](https://c.nl)",
            '<p><a href="https://c.nl" rel="noopener">https://b.nl</a></p>',
        ),
        ("`https://b.nl`", "<p><code>https://b.nl</code></p>"),
        ("een\\\ntwee", "<p>een<br>twee</p>"),
        ("een  \ntwee", "<p>een<br>twee</p>"),
        ("~~weg~~ en ~ook~", "<p><del>weg</del> en <del>ook</del></p>"),
        ("Kop\n---\ntekst", "<h2>Kop</h2><p>tekst</p>"),
        ("een_twee_drie", "<p>een_twee_drie</p>"),
        ("een*twee*drie", "<p>een<em>twee</em>drie</p>"),
    ],
)
def test_it_looks_the_same(text: str, html: str) -> None:
    assert shown(text) == html
    assert list(foreign_in(text)) == []


FOREIGN = [
    "# Kop",
    "#Kop",
    "##### Kop",
    "Kop\n===",
    "```\nprint\n```",
    "~~~\nprint\n~~~",
    "    print",
    "- [ ] doen",
    "- [x] gedaan",
    "1. [x] gedaan",
    "Zo is het.[^1]",
    "![een foto](foto.png)",
    "Dit is <b>vet</b>.",
    "een<br>twee",
    "<!-- later -->",
    "> [!NOTE]\n> Let op.",
    "[a](javascript:alert(1))",
    "[a](ftp://b.nl)",
    "Zie ftp://b.nl.",
    "Goed zo :smile: en verder",
    "$$x + y$$",
    "[a]\n\n[a]: file:///etc",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_not_shown_is_said(text: str) -> None:
    assert list(foreign_in(text))


@pytest.mark.parametrize("text", ["a < b", "`<b>`", "3 # 4", "[a](les)", "1 - 2", "[een] woord"])
def test_what_only_looks_so_is_let_through(text: str) -> None:
    assert list(foreign_in(text)) == []


def test_rewriting_twice_is_rewriting_once() -> None:
    text = "a\n- b\n  - c\n\n    d\n- e\n\n> 1) f\n>    - g\n"
    assert as_shown(as_shown(text)) == as_shown(text)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_line_is_that_of_the_file(mark: str, tmp_path: Path) -> None:
    """Also in a file with a byte-order mark, and below other lines of the same paragraph."""
    lesson = f'{mark}+++\ntitle = "Les"\n+++\n\nEen regel.\n\nNog een\n# Kop\n\n<b>vet</b>\n'
    folder = write_folder(tmp_path / "modules", les=lesson)
    found = [
        (one.file, one.line) for one in read_catalog(folder).problems if one.rule == "markdown"
    ]
    assert found == [("een/01-les.md", 8), ("een/01-les.md", 10)]
