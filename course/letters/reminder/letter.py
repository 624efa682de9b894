"""What somebody still has to do, by when, in one mail over all courses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ToDo:
    """One course in the mail."""

    title: str
    due: str  # "12 maart 2027"
    late: bool
    progress: str  # "3 van de 12 lessen klaar"; empty: not begun


@dataclass(frozen=True)
class ToDoMail:
    """What its text says. `link` opens a page, and asks to sign in; nothing happens by it."""

    folder: ClassVar[str] = "reminder"
    brand: str
    name: str
    courses: tuple[ToDo, ...]
    link: str
    stop: str

    @property
    def begun(self) -> bool:
        """Whether any course was begun."""
        return any(course.progress for course in self.courses)

    @property
    def late(self) -> bool:
        """Whether the day of any course has passed."""
        return any(course.late for course in self.courses)


EXAMPLE = ToDoMail(
    "Deelwijs",
    "Łukasz Nowak",
    (
        ToDo("Sociale media", "12 maart 2027", late=True, progress="3 van de 12 lessen klaar"),
        ToDo("Op de fiets", "1 april 2027", late=False, progress=""),
    ),
    "http://localhost/leren",
    "http://localhost/mail/stoppen/abc.DEF",
)
