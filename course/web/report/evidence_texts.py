"""What stands in the text files of a bundle of evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from course.content.outline import CourseOutline
from course.domain.duties.states import DutyState
from course.domain.people.roles import SMALLEST_GROUP
from course.domain.people.sight import Sight, shows
from course.store.duties.totals import GroupCounts, SchoolTotals
from course.store.proof.bundle import EvidenceCode
from course.web.page.formats import long_date
from course.web.page.labels import SIGHTS, STATES

NORMS = Path(__file__).with_name("normenkader.toml")
NORM_HEADER = ("Norm", "Tekst", "Niveau", "Wat wij erover weten", "Cijfer", "Let op")
CHECK_FIRST = "Controleren: vergelijk norm, tekst en niveau eerst met de site van het Normenkader."
WHO_SEES = """Wie ziet wat op {day}

Leidinggevenden van deze school zien van elke medewerker die de cursus moet doen: {level}.
{more}
Deze bestanden laten niet meer zien. De school kiest dat zelf. Koos die niets, dan is het het
minste.
Trainers die opdrachten geven zien ook hoe ver iemand is.
Niemand op school ziet antwoorden, fouten of plannen van een medewerker.
Van een team met minder dan vijf medewerkers staat nergens een percentage.
"""
CHECKING = """Zo controleert u deze bestanden

Onder aan dit bestand staat van elk bestand de SHA-256.
Is een bestand veranderd, dan klopt dat getal niet meer.
Linux: open een terminal in deze map en typ: sha256sum -c controle.txt
  De waarschuwing over regels die anders zijn, gaat over deze uitleg.
macOS: typ: shasum -a 256 lijst.csv, en vergelijk de uitkomst met het getal hieronder.
Windows: typ: certutil -hashfile lijst.csv SHA256, en vergelijk de uitkomst met het getal hieronder.
Dit bestand zelf staat er niet bij. Vraag dezelfde dag opnieuw op bij {brand}: dezelfde versie
van het programma geeft dan dezelfde bytes.

"""


@dataclass(frozen=True)
class BundleFacts:
    """What a bundle is about, and the figures of its day."""

    school: str
    day: date
    course: CourseOutline
    release: str
    published_at: datetime
    totals: SchoolTotals
    modules: Mapping[str, int]
    codes: tuple[EvidenceCode, ...]
    answers: Mapping[str, int]
    sight: Sight  # what managers of the school saw that day


def who_sees(found: BundleFacts) -> str:
    """The setting of that day, in words."""
    level, more = SIGHTS[found.sight]
    return WHO_SEES.format(day=long_date(found.day), level=level.lower(), more=more)


def state_rows(found: BundleFacts) -> list[tuple[str, int]]:
    """How many people are in each state."""
    whole = found.totals.whole
    states = [one for one in DutyState if one is not DutyState.LEFT]
    rows = [(STATES[one], whole.counts.of(one)) for one in states]
    return [
        *rows,
        ("Uit dienst, had de cursus", found.totals.left),
        ("Heeft deze cursus niet", whole.without_duty),
    ]


def team_rows(teams: Iterable[GroupCounts]) -> list[tuple[str, int, int]]:
    """Of each team who has the course and counts, and who is done."""
    return [(one.name or "Zonder team", one.people, one.done) for one in teams]


def module_rows(found: BundleFacts) -> list[tuple[str, int]]:
    """How many people were done with each module; nothing where nobody may see that."""
    if not shows(found.sight, Sight.LESSONS):
        return []
    return [(one.title, found.modules.get(one.slug, 0)) for one in found.course.modules]


def course_text(found: BundleFacts) -> str:
    """The course as it was current that day."""
    lines = [
        found.course.title,
        f"Editie {found.course.edition}",
        f"Inhoud (hash van de uitgave): {found.release}",
        f"Uitgegeven op {long_date(found.published_at)}",
        "",
        "Wat de modules leren",
    ]
    for module in found.course.modules:
        lines += ["", module.title, *(f"- {goal.text}" for goal in module.goals)]
    return _text(lines)


def code_text(code: EvidenceCode, course: CourseOutline) -> str:
    """One version of the code of conduct, as it was adopted."""
    titles = {one.key: one.title for one in course.clauses}
    consent = "Geen instemming vastgelegd"
    if code.consent_on is not None:
        consent = f"Instemming op {long_date(code.consent_on)} {code.consent_reference}".rstrip()
    whose = "het bestuur" if code.by_board else "de school"
    lines = [
        f"Gedragscode van {whose}: {code.label}",
        f"Geldt vanaf {long_date(code.in_force_on)}",
        consent,
    ]
    for key, words in code.clauses.items():
        lines += ["", titles.get(key, key), words]
    return _text(lines)


def norm_lines(found: BundleFacts) -> list[Sequence[str]]:
    """The table of the Normenkader, filled with the figures of this school."""
    figures = _figures(found)
    norms = tomllib.loads(NORMS.read_text("utf-8"))["norms"]
    return [
        [one["norm"], one["wording"], one["level"], *figures[one["figure"]], CHECK_FIRST]
        for one in norms
    ]


def _figures(found: BundleFacts) -> dict[str, tuple[str, str]]:
    whole = found.totals.whole
    late = whole.counts.of(DutyState.OVERDUE)
    of_all = f"van {whole.people}"
    begun = found.codes[-1].label if found.codes else "geen"
    signed, refused = found.answers.get("signed", 0), found.answers.get("refused", 0)
    answered = f"{signed} ondertekend, {refused} niet ondertekend"
    if signed + refused < SMALLEST_GROUP:  # who refused would be a guess away
        answered = "Minder dan vijf antwoorden"
    return {
        "klaar": ("Medewerkers die klaar zijn met de cursus", f"{whole.done} {of_all}"),
        "te-laat": ("Medewerkers die te laat zijn", f"{late} {of_all}"),
        "gedragscode": ("Nieuwste versie van de gedragscode die geldt", begun),
        "ondertekend": ("Antwoorden op de gedragscode", answered),
    }


def _text(lines: Iterable[str]) -> str:
    return "\r\n".join(lines) + "\r\n"
