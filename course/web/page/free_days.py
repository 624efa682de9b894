"""Days without school, in words: for calendars, and for who chooses a due day."""

from __future__ import annotations

from datetime import date

from course.domain.duties.calendars import Calendar, DayKind, DayOff, friday_after
from course.web.page.formats import long_date

HOLIDAY_NAMES = {
    "herfst": "herfstvakantie",
    "kerst": "kerstvakantie",
    "voorjaar": "voorjaarsvakantie",
    "mei": "meivakantie",
    "zomer": "zomervakantie",
}
PUBLIC_NAMES = {
    "nieuwjaarsdag": "Nieuwjaarsdag",
    "goede-vrijdag": "Goede Vrijdag",
    "tweede-paasdag": "Tweede Paasdag",
    "koningsdag": "Koningsdag",
    "bevrijdingsdag": "Bevrijdingsdag",
    "hemelvaartsdag": "Hemelvaartsdag",
    "dag-na-hemelvaart": "de vrijdag na Hemelvaartsdag",
    "tweede-pinksterdag": "Tweede Pinksterdag",
    "eerste-kerstdag": "Eerste Kerstdag",
    "tweede-kerstdag": "Tweede Kerstdag",
}


def due_warning(day: date, calendar: Calendar) -> str:
    """What somebody should know who chooses this as the last day; empty for a usual school day."""
    off = calendar.day_off(day)
    if off is None:
        if calendar.knows(day):
            return ""
        return f"de schoolvakanties rond {long_date(day)} zijn nog niet bekend."
    said = f"{long_date(day)} {_why(off)}."
    friday = friday_after(day, calendar)
    if friday is None:
        return said
    return f"{said} De eerste vrijdag erna met school is {long_date(friday)}."


def friday_instead(day: date, calendar: Calendar) -> date | None:
    """The Friday that is proposed instead of a day without school; None for a school day."""
    return None if calendar.day_off(day) is None else friday_after(day, calendar)


def _why(off: DayOff) -> str:
    if off.kind is DayKind.WEEKEND:
        return "valt in een weekend"
    if off.kind is DayKind.HOLIDAY:
        return f"valt in de {HOLIDAY_NAMES.get(off.name, 'vakantie')}"
    if off.kind is DayKind.PUBLIC:
        return f"is een vrije dag: {PUBLIC_NAMES[off.name]}"
    if off.kind is DayKind.OWN:
        return f"is een vrije dag van de school: {off.name}"
    return f"is {PUBLIC_NAMES[off.name]}; veel scholen zijn dan dicht"
