"""A list that somebody wants every week or month could not be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PeopleFileFailedMail:
    """What its text says: nothing of what would be in the list. `link` asks to sign in; `stop` ends
    this mail without an account.
    """

    folder: ClassVar[str] = "people_file_failed"
    brand: str
    name: str
    about: str  # "Sociale media: te laat, alle scholen die u mag zien"
    day: str  # "15 maart 2027", the Monday
    why: str  # a sentence, or more than one
    next_day: str  # "22 maart 2027"; empty when it comes no more
    link: str
    stop: str


EXAMPLE = PeopleFileFailedMail(
    *("Deelwijs", "Mirjam de Boer", "Sociale media: te laat, alle scholen die u mag zien"),
    "15 maart 2027",
    "De lijst heeft meer dan 2.000 mensen en is te lang voor een PDF. Vraag de spreadsheet.",
    *("22 maart 2027", "http://localhost/rapport/bestanden"),
    "http://localhost/mail/lijst/abc.DEF",
)
