"""What is wrong with a school's list, in sentences: for the page, and for the command."""

from __future__ import annotations

from collections.abc import Sequence

from course.domain.people.roster_plan import MAX_TEAMS
from course.domain.people.roster_problems import MOST_ROWS, Fault, RowProblem

# `given` is what stands there, or how many there are; `rows` where the same stands
_SENTENCES = {
    Fault.TOO_LARGE: "Dit bestand is te groot. Gebruik een bestand van hooguit 8 MB.",
    Fault.UNREADABLE: (
        "Dit bestand kunnen wij niet lezen. Bewaar het opnieuw als Excel-werkmap (.xlsx) of als "
        "CSV."
    ),
    Fault.LETTERS: (
        "De letters met accenten in dit bestand kunnen wij niet zeker lezen. Bewaar het opnieuw "
        "als Excel-werkmap (.xlsx) of als “CSV UTF-8”."
    ),
    Fault.NO_CSV: (
        "Dit bestand is geen lijst met regels en kolommen. Bewaar de lijst als Excel-werkmap "
        "(.xlsx) of als CSV."
    ),
    Fault.OPEN_QUOTE: (
        "Op deze regel staat een aanhalingsteken te veel of te weinig. Zet het aanhalingsteken "
        "goed of haal het weg."
    ),
    Fault.EDEXML: (
        "Dit is een EDEXML-bestand. Daarin staan vooral leerlingen, en niet alle medewerkers. Maak "
        "in uw systeem een lijst van medewerkers, als Excel-werkmap of als CSV."
    ),
    Fault.PASSWORD: (
        "Dit bestand heeft een wachtwoord. Haal het wachtwoord in Excel weg en kies het bestand "
        "opnieuw."
    ),
    Fault.OLD_EXCEL: (
        "Dit is een bestand van een oude Excel (.xls). Bewaar het als Excel-werkmap (.xlsx)."
    ),
    Fault.BROKEN_EXCEL: (
        "Dit Excel-bestand is beschadigd of geen Excel-werkmap. Open het in Excel en bewaar het "
        "opnieuw."
    ),
    Fault.OTHER_SHEET: (
        "Dit is een rekenblad van een andere soort (zoals .ods, .numbers of .xlsb). Bewaar het in "
        "uw programma als Excel-werkmap (.xlsx)."
    ),
    Fault.LARGE_INSIDE: (
        "In dit Excel-bestand zit te veel. Zet alleen de lijst van medewerkers in een nieuw "
        "bestand."
    ),
    Fault.SEVERAL_SHEETS: (
        "In dit bestand staan meer tabbladen met een lijst: {given}. Bewaar alleen het tabblad met "
        "de medewerkers."
    ),
    Fault.MERGED: (
        "Op deze regel zijn cellen samengevoegd. Maak in Excel van de samengevoegde cellen weer "
        "losse cellen."
    ),
    Fault.EMPTY: (
        "Dit bestand is leeg. Kies een bestand met een kopregel en een regel per medewerker."
    ),
    Fault.NOBODY: "Onder de kopregel staat nog niemand. Zet elke medewerker op een eigen regel.",
    Fault.TOO_MANY_ROWS: (
        "Dit bestand heeft meer dan 50.000 regels. Stuur alleen de medewerkers van deze school."
    ),
    Fault.TOO_WIDE: "Dit bestand heeft meer dan 200 kolommen. Haal de kolommen weg die leeg zijn.",
    Fault.PUPILS: (
        "Dit lijkt een lijst van leerlingen: er is een kolom “{column}”. Kies de lijst van "
        "medewerkers. Van dit bestand is niets bewaard."
    ),
    Fault.SEVERAL_SCHOOLS: (
        "In deze kolom staan {given} scholen of vestigingen. Kies welke bij deze school horen."
    ),
    Fault.NO_KEY_TO_JOIN: (
        "Wij zien niet welke regels bij elkaar horen. Zet in beide bestanden een personeelsnummer."
    ),
    Fault.DOUBLE_COLUMN: "Deze kolom staat er twee keer in. Haal er een weg.",
    Fault.NO_EMAIL_COLUMN: (
        "Wij weten niet zeker in welke kolom het e-mailadres staat. Kies of controleer die kolom."
    ),
    Fault.NO_NAME_COLUMN: (
        "Wij weten niet zeker in welke kolom de naam staat. Kies of controleer die kolom."
    ),
    Fault.TOO_MANY_CELLS: "Deze regel heeft meer vakken dan de kopregel. Haal het vak te veel weg.",
    Fault.NO_NAME: "Vul een naam in.",
    Fault.LOST_LETTER: (
        "In deze naam staat een vraagteken waar een letter hoort: “{given}”. Bewaar de lijst "
        "opnieuw als Excel-werkmap (.xlsx) of als “CSV UTF-8”, of typ de letter."
    ),
    Fault.LONG_NAME: "Deze naam is langer dan 200 tekens. Maak hem korter.",
    Fault.NO_EMAIL: "Vul een e-mailadres in.",
    Fault.NOT_AN_EMAIL: "“{given}” is geen e-mailadres. Vul het hele adres in.",
    Fault.LONG_NUMBER: "Dit personeelsnummer is langer dan 40 tekens. Controleer het.",
    Fault.LONG_TEAM: "Deze naam van een team is langer dan 200 tekens. Maak hem korter.",
    Fault.ROUNDED_NUMBER: (
        "Van dit nummer maakte het rekenblad “{given}”. Zet de kolom op Tekst en vul het nummer "
        "opnieuw in."
    ),
    Fault.FORMULA: "Hier staat een formule: “{given}”. Vul de tekst zelf in.",
    Fault.CELL_ERROR: "Hier staat een fout van het rekenblad: “{given}”. Vul in wat er hoort.",
    Fault.TURNED: (
        "Van dit team maakte het rekenblad een dag of een getal: “{given}”. Zet de kolom op Tekst "
        "en vul de naam van het team opnieuw in, bijvoorbeeld 1-2."
    ),
    Fault.NUMBER_TWICE: "Dit personeelsnummer staat ook op regel {rows}.",
    Fault.PERSON_TWICE: "Deze medewerker staat ook op regel {rows}.",
    Fault.TOO_MANY_TEAMS: (
        f"Een school heeft hier hooguit {MAX_TEAMS} teams, en met dit bestand worden het er "
        "{given}. Controleer wat er in de kolom “team” staat."
    ),
    Fault.ADDRESS_OF_ANOTHER: "Dit e-mailadres hoort al bij een ander account.",
    Fault.OTHER_NUMBER: (
        "Dit e-mailadres hoort hier al bij een ander personeelsnummer. Controleer het nummer."
    ),
}


def sentence(problem: RowProblem) -> str:
    """What is wrong, and what to do."""
    told = _SENTENCES[problem.fault]
    return told.format(given=problem.given, column=problem.column, rows=_listed(problem.rows))


def _listed(rows: Sequence[int]) -> str:
    """The first rows by number; where there are more it is said."""
    first = ", ".join(map(str, rows[: MOST_ROWS - 1]))
    return f"{first} en verder" if len(rows) == MOST_ROWS else first
