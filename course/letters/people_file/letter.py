"""A list that somebody wants every week or month waits for them. It is not in the mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PeopleFileMail:
    """What its text says: nothing of what is in the list. `link` asks to sign in; `stop` ends this
    mail without an account.
    """

    folder: ClassVar[str] = "people_file"
    brand: str
    name: str
    every: str  # "Elke maandag"
    about: str  # "Sociale media: te laat, alle scholen die u mag zien"
    day: str  # "12 maart 2027", of which the list is
    until: str  # its last day
    link: str
    stop: str


EXAMPLE = PeopleFileMail(
    *("Deelwijs", "Mirjam de Boer", "Elke maandag"),
    *("Sociale media: te laat, alle scholen die u mag zien", "15 maart 2027", "21 maart 2027"),
    *("http://localhost/bezig/abc-DEF", "http://localhost/mail/lijst/abc.DEF"),
)
