"""Words of the school: found, filled, never invented."""

from __future__ import annotations

from course.text.plain import Html
from course.text.variables import EMPTY, fill, fill_in, used
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
