"""A refresher: a few questions about what somebody learned, behind a link of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RefresherMail:
    """What its text says: nothing of what is asked. `link` opens this one refresher without a
    password, and nothing else; `until` is its last day.
    """

    folder: ClassVar[str] = "refresher"
    brand: str
    name: str
    course: str
    questions: int
    until: str  # "12 maart 2027"
    link: str
    stop: str


EXAMPLE = RefresherMail(
    "Deelwijs",
    "Łukasz Nowak",
    "Sociale media",
    3,
    "12 maart 2027",
    "http://localhost/leren/opfrissen/abc-DEF.GHI_123",
    "http://localhost/mail/opfrissers/abc.DEF",
)
