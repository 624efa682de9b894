"""Which surname somebody bears, by what an HR system says of the use of names."""

from __future__ import annotations

import pytest

from course.domain.people.naming import NameUse, Surname, is_name_of, name_use, shown_surname

OWN, PARTNER = Surname("de", "Wit"), Surname("van den", "Berg")
NOBODY = Surname("", "")


@pytest.mark.parametrize(
    ("texts", "use"),
    [
        (("1", "B", "Eigen naam"), NameUse.OWN),
        (("2", "BP", "Eigen naam - naam partner"), NameUse.OWN_PARTNER),
        (("3", "PB", "Naam partner / eigen naam"), NameUse.PARTNER_OWN),
        (("04", "P", "Naam partner"), NameUse.PARTNER),
        (("", "9", "onbekend"), None),
    ],
)
def test_what_systems_call_the_use_of_names(texts: tuple[str, ...], use: NameUse | None) -> None:
    assert {name_use(text) for text in texts} == {use}


@pytest.mark.parametrize(
    ("use", "shown"),
    [
        (None, OWN),
        (NameUse.OWN, OWN),
        (NameUse.OWN_PARTNER, Surname("de", "Wit-van den Berg")),
        (NameUse.PARTNER_OWN, Surname("van den", "Berg-de Wit")),
        (NameUse.PARTNER, PARTNER),
    ],
)
def test_the_surname_that_is_shown(use: NameUse | None, shown: Surname) -> None:
    assert shown_surname(OWN, PARTNER, use) == shown
    assert shown_surname(OWN, NOBODY, use) == OWN, "without a partner's name"


def test_who_has_no_name_at_birth_bears_that_of_the_partner() -> None:
    assert shown_surname(NOBODY, PARTNER, NameUse.OWN_PARTNER) == PARTNER
    assert (PARTNER.whole, NOBODY.whole) == ("van den Berg", "")


@pytest.mark.parametrize(
    ("whole", "may"),
    [
        ("Noor Jansen", True),  # the first name
        ("N. Jansen", True),  # its initial
        ("Mevrouw Berg", True),  # the last word of a surname
        ("O. Jansen", False),  # not the second letter
        ("Van den Heuvel", False),
        ("Jan Smit", False),
    ],
)
def test_whose_a_whole_name_may_be(whole: str, may: bool) -> None:
    assert is_name_of(whole, "Noor", ["van den Berg", ""]) is may
    assert is_name_of(whole, "", [])
