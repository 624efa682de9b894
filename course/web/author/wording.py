"""What the pages and the command for publishing say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course.content.differences import TextDifference, What
from course.domain.courses.publishing import Affected, TextChange, Unsettled
from course.domain.learning.regrading import MarkedElsewhere, Way
from course.store.courses.publishing import TextProposal
from course.store.learning.regrading import SecondMark, SecondMarks
from course.web.page.formats import counted
from course.web.page.parts import SummaryRow

CHANGES = {
    TextChange.FIRST: "Eerste uitgave",
    TextChange.WORDING: "Alleen de woorden",
    TextChange.MEANING: "De betekenis",
    TextChange.DUTY: "Een nieuwe plicht",
}
HINTS = {
    TextChange.WORDING: "Elk antwoord blijft betekenen wat het betekende. Iedereen gaat mee.",
    TextChange.MEANING: "Wie bezig is, maakt de oude tekst af. Alle anderen gaan mee.",
    TextChange.DUTY: "Wie klaar is, doet de cursus opnieuw. Alle anderen gaan mee.",
}
UNSETTLED = {
    Unsettled.NOT_CHOSEN: "Kies wat er is veranderd.",
    Unsettled.EDITION_RAISED: "In courses.toml staat een hogere ‘edition’. Kies daarom een nieuwe "
    "plicht, of zet ‘edition’ terug.",
    Unsettled.EDITION_SAME: "Voor een nieuwe plicht verhoogt u eerst ‘edition’ in courses.toml.",
    Unsettled.NO_DAY: "Vul in vóór welke dag iedereen het opnieuw gedaan moet hebben.",
    Unsettled.DAY_PAST: "Kies een dag na vandaag.",
    Unsettled.ONLY_WORDING: "U kruiste aan dat ergens de betekenis anders is. Kies dan ‘De "
    "betekenis’, of haal de kruisjes weg.",
    Unsettled.NONE_NAMED: "Kruis aan waar de betekenis anders is.",
    Unsettled.ANSWERED: "Kruis aan dat u weet wat er met eerdere antwoorden gebeurt.",
}
KNOWN = "Ja: eerdere antwoorden houden hun punten, tot iemand ze opnieuw laat nakijken."
_WHAT = {What.NEW: "nieuw", What.GONE: "weg", What.OTHER: "gewijzigd"}


def place(difference: TextDifference) -> str:
    """A place that differs, and how."""
    return f"{difference.name or 'de cursus zelf'} ({_WHAT[difference.what]})"


def people(affected: Affected) -> tuple[tuple[str, int], ...]:
    """How many people a publication is about, by how far they are."""
    return (
        ("Nog niet begonnen", affected.not_begun),
        ("Bezig", affected.busy),
        ("Klaar", affected.done),
    )


def summary(proposal: TextProposal) -> str:
    """What publishing would change, in a sentence or two."""
    if proposal.is_current:
        return "Deze tekst is de huidige uitgave. Er is niets te publiceren."
    if proposal.current is None:
        return "Deze cursus is nog niet gepubliceerd. Niemand volgt haar."
    if not proposal.differences and not proposal.text.asks_renewal:
        return "De tekst is gelijk. Alleen de opmaak is anders, dus iedereen gaat mee."
    places = counted(len(proposal.differences), "plek is", "plekken zijn")
    return f"{places} anders dan in de huidige uitgave."


def published(moved: int) -> str:
    went = counted(moved, "medewerker leest", "medewerkers lezen")
    return f"De uitgave is gepubliceerd. {went} nu deze tekst."


def lines(proposal: TextProposal) -> Iterator[str]:
    """A proposal as a command prints it."""
    yield f"{proposal.course}: {summary(proposal)}"
    if proposal.current is None or proposal.is_current:
        return
    for difference in proposal.differences:
        yield f"  {place(difference)}"
    for name, count in people(proposal.affected):
        yield f"  {name}: {count}"
    for change in proposal.answered:
        yield f"  Al beantwoord: {change}"


BROKEN = (
    "In de map met lessen staan fouten. Los die eerst op: het commando flask content check noemt "
    "ze alle, met bestand en regel."
)


def change(code: str) -> str:
    """What an author said of a release when it was published."""
    return CHANGES[TextChange(code)]


NO_REASON = "Zeg waarom antwoorden omlaag gaan."
LONG_REASON = "Houd de reden korter: hooguit 500 tekens."
FEWEST = 5  # people of whom a number is told


def second_marks(found: SecondMarks) -> tuple[SummaryRow, ...]:
    """What marking the answers to a question again would change; a few people are not counted."""
    falling_out = [*found.falling_out(Way.UP), *found.falling_out(Way.DOWN)]
    rows = [
        SummaryRow("Gaat omhoog", _of_people(found.going(Way.UP))),
        SummaryRow("Gaat omlaag, alleen als u dat kiest", _of_people(found.going(Way.DOWN))),
    ]
    if falling_out:
        told = _of_people(falling_out)
        told += ". Daarvan zijn alleen punten bewaard. Zij tellen niet meer mee: "
        rows.append(SummaryRow("Metingen vooraf en achteraf", told + MEASURED))
    if found.strange:
        told = counted(found.strange, "antwoord", "antwoorden")
        rows.append(SummaryRow("Bij een andere vorm van de vraag, blijft zo", told))
    return tuple(rows)


MEASURED = "zonder volle punten vanzelf, met volle punten alleen als u ook omlaag kiest."


def _of_people(found: Sequence[SecondMark | MarkedElsewhere]) -> str:
    people = len({one.person_id for one in found})
    if 0 < people < FEWEST:
        return f"minder dan {FEWEST} medewerkers"
    answers = counted(len(found), "antwoord", "antwoorden")
    return f"{answers}, van {counted(people, 'medewerker', 'medewerkers')}" if people else "niets"


def regraded(count: int) -> str:
    """What became of it."""
    return f"{counted(count, 'antwoord', 'antwoorden')} opnieuw beoordeeld."
