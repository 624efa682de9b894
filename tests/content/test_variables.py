"""Words of the school: found, filled, never invented."""

from __future__ import annotations

from course.content.types import Html
from course.content.variables import EMPTY, fill, used


def test_names_are_found_in_order_once() -> None:
    assert used(["{{b}} en {{ a }}", "{{b}}"]) == ("b", "a")


def test_a_value_is_escaped() -> None:
    assert fill(Html("Bel {{wie}}."), {"wie": "<b>ICT & co</b>"}) == (
        'Bel <span class="school-value">&lt;b&gt;ICT &amp; co&lt;/b&gt;</span>.'
    )


def test_an_address_becomes_a_link_only_over_https() -> None:
    assert 'href="https://school.example/code"' in fill(Html("{{code}}"), {"code": "https://school.example/code"})
    assert "href" not in fill(Html("{{code}}"), {"code": "javascript:alert(1)"})


def test_an_empty_value_says_whom_to_ask() -> None:
    assert EMPTY in fill(Html("{{wie}}"), {})
    assert EMPTY in fill(Html("{{wie}}"), {"wie": "  "})
