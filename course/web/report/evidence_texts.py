"""What stands in the files of a bundle of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from course.content.outline import CourseOutline
from course.domain.duties.states import DutyState
from course.domain.people.sight import Sight, shows
from course.store.duties.seeing import HIDDEN_STATES
from course.store.duties.totals import GroupCounts
from course.store.proof.bundle import EvidenceCode
from course.web.page.formats import counted, long_date
from course.web.page.labels import SIGHTS, STATES
from course.web.report.evidence_facts import BundleFacts, ProvenSchool
from course.web.report.rows import module_name

WHO_SEES = """Wie ziet wat op {day}: {school}

Leidinggevenden van deze school zien van elke medewerker die de cursus moet doen:
{levels}

Deze bestanden laten niet meer zien. De school kiest dat zelf. Koos die niets, dan is het het
minste.
Trainers die opdrachten geven zien ook hoe ver iemand is.
Niemand op school ziet antwoorden, fouten of plannen van een medewerker.
Van een team met minder dan vijf medewerkers staat nergens een percentage.
"""
WINDOWS = (
    "Get-Content controle.txt -Encoding UTF8 | Where-Object { $_ -cmatch '^[0-9a-f]{64}  ' } | "
    "ForEach-Object { $getal, $naam = $_ -split '  ', 2; "
    "if ((Get-FileHash -LiteralPath $naam -Algorithm SHA256).Hash -eq $getal) "
    '{ "OK: $naam" } else { "VERANDERD: $naam" } }'
)
CHECKING = """Zo controleert u deze bestanden

Onder aan dit bestand staat van elk bestand de SHA-256. Is een bestand veranderd, dan klopt dat
getal niet meer. Staat een bestand niet in de lijst, dan hoort het er niet bij.

Pak het ZIP-bestand eerst uit. Open een terminal in de map met dit bestand, en plak er de regel
voor uw computer in.

Windows (PowerShell):
  {windows}
macOS:
  shasum -a 256 -c controle.txt
Linux:
  sha256sum -c controle.txt

Achter elk bestand hoort OK te staan. Staat er FAILED, MISLUKT of VERANDERD, dan is dat bestand
anders dan het was. De waarschuwing over regels die niet kloppen, gaat over deze uitleg.

Dit bestand zelf staat niet in de lijst. Wie een bestand verandert, kan ook hier het getal
veranderen. Weet u niet of dit bestand klopt? Vraag het bewijs van dezelfde dag opnieuw op bij
{brand}: dezelfde versie van het programma geeft dan dezelfde bytes. In het logboek van {brand}
staat bij een download de SHA-256 van het hele ZIP-bestand. Een beheerder kan die opzoeken.

"""


def checking(brand: str) -> str:
    """How to check a bundle with what is on the computer already."""
    return CHECKING.format(brand=brand, windows=WINDOWS)


def who_sees(found: BundleFacts, one: ProvenSchool) -> str:
    """The setting of that day, in words."""
    shown = [SIGHTS[level] for level in Sight if shows(one.sight, level)]
    levels = "\n".join(f"- {level.lower()}. {more}" for level, more in shown)
    day = long_date(found.day)
    return WHO_SEES.format(day=day, school=one.school.name, levels=levels)


def finding(found: BundleFacts) -> str:
    """The answer, of everybody who counts."""
    people = counted(
        found.whole.people, "medewerker die meetelt, is", "medewerkers die meetellen, zijn"
    )
    return f"Van {people} er {found.whole.done} klaar."


def state_rows(found: BundleFacts) -> list[tuple[str, int]]:
    """How many people are in each state that is told: of a school that shows no lessons nobody
    knows who began.
    """
    group, untold = found.whole, {DutyState.LEFT}
    lessons = {shows(one.sight, Sight.LESSONS) for one in found.schools}
    if True not in lessons:
        untold.update(HIDDEN_STATES)
    if False not in lessons:
        untold.add(DutyState.OPEN)
    states = [one for one in DutyState if one not in untold]
    return [
        *((STATES[one], group.counts.of(one)) for one in states),
        ("Uit dienst, had de cursus", group.counts[DutyState.LEFT]),
        ("Heeft deze cursus niet", group.without_duty),
    ]


def team_rows(teams: Iterable[GroupCounts]) -> list[tuple[str, int, int]]:
    """Of each team who has the course and counts, and who is done."""
    return [(one.name or "Zonder team", one.people, one.done) for one in teams]


def module_rows(found: BundleFacts, done: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many people were done with each module; nothing where nobody may see that."""
    if not shows(found.most_seen, Sight.LESSONS):
        return []
    return [(module_name(one), done.get(one.slug, 0)) for one in found.course.modules]


def code_files(found: BundleFacts) -> Iterator[tuple[str, str]]:
    """Every version of a code of conduct that had begun: its file, and its text."""
    for one in found.schools:
        for number, code in enumerate(one.codes, 1):
            name = f"{found.folder(one)}gedragscode-{number}.txt"
            yield name, code_text(code, found.course)


def setting_files(found: BundleFacts) -> Iterator[tuple[str, str]]:
    """Of each school who saw what."""
    for one in found.schools:
        yield f"{found.folder(one)}instellingen.txt", who_sees(found, one)


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


def _text(lines: Iterable[str]) -> str:
    return "\r\n".join(lines) + "\r\n"
