"""The form of a training on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from course.store.study_days.meetings import MeetingPlan
from course.web.page.fields import Fields
from course.web.page.formats import long_date
from course.web.page.parts import FieldError

MOST_SEATS = 1000
FIELDS = ("titel", "dag", "begin", "einde", "plaats", "plaatsen")
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]?([0-5]\d)?(?: uur)?")
_NO_TIME = "Vul een tijd in, bijvoorbeeld 13.30."


@dataclass(frozen=True)
class MeetingForm:
    """What was typed, to show again; and the plan, None when something is wrong."""

    sent: dict[str, str]
    plan: MeetingPlan | None
    errors: tuple[FieldError, ...]


def read_meeting(sent: Mapping[str, str], today: date) -> MeetingForm:
    """Every field, with everything that is wrong."""
    fields = Fields(sent)
    title = fields.name("titel", "Geef de bijeenkomst een naam.") or ""
    day = fields.day("dag", today, "Deze dag is voorbij. Kies een dag vanaf vandaag.")
    begins, ends = _time(fields, "begin"), _time(fields, "einde")
    if begins and ends and ends <= begins:
        fields.wrong("einde", "Het einde komt na het begin.")
    place = fields.name("plaats", "Vul in waar het is.") or ""
    capacity = _seats(fields)
    typed = fields.texts(FIELDS)
    errors = tuple(fields.errors)
    if errors or day is None:
        return MeetingForm(typed, None, errors)
    return MeetingForm(typed, MeetingPlan(title, day, begins, ends, place, capacity), ())


def typed_of(plan: MeetingPlan) -> dict[str, str]:
    """A plan, as the fields of the form."""
    values = (long_date(plan.day), plan.begins, plan.ends, plan.place, str(plan.capacity))
    return dict(zip(FIELDS, (plan.title, *values), strict=True))


def _time(fields: Fields, name: str) -> str:
    """13.30, also when it was typed as 13:30, 1330 or 13; empty when it is no time."""
    found = _TIME.fullmatch(fields.text(name))
    if found is None:
        fields.wrong(name, _NO_TIME)
        return ""
    hour, minute = found.groups()
    return f"{int(hour):02d}.{minute or '00'}"


def _seats(fields: Fields) -> int:
    typed = fields.text("plaatsen")
    count = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    if not 1 <= count <= MOST_SEATS:
        fields.wrong("plaatsen", f"Vul een getal in van 1 tot en met {MOST_SEATS}.")
    return count
