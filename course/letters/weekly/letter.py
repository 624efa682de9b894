"""Who is late and who is stuck at the schools of who reads it, and what they owe themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.letters.reminder.letter import ToDo


@dataclass(frozen=True)
class SchoolBehind:
    """The people of one school, a line for each."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class BehindPart:
    """One part of the mail. `more`: how many are in no line."""

    total: int
    schools: tuple[SchoolBehind, ...]
    more: int


@dataclass(frozen=True)
class WeeklyMail:
    """What its text says. `link` opens a page, and asks to sign in; nothing happens by it."""

    folder: ClassVar[str] = "weekly"
    brand: str
    name: str
    late: BehindPart
    stuck: BehindPart
    courses: tuple[ToDo, ...]  # of the reader; empty: nothing is to be said of it
    link: str
    stop: str


EXAMPLE = WeeklyMail(
    "Deelwijs",
    "Mirjam de Boer",
    BehindPart(
        3,
        (
            SchoolBehind(
                "Het Baken",
                (
                    "Łukasz Nowak: Sociale media, klaar uiterlijk op 12 maart 2027",
                    "Anna Bakker: Sociale media, klaar uiterlijk op 12 maart 2027",
                ),
            ),
        ),
        1,
    ),
    BehindPart(
        1,
        (
            SchoolBehind(
                "De Regenboog", ("Piet Smit: Op de fiets, klaar uiterlijk op 1 april 2027",)
            ),
        ),
        0,
    ),
    (ToDo("Sociale media", "1 april 2027", late=False, progress="3 van de 12 lessen klaar"),),
    "http://localhost/rapport/weekmail",
    "http://localhost/mail/stoppen/abc.DEF",
)
