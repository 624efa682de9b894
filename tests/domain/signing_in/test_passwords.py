"""Which passwords are taken."""

from __future__ import annotations

import pytest

from course.domain.signing_in.passwords import Weakness, refused_words, weakness


@pytest.mark.asvs("6.2.1")
@pytest.mark.parametrize("password", ["", "Kort1!", "elf-tekens!"])
def test_short_is_refused(password: str) -> None:
    assert weakness(password) is Weakness.TOO_SHORT


@pytest.mark.asvs("6.2.9")
def test_128_characters_are_taken_and_129_are_not() -> None:
    sentence = "blauwe trein naar Delft met vier fluiten en een ketel " * 3
    assert weakness(sentence[:128]) is None
    assert weakness(sentence[:129]) is Weakness.TOO_LONG


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize(
    "password",
    [
        "Welkom2026!!",
        "welkomwelkom",
        "Welkom-School-01",
        "W3lk0m-sch00l",  # signs that look like letters
        "Zomer2026Zomer",
        "Herfst-2026-!",
        "Wachtwoord123",
        "qwertyuiop12",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "abcdefghijklmnop",
        "Deelwijs2026!",
        "P@ssw0rd2026",
        "acbdacdbacbd",  # four signs, in no order
        "zyxwvutsrqpo",  # keys in a row, backwards
        "abcdefghijklm9x4",  # twelve of fifteen steps are
    ],
)
def test_what_attackers_try_first_is_refused(password: str) -> None:
    assert weakness(password) is Weakness.COMMON


@pytest.mark.asvs("6.2.5")
@pytest.mark.parametrize(
    "password",
    [
        "ketel fluit trein blauw",  # no capitals, digits or signs are asked for
        "vier-losse-woorden-samen",
        "zomerse regen op het dak",  # a refused word among others
        "839201746582",
        "пароль из четырёх слов",
        "🐟🐠🐡🦀🦞🦐🦑🐙🐚🐌🐛🐜",
        "k9#Tz!vQ2@mL",
        "acebdacebdac",  # five signs
        "abcdefghijkl9x4z",  # eleven of fifteen steps
        "blauwe trein naar school",  # only the end is a refused word
    ],
)
def test_anything_else_is_taken(password: str) -> None:
    assert weakness(password) is None


@pytest.mark.parametrize("password", ["LottedeWit2026", "lotte.wit-2026", "DeBrug!DeBrug!1"])
def test_own_name_and_school_are_refused(password: str) -> None:
    about = ["Lotte de Wit", "lotte@voorbeeld.example", "School De Brug"]
    assert weakness(password) is None
    assert weakness(password, about) is Weakness.COMMON


def test_list_is_tidy() -> None:
    assert min(map(len, refused_words())) > 1
    assert all(word == word.strip().casefold() and word.isalpha() for word in refused_words())
    assert {
        "welkom",
        "wachtwoord",
        "school",
        "deelwijs",
        "lente",
        "zomer",
        "herfst",
        "winter",
    } <= refused_words()
