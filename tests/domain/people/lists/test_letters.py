"""Accents are read as they were meant, or the file is refused: never `Zo‘`."""

from __future__ import annotations

import pytest

from course.domain.people.lists.letters import decoded
from course.domain.people.roster_problems import Fault

NAMES = (
    "Zoë Bos, André, Renée, Daniël",
    "Hélène d’Ancona",
    "José García",
    "Özdemir, Jörg, Müller",
    "Benoît",
    "Dušan",
    "João Gonçalves",
    "ZOË",
    "Janssen–Smit",
    "’s-Gravesande",
    "Foto’s",
    "Ayse",
    "Óscar Íñigo",
    "Ó Briain",
    "Íñigo",
    "Strauß",
    "Tó",
    "von Bülow, Löwenthal",
    "Sánchez García",
    "Chloë, Maïté, Loïs",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("names", NAMES)
def test_no_accent_becomes_another(names: str, encoding: str) -> None:
    text = f"naam;e-mail\n{names};a@a.nl\n"
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return  # no such letter there
    assert decoded(data) in (text, Fault.LETTERS)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("Zoë Bos", "cp1252"),
        ("Zoë Bos", "mac_roman"),
        ("André, Renée", "mac_roman"),
        ("André, Renée", "cp850"),
        ("Zoë, André", "cp850"),
        ("José García", "mac_roman"),
        ("Müller", "cp850"),
        ("Hélène", "cp1252"),
        ("Benoît", "cp1252"),
        ("ZOË", "cp1252"),
        ("d’Ancona", "cp1252"),
    ],
)
def test_what_schools_save_is_read(names: str, encoding: str) -> None:
    assert decoded(names.encode(encoding)) == names


@pytest.mark.parametrize("data", ["ZoÃ« Bos".encode(), "Zo� Bos".encode(), b"Du\x9aan"])
def test_what_cannot_be_known_is_refused(data: bytes) -> None:
    assert decoded(data) is Fault.LETTERS


def test_bytes_without_meaning_are_no_text() -> None:
    assert decoded(b"\xff\xfea") is Fault.UNREADABLE
    assert decoded(b"naam\0;mail") is Fault.UNREADABLE
