"""Words of the school: found, filled, never invented."""

from __future__ import annotations

import pytest

from course.text.plain import Html
from course.text.variables import EMPTY, fill, fill_in, used, wordless
from tests.content.reading import item


def test_names_are_found_in_order_once() -> None:
    assert used(["{{b}} en {{ a }}", "{{b}}"]) == ("b", "a")


def test_a_value_is_escaped() -> None:
    assert fill(Html("Bel {{wie}}."), {"wie": "<b>ICT & co</b>"}) == (
        'Bel <span class="school-value">&lt;b&gt;ICT &amp; co&lt;/b&gt;</span>.'
    )


def test_an_address_becomes_a_link_only_over_https() -> None:
    assert 'href="https://school.example/code"' in fill(
        Html("{{code}}"), {"code": "https://school.example/code"}
    )
    assert "href" not in fill(Html("{{code}}"), {"code": "javascript:alert(1)"})


def test_an_empty_value_says_whom_to_ask() -> None:
    assert EMPTY in fill(Html("{{wie}}"), {})
    assert EMPTY in fill(Html("{{wie}}"), {"wie": "  "})


def test_every_text_of_an_item_is_filled_in() -> None:
    found = item(
        "::: choice v\nWie belt u bij {{dienst}}?\n\n- [x] a. {{dienst}}\n  > Bel {{dienst}}.\n- "
        "[ ] b. Niemand\n"
        "  > Bel toch {{dienst}}.\n:::"
    )
    filled = fill_in(found, {"dienst": "A & B"})
    assert filled.label == "Wie belt u bij A & B?"
    assert all("{{" not in text for text in filled.texts())
    assert sum("A &amp; B" in text for text in filled.texts()) == 4
    assert fill_in(found, {}).label == f"Wie belt u bij {EMPTY}?"


def test_an_empty_word_has_the_words_of_the_author() -> None:
    text = "Vraag {{wie: de ict-dienst}} om hulp."
    assert fill(Html(text), {}) == "Vraag de ict-dienst om hulp."
    assert "ITS" in fill(Html(text), {"wie": "ITS"})
    assert "ict-dienst" not in fill(Html(text), {"wie": "ITS"})
    assert used([text]) == ("wie",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{wie}}", ()),
        ("Uw ict-dienst: {{wie}}", ()),
        ("Uw ict-dienst: {{wie}}.", ()),
        ("Vraag {{wie}} om hulp.", ("wie",)),
        ("Vraag {{wie}}", ("wie",)),
        ("Vraag {{wie: iemand}} om hulp.", ()),
        ("Uw FG: {{wie}}, {{waar}}", ("wie", "waar")),
        ("Hier: {{wie}}. En verder.", ("wie",)),
        ("Geen woord.", ()),
    ],
)
def test_a_word_in_a_sentence_needs_words_for_the_empty_case(
    text: str, names: tuple[str, ...]
) -> None:
    assert wordless(text) == names


def test_what_stands_on_several_lines_does_not_run_together() -> None:
    values = {"doorlooptijden": "Brief maken 2\n\nReactietijd ouders 10\n"}
    told = "Brief maken 2; Reactietijd ouders 10"
    assert told in fill(Html("Zo: {{doorlooptijden}}"), values)
    assert fill_in("Zo: {{doorlooptijden}}", values) == f"Zo: {told}"
