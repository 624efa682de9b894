"""Accents are read as they were meant, or the file is refused: never `Zo‘`."""

from __future__ import annotations

import pytest

from course.domain.people.lists.abroad import is_surely_turkish
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
    "Łukasz Wójcik",
    "Łukasz",
    "Zięba, Kępa",
    "Leśniak, Stefański",
    "Dvořák",
    "Černý, Čapek",
    "Výborný",
    "Krčmář, Vlčková",
    "Ondřej, Přemysl",
    "Petrovič",
    "Maďar, Naďa",
    "Němec, Vaněk",
    "Szűcs, Erdős",
    "Šimić, Đorđević",
    "Ionuţ, Niţă",
    "Şükrü Yıldız",
    "Şahin",
    "Ğ",
    "Doğan, Aydın",
    "İbrahim",
    "Sørensen, Øystein, Høeg",
    "Muñoz, Peña, Fañch",
    "Molière, Danièl, Renè, Kèvin",
    "Lê, gêne, Fêddema",
    "Sjûkje, Simões, Sacré-Cœur",
    "Guðrún, Kjær, Nicolò",
    "Sarı",
    "Kırmızı, Yılmaz",
    "Martí, Davíð, Weiß",
    "François, Næss",
    "Daniël, Kjærgaard",
    "Özlem, Niccolò",
    "Sæther",
    "Luís, Solís, París, Asís",
    "Jordà",
    "Noà, Carmé’s, Peñarót",
    "Jans’ groep, d’Ancona, ’s-Gravesande",
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "cp1252",
    "mac_roman",
    "cp850",
    "cp1250",
    "cp1254",
)


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
        ("Jans’ groep, Zoë", "mac_roman"),
        ("Müller", "cp850"),
        ("Hélène", "cp1252"),
        ("Benoît", "cp1252"),
        ("ZOË", "cp1252"),
        ("d’Ancona", "cp1252"),
        ("Müller, Šimic, Zoë", "cp1252"),
        ("Sørensen, Bjørn", "cp1252"),
        ("Muñoz, Peña", "cp1252"),
        ("Molière, Danièl, Jèrôme, Renè", "cp1252"),
        ("Aïcha, Naïma, Sjûkje", "cp1252"),
        ("Dvorský, Novotný", "cp1252"),
        ("Ñandú", "cp1252"),
        ("Næss, Lê", "cp1252"),
        ("Zoë, Þór", "cp1252"),
        ("Þór, João", "cp1252"),
        ("Açık", "cp850"),
        ("João Magalhães, Simões", "cp1252"),
        ("Łukasz Wójcik", "cp1250"),
        ("ŁUKASZ WÓJCIK", "cp1250"),
        ("Zoë Müller, Łukasz Dąbrowski", "cp1250"),
        ("Stefański", "cp1250"),
        ("Jiří Dvořák, Růžičková", "cp1250"),
        ("Šimić, Kovačević", "cp1250"),
        ("Şükrü Yıldız", "cp1254"),
        ("ŞÜKRÜ YILDIZ", "cp1254"),
        ("Zoë Bos, Çağla Ğ, İbrahim Şahin", "cp1254"),
    ],
)
def test_what_schools_save_is_read(names: str, encoding: str) -> None:
    assert decoded(names.encode(encoding)) == names


@pytest.mark.parametrize(
    "data",
    [
        "ZoÃ« Bos".encode(),
        "Zo\ufffd Bos".encode(),
        b"Du\x9aan",
        b"\x81\x8d\xf0\xff",  # in no way
        "Kępa".encode("cp1250"),
        "Sarı".encode("cp1254"),
        "Şahin, Ìsa".encode("cp1254"),
        "Škoda".encode("cp852"),
        "Škoda, Lê".encode("cp1252"),
    ],
)
def test_what_cannot_be_known_is_refused(data: bytes) -> None:
    assert decoded(data) is Fault.LETTERS


def test_bytes_without_meaning_are_no_text() -> None:
    assert decoded(b"\xff\xfea") is Fault.UNREADABLE
    assert decoded(b"naam\0;mail") is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("word", "surely"), [("güneş", True), ("Yıldız", True), ("küçük", False), ("Müçı", False)]
)
def test_two_letters_of_turkish_are_turkish_when_no_other_language_has_one(
    word: str, surely: bool
) -> None:
    assert is_surely_turkish(word) is surely
