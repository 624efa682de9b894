"""The audit trail in words: what was done, by whom and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from course.domain.people.audited import Audited, ListTold
from course.domain.people.roles import Role
from course.domain.people.sight import Sight
from course.domain.proof.norms import NormFigure
from course.kinds.item import Audience
from course.store.people.trail import TrailRow
from course.web.page.formats import counted, instant_words, long_date
from course.web.page.labels import AUDIENCES, NORM_FIGURES, ROLES, SIGHT_NAMES

SOMEBODY = "Een beheerder buiten uw scholen"
ON_THE_SERVER = "Een opdracht op de server"

# Each action as it stands in a list to choose from.
ACTIONS: Mapping[Audited, str] = {
    Audited.ACCOUNT_OPENED: "Account gemaakt",
    Audited.NAME_CHANGED: "Naam gewijzigd",
    Audited.FUNCTION_CHANGED: "Functie gewijzigd",
    Audited.ADDRESS_ASKED: "Nieuw e-mailadres gevraagd",
    Audited.ADDRESS_CHANGED: "E-mailadres gewijzigd",
    Audited.ADDRESS_DROPPED: "Nieuw e-mailadres gaat niet door",
    Audited.BLOCKED: "Account geblokkeerd",
    Audited.UNBLOCKED: "Blokkade opgeheven",
    Audited.INVITED: "Link gestuurd om in te loggen",
    Audited.PASSWORD_CHANGED: "Nieuw wachtwoord gekozen",
    Audited.SIGNED_OUT: "Overal uitgelogd",
    Audited.JOINED: "Bij een school gekomen",
    Audited.JOIN_ASKED: "Per mail gevraagd om bij een school te komen",
    Audited.JOIN_REFUSED: "Nee gezegd tegen een school",
    Audited.MOVED: "Van team veranderd",
    Audited.LEFT: "Weg bij een school",
    Audited.END_SET: "Laatste werkdag gewijzigd",
    Audited.ROLE_GRANTED: "Rol gekregen",
    Audited.ROLE_ENDED: "Rol beëindigd",
    Audited.SCHOOL_CHANGED: "Gegevens van een school gewijzigd",
    Audited.SCHOOL_MOVED: "School naar een ander bestuur",
    Audited.BOARD_RENAMED: "Bestuur heet anders",
    Audited.TEAM_RENAMED: "Team heet anders",
    Audited.TEAMS_MERGED: "Twee teams samengevoegd",
    Audited.SCHOOLS_MERGED: "School ging op in een andere school",
    Audited.SIGHT_CHANGED: "Leidinggevenden zien iets anders",
    Audited.NORM_CHANGED: "Norm van het Normenkader gewijzigd",
    Audited.NORM_REMOVED: "Norm van het Normenkader weggehaald",
    Audited.MEASURING_CHANGED: "Leerwinst meten",
    Audited.DUTY_DAY: "Andere uiterste datum",
    Audited.DUTY_PAUSED: "Opdracht gepauzeerd",
    Audited.DUTY_EXEMPT: "Vrijgesteld van een opdracht",
    Audited.DUTY_RESUMED: "Pauze of vrijstelling beëindigd",
    Audited.DUTY_RESTORED: "Intrekking van een opdracht ongedaan gemaakt",
    Audited.EXPORTED: "Lijst gedownload",
    Audited.IMPORTED: "Lijst geïmporteerd",
    Audited.MERGED: "Accounts samengevoegd",
    Audited.MERGE_UNDONE: "Accounts weer gesplitst",
    Audited.REGRADED: "Antwoorden herbeoordeeld",
}


def what(row: TrailRow) -> str:
    """What was done, with what the row says of it."""
    more = _MORE.get(row.action, _until)(row.detail)
    said = f"{ACTIONS[row.action]}{more and ': '}{more}"
    return f"{said} (ongedaan gemaakt)" if row.undoes else said


def who(row: TrailRow) -> str:
    """By whom."""
    if row.by_command:
        return ON_THE_SERVER
    return row.actor or SOMEBODY


def where(row: TrailRow) -> str:
    """At which school, at which board or for the account as a whole."""
    return row.school or row.board or ""


def when(row: TrailRow) -> str:
    return instant_words(row.at)


def _until(detail: Mapping[str, Any]) -> str:
    return f"tot en met {_day(detail['until'])}" if detail.get("until") else ""


def _role(detail: Mapping[str, Any]) -> str:
    until = _until(detail)
    return f"{ROLES[Role(detail['role'])]}{until and ', '}{until}"


def _since(detail: Mapping[str, Any]) -> str:
    return f"vanaf {_day(detail['from'])}" if detail.get("from") else ""


def _function(detail: Mapping[str, Any]) -> str:
    return f"van {_audience(detail['was'])} naar {_audience(detail['to'])}"


def _sight(detail: Mapping[str, Any]) -> str:
    told = SIGHT_NAMES[Sight(detail["to"])].lower()
    return f"{told}, instemming op {_day(detail['consent'])}" if "consent" in detail else told


def _norm(detail: Mapping[str, Any]) -> str:
    return f"{detail['norm']}, cijfer {NORM_FIGURES[NormFigure(detail['figure'])].lower()}"


def _measuring(detail: Mapping[str, Any]) -> str:
    return "aan" if detail["to"] == "on" else "uit"


def _end(detail: Mapping[str, Any]) -> str:
    return _until(detail) or "geen einddatum meer"


def _audience(code: str) -> str:
    return AUDIENCES[Audience(code)]


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text))


_LISTS: Mapping[ListTold, str] = {
    ListTold.PEOPLE: "medewerkers",
    ListTold.REPORT: "wie een cursus moet doen",
    ListTold.EVIDENCE: "bewijs van een dag",
    ListTold.GAINS: "leerwinst van een school",
    ListTold.SIGNATURES: "wie de gedragscode ondertekende",
    ListTold.ATTENDANCE: "wie er bij een bijeenkomst was",
    ListTold.OWN_RECORD: "het eigen dossier",
    ListTold.SCHOOLS: "de open lijst van scholen",
    ListTold.HOLIDAYS: "schoolvakanties",
}


_CAME_OF_IT = {"added": "erbij", "changed": "gewijzigd", "leaving": "weg"}


def _list(detail: Mapping[str, Any]) -> str:
    """Which list, of how many rows, and to how many people an import did what."""
    more = [str(detail[name]) for name in ("course", "file") if name in detail]
    more += [f"{detail[name]} {word}" for name, word in _CAME_OF_IT.items() if name in detail]
    rows = counted(int(detail["rows"]), "regel", "regels")
    if "sha256" in detail:
        more.append(f"SHA-256 {detail['sha256']}")
    return ", ".join((_LISTS[ListTold(detail["list"])], rows, *more))


_MORE: Mapping[Audited, Callable[[Mapping[str, Any]], str]] = {
    Audited.ROLE_GRANTED: _role,
    Audited.ROLE_ENDED: _role,
    Audited.NAME_CHANGED: _since,
    Audited.FUNCTION_CHANGED: _function,
    Audited.END_SET: _end,
    Audited.EXPORTED: _list,
    Audited.IMPORTED: _list,
    Audited.SIGHT_CHANGED: _sight,
    Audited.NORM_CHANGED: _norm,
    Audited.NORM_REMOVED: _norm,
    Audited.MEASURING_CHANGED: _measuring,
}
