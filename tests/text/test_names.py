"""Names as they sort in the Netherlands, and addresses that are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.text.names import fold_email, full_name, is_email, said_name, sort_key, sort_name, tidy


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Noor van den Berg", "berg, noor van den"),
        ("Anna Maria Jansen", "jansen, anna maria"),
        ("Fatma El Amrani", "amrani, fatma el"),
        ("Pieter van 't Hof", "hof, pieter van t"),
        ("Sanne de Vries-van Dijk", "vries-van-dijk, sanne de"),
        ("Els Janssen-van den Berg", "janssen-van-den-berg, els"),
        ("Els Jansen - de Vries", "jansen-de-vries, els"),
        ("Els Jansen – de Vries", "jansen-de-vries, els"),
        ("Ben Jan Zwart", "zwart, ben jan"),  # a first name that is a prefix elsewhere
        ("Do Anh Nguyen", "nguyen, do anh"),
        ("Anh Do", "do, anh"),
        ("Berg, Noor van den", "berg, noor van den"),
        ("van den Berg, Noor", "berg, noor van den"),
        ("Vries, de, Jan", "vries, jan de"),
        ("Vries, de", "vries, de"),
        ("Berg-de Vries, Noor van den", "berg-de-vries, noor van den"),
        ("'s-Gravesande", "gravesande, s"),
        ("Willem ’s-Gravesande", "gravesande, willem s"),
        ("Gabriele d'Ancona", "ancona, gabriele d"),
        ("Ancona, Gabriele d'", "ancona, gabriele d"),
        ("Seán O'Brien", "obrien, sean"),
        ("de Vries Robbé", "vries-robbe, de"),
        ("Jan Jansen, MSc", "jansen, jan"),
        ("Jan Jansen (inval)", "jansen, jan"),
        ("!!!", "!!!"),
        ("", ""),
        ("Łukasz Nowak", "nowak, lukasz"),
        ("Ayşe Yılmaz", "yilmaz, ayse"),
        ("Özdemir", "ozdemir"),  # one word is its own surname
        ("de Wit", "wit, de"),
        ("Rachid Ben Ali", "ali, rachid ben"),
        ("Seán Ó Briain", "o-briain, sean"),  # as O'Neill, under the O
        ("Ó Briain, Seán", "o-briain, sean"),
        ("Ronald Mc Donald", "mc-donald, ronald"),
        ("Otto von und zu Guttenberg", "guttenberg, otto von und zu"),
        ("Yusuf bin Ahmed", "ahmed, yusuf bin"),
        ("Berg van den, Noor", "berg, noor van den"),
        ("Nguyen Do, Anh", "nguyen-do, anh"),
        ("Piet IJsbrand", "ijsbrand, piet"),
        ("Piet Ĳsbrand", "ijsbrand, piet"),
        ("Jeanne Le Clercq", "clercq, jeanne le"),
        ("Claus von Bülow", "bulow, claus von"),
        ("Sánchez García, Juan", "sanchez-garcia, juan"),
        ("Ana de la Cruz", "cruz, ana de la"),
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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Berg, Noor van den", "Noor van den Berg"),
        ("Vries, de, Jan", "Jan de Vries"),
        ("Ancona, Gabriele d'", "Gabriele d'Ancona"),
        ("Berg van den, Noor", "Noor van den Berg"),
        ("Jansen - de Vries, Els", "Els Jansen-de Vries"),
        ("Els Jansen - de Vries", "Els Jansen-de Vries"),
        ("Jan Jansen, MSc", "Jan Jansen, MSc"),
        ("Noor van den Berg", "Noor van den Berg"),
        ("Berg,", "Berg,"),
    ],
)
def test_a_turned_name_is_said_as_people_say_it(name: str, said: str) -> None:
    assert said_name(name) == said
    assert said_name(said) == said
    assert sort_name(said) == sort_name(name)


def test_a_surname_may_hold_its_own_prefix() -> None:
    assert sort_key("Noor", "", "van der Berg") == sort_key("Noor", "van der", "Berg")
    assert sort_key("Willem", "", "'s-Gravesande") == sort_name("Willem 's-Gravesande")
    assert full_name("Els", "van", "Dijk - de Boer") == "Els van Dijk-de Boer"


def test_of_one_surname_come_first_the_single_ones() -> None:
    names = ["Al Berg-Smit", "Zoë Berg", "Bo de Berg Smit", "Cor Bergman", "Anna van den Berg"]
    assert sorted(names, key=sort_name) == [
        "Anna van den Berg",
        "Zoë Berg",
        "Al Berg-Smit",
        "Bo de Berg Smit",
        "Cor Bergman",
    ]


@given(st.text(max_size=60))
def test_any_text_has_a_sort_name(text: str) -> None:
    assert len(sort_name(text)) <= 200
    assert said_name(said_name(text)) == said_name(text)
    assert tidy(tidy(text)) == tidy(text)


def test_invisible_signs_go() -> None:
    assert tidy("Jan\u202e\u200b  Smit\x00\uffff\ufdd0") == "Jan Smit"


def test_addresses_differ_in_more_than_capitals() -> None:
    assert fold_email(" Noor@Voorbeeld.Example ") == "noor@voorbeeld.example"


@pytest.mark.parametrize(
    "address", ["", "noor", "noor@", "@a.nl", "a b@c.nl", "a@b", "a@b..nl", "a@@b.nl", "<a@b.nl>"]
)
def test_not_an_address(address: str) -> None:
    assert not is_email(address)
    assert is_email("noor.o'brien+school@sub.voorbeeld.example")
