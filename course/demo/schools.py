"""Two boards and four schools that do not exist, their teams, and who in them has something
special.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from course.kinds.item import Audience, Sector

SEED = "deelwijs-demo"
# so long before today
JOINED, LEFT, MOVED = (
    timedelta(days=19),
    timedelta(days=16),
    timedelta(days=24),
)
# so long ago the schools filled in their words
FILLED_IN = timedelta(days=400)


@dataclass(frozen=True)
class TeamPlan:
    """A team to make, with so many people who do this kind of work."""

    name: str
    size: int
    audience: Audience = Audience.TEACHING


@dataclass(frozen=True)
class SchoolPlan:
    """A school to make. `filled` is the share of the school's own words that it filled in."""

    code: str
    name: str
    board: str
    sector: Sector
    region: str
    filled: float
    entry_test: bool
    teams: tuple[TeamPlan, ...]


BOARDS = {
    "demobestuur-de-waaier": "Demobestuur De Waaier",
    "demobestuur-de-brug": "Demobestuur De Brug",
}
PO, VO, MBO, SO = "demo-regenboog", "demo-baken", "demo-werkplaats", "demo-linde"
SCHOOLS = (
    SchoolPlan(
        PO,
        "Demoschool De Regenboog (po)",
        "demobestuur-de-waaier",
        Sector.PO,
        "noord",
        1.0,
        True,
        (
            TeamPlan("Onderbouw", 9),
            TeamPlan("Middenbouw", 9),
            TeamPlan("Bovenbouw", 9),
            TeamPlan("Ondersteuning", 6, Audience.SUPPORT),
            TeamPlan("Directie", 3, Audience.LEADER),
        ),
    ),
    SchoolPlan(
        VO,
        "Demoschool Het Baken (vo)",
        "demobestuur-de-waaier",
        Sector.VO,
        "noord",
        1.0,
        True,
        (
            TeamPlan("Talen", 10),
            TeamPlan("Exacte vakken", 10),
            TeamPlan("Mens en maatschappij", 9),
            TeamPlan("Kunst en sport", 6),
            TeamPlan("Onderwijsondersteuning", 7, Audience.SUPPORT),
            TeamPlan("Schoolleiding", 3, Audience.LEADER),
        ),
    ),
    SchoolPlan(
        MBO,
        "Demoschool De Werkplaats (mbo)",
        "demobestuur-de-brug",
        Sector.MBO,
        "midden",
        0.4,
        False,
        (
            TeamPlan("Zorg en welzijn", 11),
            TeamPlan("Techniek", 10),
            TeamPlan("Economie en handel", 9),
            TeamPlan("Studentbegeleiding", 6),
            TeamPlan("Bedrijfsvoering", 4, Audience.SUPPORT),
        ),
    ),
    SchoolPlan(
        SO,
        "Demoschool De Linde (so)",
        "demobestuur-de-brug",
        Sector.SO,
        "zuid",
        0.0,
        True,
        (
            TeamPlan("Onderbouw", 8),
            TeamPlan("Bovenbouw", 7),
            TeamPlan("Behandeling en zorg", 7, Audience.SUPPORT),
            TeamPlan("Directie en administratie", 4, Audience.LEADER),
        ),
    ),
)
# The four that people sign in as, with their place. They come first in their team.
NAMED = {
    (VO, "Talen"): ("noor", "Noor van den Berg"),
    (VO, "Schoolleiding"): ("mirjam", "Mirjam Terpstra"),
    (PO, "Ondersteuning"): ("tarik", "Tarik Yıldız"),
    (MBO, "Bedrijfsvoering"): ("beheer", "Wietske van der Meulen"),
}
ONE_WORD = {(SO, "Behandeling en zorg"): "Tenzin"}
THIRD = 2  # the place of who is paused or exempt
SECOND = 1  # the place in a team of whoever has something special
ALSO_AT = {(PO, "Bovenbouw"): (MBO, "Studentbegeleiding")}  # of the other board
LEAVERS = {(VO, "Mens en maatschappij"), (SO, "Bovenbouw")}
JOINERS = {(VO, "Exacte vakken"), (PO, "Middenbouw")}
MOVERS = {(MBO, "Techniek"): "Economie en handel"}
INTERNS = {(PO, "Onderbouw"), (VO, "Kunst en sport")}
