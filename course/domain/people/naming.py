"""Which surname of the two that somebody may bear is shown: one rule for all HR systems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from course.text.names import fold, tidy


class NameUse(StrEnum):
    """What an HR system calls the use of names."""

    OWN = "own"
    OWN_PARTNER = "own-partner"
    PARTNER_OWN = "partner-own"
    PARTNER = "partner"


# Youforce counts from 1 to 4; elsewhere B is the name at birth and P that of the partner
_CODES = {
    NameUse.OWN: "1 b e own eigen eigennaam geboortenaam birthname g",
    NameUse.OWN_PARTNER: "2 bp ep gp ownpartner eigenpartner geboortenaampartner eigennaampartner"
    " eigennaampartnernaam geboortenaampartnernaam geboortenaamnaampartner eigennaamnaampartner",
    NameUse.PARTNER_OWN: "3 pb pe pg partnerown partnereigen partnergeboortenaam partnereigennaam"
    " partnernaameigennaam partnernaamgeboortenaam naampartnergeboortenaam naampartnereigennaam",
    NameUse.PARTNER: "4 p partner partnernaam naampartner",
}


def _uses() -> dict[str, NameUse]:
    """By code: what it says."""
    found: dict[str, NameUse] = {}
    for use, codes in _CODES.items():
        found |= dict.fromkeys(codes.split(), use)
    return found


_USES = _uses()


@dataclass(frozen=True)
class Surname:
    """A surname with its prefix, which may be empty."""

    prefix: str
    name: str

    @property
    def whole(self) -> str:
        """As it is said."""
        return tidy(f"{self.prefix} {self.name}")


def name_use(text: str) -> NameUse | None:
    """The use of names that a cell tells; None when it tells none that we know."""
    letters = "".join(filter(str.isalnum, fold(text)))
    return _USES.get(letters.removeprefix("0"))


def shown_surname(own: Surname, partner: Surname, use: NameUse | None) -> Surname:
    """The surname that somebody bears. The prefix of the first of two is that of the whole.

    Who has no partner's name bears their own, whatever the use says.
    """
    if not partner.name or use in (None, NameUse.OWN):
        return own
    if not own.name or use is NameUse.PARTNER:
        return partner
    if use is NameUse.OWN_PARTNER:
        return Surname(own.prefix, f"{own.name}-{partner.whole}")
    return Surname(partner.prefix, f"{partner.name}-{own.whole}")


def is_name_of(whole: str, first: str, surnames: Sequence[str]) -> bool:
    """Whether a whole name may be of who has these parts: it holds the first name, its initial or
    the last word of a surname. Without parts it may be of anybody.
    """
    ends = [words[-1] for words in map(_words, surnames) if words]
    asked = {*_words(first), *ends}
    return not asked or not asked.union(fold(first)[:1]).isdisjoint(_words(whole))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
