"""A ZIP with bytes changed or missing is broken or whole, and never anything else."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from course.domain.people.school_list import read_school_list
from course.sheets.workbooks import read_list
from course.text.packed import BrokenZipError, opened_zip


def packed(way: int) -> bytes:
    """One file, packed in one of the ways that Python knows."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", way) as parts:
        parts.writestr(
            "lijst.csv", "INSTELLINGSCODE;VESTIGINGSNAAM\n99ZZ;De Verzonnen School\n" * 40
        )
    return kept.getvalue()


def damaged(whole: bytes, dice: random.Random) -> bytes:
    """With a few other bytes, and sometimes not to its end."""
    data = bytearray(whole)
    for _ in range(dice.choice((1, 2, 5))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[: dice.randrange(len(data))] if dice.random() < 0.2 else data)


WAYS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("way", WAYS, ids=["stored", "deflated", "bzip2", "lzma"])
def test_what_is_damaged_is_whole_or_broken(way: int) -> None:
    dice, whole, broken = random.Random(way), packed(way), 0
    for _ in range(400):
        data = damaged(whole, dice)
        try:
            with opened_zip(data) as parts:
                for name in parts.namelist():
                    parts.read(name)
        except BrokenZipError:
            broken += 1
    assert 0 < broken < 400


@pytest.mark.parametrize("way", WAYS, ids=["stored", "deflated", "bzip2", "lzma"])
def test_a_damaged_list_is_an_answer(way: int) -> None:
    """The list of schools and a list of people; a damaged one was an error of ours."""
    dice, whole = random.Random(way), packed(way)
    for _ in range(150):
        data = damaged(whole, dice)
        read_school_list(data)
        read_list(data, lambda word: word == "naam")
