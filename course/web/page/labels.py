"""The Dutch word for each member of an enum: one word, the same on every screen, in every file and
in mail.
"""

from __future__ import annotations

from course.domain.duties.states import DutyState, ExemptFor
from course.domain.people.roles import Role
from course.domain.people.sight import Sight
from course.domain.proof.norms import NormFigure
from course.kinds.item import Audience, Sector
from course.web.page.parts import FormOption

SECTORS = {
    Sector.PO: "Primair onderwijs",
    Sector.VO: "Voortgezet onderwijs",
    Sector.MBO: "Mbo",
    Sector.SO: "Speciaal onderwijs",
}
STATES: dict[DutyState, str] = {
    DutyState.OVERDUE: "Te laat",
    DutyState.NOT_STARTED: "Nog niet begonnen",
    DutyState.BUSY: "Bezig",
    DutyState.OPEN: "Nog niet klaar",
    DutyState.DONE: "Klaar",
    DutyState.PAUSED: "Gepauzeerd",
    DutyState.EXEMPT: "Vrijgesteld",
    DutyState.LEFT: "Uit dienst",
}
STATE_SLUGS: dict[str, DutyState] = {
    word.lower().replace(" ", "-"): state for state, word in STATES.items()
}
STATE_OPTIONS = tuple(
    FormOption(slug, STATES[state])
    for slug, state in STATE_SLUGS.items()
    if state is not DutyState.OPEN
)
LEAST_OPTIONS = tuple(  # for who may not see who began
    FormOption(slug, STATES[state])
    for slug, state in STATE_SLUGS.items()
    if state not in (DutyState.BUSY, DutyState.NOT_STARTED)
)
EXEMPT_FOR: dict[ExemptFor, str] = {
    ExemptFor.DONE_ELSEWHERE: "Deed dit elders al",
    ExemptFor.OTHER_WORK: "Heeft werk waarbij dit niet past",
    ExemptFor.SHORT_STAY: "Is hier maar kort",
    ExemptFor.DECISION: "Besluit van de school of het bestuur",
}
# What managers see, and what that is.
SIGHTS: dict[Sight, tuple[str, str]] = {
    Sight.DONE: (
        "Klaar of niet",
        "Naam, team, soort werk, personeelsnummer, uiterste datum, en of iemand klaar, te laat, "
        "gepauzeerd of vrijgesteld is.",
    ),
    Sight.DATES: (
        "Ook op welke dag",
        "Daarbij de dag waarop iemand klaar was, en tot wanneer dat geldt.",
    ),
    Sight.LESSONS: (
        "Ook hoeveel lessen",
        "Daarbij wie al begon, wanneer, en hoeveel lessen en modules iemand deed.",
    ),
}
SIGHT_NAMES: dict[Sight, str] = {sight: name for sight, (name, _) in SIGHTS.items()}
NORM_FIGURES: dict[NormFigure, str] = {
    NormFigure.DONE: "Medewerkers die klaar zijn met de cursus",
    NormFigure.LATE: "Medewerkers die te laat zijn",
    NormFigure.WITHOUT_DUTY: "Medewerkers die de cursus niet hebben",
    NormFigure.CONDUCT: "De gedragscode die geldt",
    NormFigure.SIGNED: "Antwoorden op de gedragscode",
    NormFigure.MAILED: "Mails over de cursus die verstuurd zijn",
    NormFigure.SIGHT: "Wat leidinggevenden zien",
    NormFigure.NONE: "Hier weten wij niets over",
}
AUDIENCES: dict[Audience, str] = {
    Audience.TEACHING: "onderwijzend",
    Audience.SUPPORT: "ondersteunend",
    Audience.LEADER: "leidinggevende",
    Audience.INTERN: "stagiair",
}
AUDIENCE_OF: dict[str, Audience] = {word: one for one, word in AUDIENCES.items()}
ROLES: dict[Role, str] = {
    Role.LEARNER: "medewerker",
    Role.TRAINER: "trainer",
    Role.MANAGER: "leidinggevende",
    Role.ADMINISTRATOR: "beheerder",
}
# What somebody asked for, or what is done by itself, in the background.
JOB_KINDS: dict[str, str] = {
    "bounces": "Lezen welke mail terugkwam",
    "close-study-days": "Studiedagen van gisteren sluiten",
    "last-days": "Aanstellingen die gisteren eindigden afsluiten",
    "names-of-today": "Namen die vandaag ingaan",
    "evidence-file": "Een bewijs van een dag maken",
    "people-file": "Een bestand met mensen maken",
    "people-list": "Een lijst met mensen verwerken",
    "recount": "Voortgang narekenen",
    "retention": "Vergeten wat voorbij is",
    "scheduled-files": "Lijsten klaarzetten die steeds komen",
    "list-failed": "Melden dat een lijst niet is gemaakt",
    "summaries": "Cijfers per school tellen",
    "reminders": "Herinneringen sturen",
    "meeting-news": "Mail over een bijeenkomst klaarzetten",
}
CLOCK_TROUBLES: dict[str, str] = {
    "differs": "Doet niets: de klok verschilt van die van de database",
    "jumped": "Doet niets: de klok versprong",
    "behind": "Doet niets: de klok loopt achter op een eerder proces",
    "long-silence": (
        "Doet niets: er werkte lang geen proces. Klopt de klok? Start met --clock-is-right"
    ),
}
