"""Names as they sort in the Netherlands, and addresses that are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.text.names import fold_email, full_name, is_email, sort_key, sort_name, tidy


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Noor van den Berg", "berg, noor van den"),
        ("Anna Maria Jansen", "jansen, anna maria"),
        ("Fatma El Amrani", "amrani, fatma el"),
        ("Pieter van 't Hof", "hof, pieter van 't"),
        ("Sanne de Vries-van Dijk", "vries-van dijk, sanne de"),
        ("Łukasz Nowak", "nowak, lukasz"),
        ("Ayşe Yılmaz", "yilmaz, ayse"),
        ("Özdemir", "ozdemir"),  # one word is its own surname
        ("de Wit", "wit, de"),
        ("Rachid Ben Ali", "ali, rachid ben"),
        ("  Jan   Smit ", "smit, jan"),
    ],
)
def test_sort_name(name: str, key: str) -> None:
    assert sort_name(name) == key


def test_parts_sort_like_the_whole() -> None:
    assert sort_key("Noor", "van den", "Berg") == sort_name("Noor van den Berg")
    assert full_name("Noor", "van den", "Berg") == "Noor van den Berg"
    assert sort_key("Sukarno", "", "") == "sukarno"


def test_prefixes_come_after() -> None:
    names = ["Bo van Zanten", "Ad de Boer", "Cas Bos"]
    assert sorted(names, key=sort_name) == ["Ad de Boer", "Cas Bos", "Bo van Zanten"]


@given(st.text(max_size=60))
def test_any_text_has_a_sort_name(text: str) -> None:
    assert isinstance(sort_name(text), str)
    assert tidy(tidy(text)) == tidy(text)


def test_invisible_signs_go() -> None:
    assert tidy("Jan\u202e\u200b  Smit\x00") == "Jan Smit"


def test_addresses_differ_in_more_than_capitals() -> None:
    assert fold_email(" Noor@Voorbeeld.Example ") == "noor@voorbeeld.example"


@pytest.mark.parametrize(
    "address", ["", "noor", "noor@", "@a.nl", "a b@c.nl", "a@b", "a@b..nl", "a@@b.nl", "<a@b.nl>"]
)
def test_not_an_address(address: str) -> None:
    assert not is_email(address)
    assert is_email("noor.o'brien+school@sub.voorbeeld.example")
