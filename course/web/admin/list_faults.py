"""What is wrong with a school's list, in sentences: for the page, and for the command."""

from __future__ import annotations

from collections.abc import Sequence

from course.domain.people.roster_plan import MAX_TEAMS
from course.domain.people.roster_problems import MOST_ROWS, Fault, RowProblem

# `given` is what stands there, or how many there are; `rows` where the same stands
_SENTENCES = {
    Fault.TOO_LARGE: "Dit bestand is te groot. Gebruik een bestand van hooguit 700 kB.",
    Fault.SPREADSHEET: "Dit is een Excel-bestand. Bewaar het in Excel als CSV en kies dat bestand.",
    Fault.UNREADABLE: (
        "Dit bestand kunnen wij niet lezen. Bewaar het opnieuw als CSV en kies dat bestand."
    ),
    Fault.NO_CSV: "Dit bestand is geen goede CSV. Bewaar het opnieuw als CSV en kies dat bestand.",
    Fault.EMPTY: (
        "Dit bestand is leeg. Kies een bestand met een kopregel en een regel per medewerker."
    ),
    Fault.NOBODY: "Onder de kopregel staat nog niemand. Zet elke medewerker op een eigen regel.",
    Fault.TOO_MANY_ROWS: (
        "Dit bestand heeft meer dan 10.000 regels. Deel het op in kleinere bestanden."
    ),
    Fault.UNKNOWN_COLUMN: (
        "De kolom “{given}” kennen wij niet. Haal deze kolom weg of geef hem een andere naam."
    ),
    Fault.DOUBLE_COLUMN: "Deze kolom staat er twee keer in. Haal er een weg.",
    Fault.NO_EMAIL_COLUMN: "De kolom “e-mail” ontbreekt. Zet die in de kopregel.",
    Fault.NO_NAME_COLUMN: (
        "Er is geen kolom met een naam. Zet “naam” of “achternaam” in de kopregel."
    ),
    Fault.TOO_MANY_CELLS: "Deze regel heeft meer vakken dan de kopregel. Haal het vak te veel weg.",
    Fault.NO_NAME: "Vul een naam in.",
    Fault.LONG_NAME: "Deze naam is langer dan 200 tekens. Maak hem korter.",
    Fault.NO_EMAIL: "Vul een e-mailadres in.",
    Fault.NOT_AN_EMAIL: "“{given}” is geen e-mailadres. Vul het hele adres in.",
    Fault.LONG_NUMBER: "Dit personeelsnummer is langer dan 40 tekens. Controleer het.",
    Fault.LONG_TEAM: "Deze naam van een team is langer dan 200 tekens. Maak hem korter.",
    Fault.UNKNOWN_FUNCTION: (
        "“{given}” kennen wij niet. Kies onderwijzend, ondersteunend, leidinggevende of stagiair."
    ),
    Fault.EMAIL_TWICE: "Dit e-mailadres staat ook op regel {rows}.",
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
    Fault.ADDRESS_NOT_OURS: (
        "Het adres van dit account mag u niet wijzigen: het hoort ook bij een andere school of rol."
    ),
}


def sentence(problem: RowProblem) -> str:
    """What is wrong, and what to do."""
    told = _SENTENCES[problem.fault]
    return told.format(given=problem.given, rows=_listed(problem.rows))


def _listed(rows: Sequence[int]) -> str:
    """The first rows by number; where there are more it is said."""
    first = ", ".join(map(str, rows[: MOST_ROWS - 1]))
    return f"{first} en verder" if len(rows) == MOST_ROWS else first
