"""What kind of work the name of a function stands for, as Dutch schools call them.

An administrator's own table goes before this one.
"""

from __future__ import annotations

from collections.abc import Mapping

from course.kinds.item import Audience
from course.text.names import key_words

# in this order: a secretary of the management is no manager, and an assistant teaches nobody
_PARTS: tuple[tuple[Audience, str], ...] = (
    (Audience.INTERN, "stagiair stagiaire lio student trainee"),
    (Audience.SUPPORT, "*begeleid*"),  # who ends in -leider, and leads nobody
    (Audience.LEADER, "*directeur *rector adjunct* *leider *leidster leidinggevend* bestuurder*"),
    (Audience.SUPPORT, "*ondersteun* *assistent* secret* oop administrat* *secretar*"),
    (Audience.LEADER, "direct* *manager management* cvb schoolhoofd hoofd"),
    (
        Audience.TEACHING,
        "*leerkracht* *leraar* *lerares* *docent* onderwijzend* onderwijzer* op la lb lc ld le"
        " instructeur* mentor* teacher* onderwijsgevend*",
    ),
    (
        Audience.SUPPORT,
        "concierge* *ondersteun* ict* *beheer* facilitair* schoonma* recept* pedagog*"
        " *pedagoog* *psycholo* zorg* logoped* amanuensis toa kantine* mediathe*"
        " rooster* hr* personeelszaken controller* medewerker* *medewerker vertrouwens* decaan"
        " *coordinator* vrijwilliger* overblijf* biblio* huismeester* staf* applicat*"
        " functioneel* preventie* ib iber rt toezicht* chauffeur* portier* vakdidac* jurist*"
        " communicatie* financ* boekhoud* inkoop* adviseur* *specialist* verpleeg* *therap*"
        " leerplicht* bso kok techn* systeem* support* staff*",
    ),
)


def kind_of_work(name: str, own: Mapping[str, Audience]) -> Audience | None:
    """The kind of work that a function name stands for; None when nobody said so.

    `own`: what the school says, by `function_key`.
    """
    if chosen := own.get(function_key(name)):
        return chosen
    words = key_words(name)
    for audience, parts in _PARTS:
        for part in parts.split():
            if any(_fits(word, part) for word in words):
                return audience
    return None


def function_key(name: str) -> str:
    """By what two names of a function are the same."""
    return " ".join(key_words(name))


def _fits(word: str, part: str) -> bool:
    core = part.strip("*")
    if part.startswith("*"):
        return core in word if part.endswith("*") else word.endswith(core)
    return word.startswith(core) if part.endswith("*") else word == core
