"""Days without school, in words: for calendars, and for who chooses a due day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from course.domain.duties.calendars import Calendar, DayKind, DayOff, friday_after
from course.web.page.formats import counted, long_date

MOST_WARNINGS = 3  # that are told one by one
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


def due_warnings(day: date, calendars: Sequence[Calendar]) -> Iterator[str]:
    """The same of several schools, as sentences: each once, with how many schools it is about."""
    told = Counter(due_warning(day, one) for one in calendars)
    said = [(warning, count) for warning, count in told.most_common() if warning]
    for warning, count in said[:MOST_WARNINGS]:
        if count == len(calendars):
            yield f"{warning[0].upper()}{warning[1:]}"
        else:
            yield f"Op {counted(count, 'school', 'scholen')}: {warning}"
    more = sum(count for _, count in said[MOST_WARNINGS:])
    if more:
        yield f"Op nog {counted(more, 'school', 'scholen')} is die dag vrij."


def friday_instead(day: date, calendar: Calendar) -> date | None:
    """The Friday that is proposed instead of a day without school; None for a school day."""
    if calendar.day_off(day) is None:
        return None
    return friday_after(day, calendar)


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
