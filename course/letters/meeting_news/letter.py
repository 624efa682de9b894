"""To who comes to a training on a day: it changed, it is cancelled, or a seat is theirs or no
longer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class MeetingNews:
    """What its text says.

    `news`: changed, cancelled, seat or waiting; `when` with day and times.
    """

    folder: ClassVar[str] = "meeting_news"
    brand: str
    name: str
    news: str
    title: str
    when: str
    place: str
    link: str


EXAMPLE = MeetingNews(
    *("Deelwijs", "Noor van den Berg", "changed", "Samen oefenen met de gedragscode"),
    *(
        "woensdag 9 december 2026 van 13.30 tot 15.00 uur",
        "Aula",
        "http://localhost/bijeenkomsten/abc",
    ),
)
