"""Dates, numbers and plurals the Dutch way, as Jinja filters."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from markupsafe import Markup

from course.clock import AMSTERDAM, day_of
from course.text.numbers import half_up

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
SPACE = "\u00a0"  # at which no line ends
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SHORT_MONTHS = tuple("mrt" if month == "maart" else month[:3] for month in MONTHS)


def calendar_day(day: date | datetime) -> date:
    """The day itself; of an instant its day in Amsterdam."""
    if isinstance(day, datetime):
        return day_of(day)
    return day


def long_date(day: date | datetime) -> str:
    """12 maart 2026. An instant is shown as its day in Amsterdam."""
    day = calendar_day(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date | datetime) -> str:
    """12 mrt 2026, for a list, where it stays on one line."""
    day = calendar_day(day)
    return f"{day.day}{SPACE}{SHORT_MONTHS[day.month - 1]}{SPACE}{day.year}"


def short_or_dash(day: date | datetime | None) -> str:
    """The short date, or a dash when there is none."""
    if day is None:
        return "–"
    return short_date(day)


def day_or_dash(day: date | datetime | None) -> str:
    """The long date, or a dash when there is none."""
    if day is None:
        return "–"
    return long_date(day)


def time_of_day(instant: datetime) -> str:
    """13.30 uur, in Amsterdam."""
    local = instant.astimezone(AMSTERDAM)
    return f"{local.hour}.{local.minute:02d} uur"


def on_paper(text: str, kind: str) -> str:
    """A cell of a file for who reads it on paper: its day as 12 mrt 2026."""
    if kind == "day" and text:
        return short_date(date.fromisoformat(text))
    return text


def instant_words(instant: datetime) -> str:
    """12 maart 2026, 13.30 uur."""
    return f"{long_date(instant)}, {time_of_day(instant)}"


def instant_or_dash(instant: datetime | None) -> str:
    """The day and the time of day, or a dash when there is none."""
    if instant is None:
        return "–"
    return instant_words(instant)


def date_tag(day: date | datetime) -> Markup:
    """The long date inside `<time datetime>`."""
    day = calendar_day(day)
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), long_date(day))


def whole(number: int) -> str:
    """1.180"""
    return f"{number:,}".replace(",", ".")


def signed(number: int) -> str:
    """A change: +2, −1."""
    return f"{number:+d}".replace("-", "−")


def decimal(number: float) -> str:
    """2,5; a whole number without a comma."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def counted(number: int, one: str, many: str) -> str:
    """1 les, 2 lessen."""
    if number == 1:
        return f"1 {one}"
    return f"{whole(number)} {many}"


def by_count(number: int, one: str, many: str) -> str:
    """What goes with a number that is said elsewhere, or not at all."""
    if number == 1:
        return one
    return many


def until_words(last: date | None) -> str:
    """tot en met 12 maart 2026, behind what lasts so long; empty when no last day is known."""
    if last is None:
        return ""
    return f" tot en met {long_date(last)}"


def minutes(number: float) -> str:
    """ongeveer 6 minuten; from an hour: ongeveer 1 uur en 34 minuten; from 0: geen tijd."""
    if not number:
        return "geen tijd"
    hours, rest = divmod(max(1, half_up(number)), 60)
    parts = []
    if hours:
        parts.append(f"{hours} uur")
    if rest or not hours:
        parts.append(counted(rest, "minuut", "minuten"))
    return f"ongeveer {' en '.join(parts)}"


def init_formats(app: Flask) -> None:
    """Make the formats known to templates."""
    app.jinja_env.filters.update(
        long_date=long_date,
        time_of_day=time_of_day,
        on_paper=on_paper,
        date_tag=date_tag,
        whole=whole,
        decimal=decimal,
        minutes=minutes,
    )
    app.jinja_env.globals.update(counted=counted)
