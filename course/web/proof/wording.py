"""What pages about certificates say."""

from __future__ import annotations

from datetime import date

from course.domain.proof.numbers import written
from course.domain.proof.worth import Worth
from course.store.proof.certificates import CertificateRow
from course.web.page.formats import long_date, minutes
from course.web.page.parts import SummaryRow

STATUS = {
    Worth.VALID: "Geldig",
    Worth.REPLACED: "Vervangen",
    Worth.EXPIRED: "Verlopen",
    Worth.WITHDRAWN: "Ingetrokken",
}
NOT_A_NUMBER = (
    "Dit nummer kan niet kloppen: er is een teken anders. Vergelijk het teken voor teken met het "
    "bewijs. Een bewijs met een nummer dat niet klopt, is niet van ons."
)
NOT_KNOWN = (
    "Wij kennen geen bewijs met dit nummer. Vergelijk het nummer met het bewijs. Klopt het, dan is "
    "het bewijs niet van ons."
)
NO_NUMBER = "Vul het nummer in dat op het bewijs staat."
REASON_MISSING = "Schrijf waarom dit bewijs niet meer geldt."
REASON_TOO_LONG = "Gebruik hooguit 500 tekens."
WITHDRAWN_NOW = "Het bewijs is ingetrokken."
WITHDRAWN_BEFORE = "Dit bewijs was al ingetrokken. De reden van toen blijft staan."
NO_PRESS = (
    "Deze server kan geen PDF maken. Druk deze pagina af, of kies in het afdrukvenster voor "
    "opslaan als PDF. Er staat hetzelfde op."
)

NO_PRESS_FOR_RECORD = (
    "Deze server kan geen PDF maken. Druk deze pagina af, of download uw dossier als JSON: daar "
    "staat alles in."
)
RECORD_TOO_LONG = "Uw dossier is te lang voor een PDF. Download het als JSON: daar staat alles in."
NO_DUTIES = "Geen school heeft u iets toegewezen."
NO_COURSES = "U bent nog aan geen cursus begonnen."
NO_CERTIFICATES = "U hebt nog geen bewijs."
NOTHING_TICKED = "U hebt nog nergens aangevinkt dat u iets hebt gelezen."
NO_MEETINGS = "U was nog niet bij een bijeenkomst."
NOTHING_SIGNED = "U hebt nog geen gedragscode ondertekend of geweigerd."
NOTHING_HARD = "U gaf nog geen antwoord dat niet goed was."
NO_PLANS = "U hebt nog geen als-dan-plan gemaakt."
NOBODY_LOOKED = "Niemand bekeek uw gegevens op een bladzijde over u alleen."
NO_PLACES = "U werkt nog op geen school."


def first_of(title: str, shown: int, total: int) -> str:
    """Over a table of which the screen shows the first lines."""
    return f"{title}: de nieuwste {shown} van {total}. In de bestanden staan ze alle {total}."


def for_owner(row: CertificateRow, today: date) -> str:
    """What the state of a certificate means for whose it is."""
    found = row.worth_on(today)
    if found is Worth.WITHDRAWN:
        day = long_date(row.withdrawn_at) if row.withdrawn_at else ""
        return f"Dit bewijs is ingetrokken op {day}. De reden: {row.reason}"
    if found is Worth.REPLACED:
        return "Er is een nieuwer bewijs met een andere naam. Daarbij staat of het nog geldt."
    if found is Worth.EXPIRED:
        return f"Dit bewijs gold tot en met {long_date(row.valid_until or today)}."
    return _holds(row)


def for_checker(row: CertificateRow, today: date) -> str:
    """What it means for who checks it. Why one was withdrawn is for its owner."""
    found = row.worth_on(today)
    if found is Worth.WITHDRAWN:
        day = long_date(row.withdrawn_at) if row.withdrawn_at else ""
        return f"Wij gaven dit bewijs, maar het geldt niet meer. Het is ingetrokken op {day}."
    if found is Worth.REPLACED:
        return (
            "Wij gaven dit bewijs. Er is nu een nieuwer bewijs van dezelfde afronding. Alleen het "
            "nummer daarvan zegt of het nog geldt: vraag daarnaar."
        )
    if found is Worth.EXPIRED:
        day = long_date(row.valid_until or today)
        return f"Wij gaven dit bewijs. Het gold tot en met {day}."
    return f"Wij gaven dit bewijs. {_holds(row)}"


def _holds(row: CertificateRow) -> str:
    if row.valid_until is None:
        return "Het geldt zonder einddatum."
    return f"Het geldt tot en met {long_date(row.valid_until)}."


def facts(row: CertificateRow) -> tuple[SummaryRow, ...]:
    """What a certificate states, line by line."""
    until = "Zonder einddatum"
    if row.valid_until is not None:
        until = f"Tot en met {long_date(row.valid_until)}"
    rows = [
        SummaryRow("School", " en ".join(row.schools) or "Geen school op die dag"),
        SummaryRow("Afgerond op", long_date(row.completed_on)),
        SummaryRow("Geldig", until),
        SummaryRow("Studietijd", f"{minutes(row.minutes)} aan lessen".capitalize()),
        SummaryRow("Uitgave van de cursus", f"Editie {row.edition}, inhoud {row.release[:12]}"),
    ]
    if row.replaces is not None:
        rows.append(SummaryRow("Vervangt bewijs", written(row.replaces)))
    return tuple(rows)


def badge_description(row: CertificateRow) -> str:
    """What a badge says of the course in one line."""
    return f"Editie {row.edition}, {minutes(row.minutes)} aan lessen."


def in_list(row: CertificateRow, today: date) -> str:
    """One certificate in the list of whose it is."""
    return f"{row.name}, afgerond op {long_date(row.completed_on)}. {for_owner(row, today)}"
