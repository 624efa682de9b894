"""The choice before publishing, as it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from course.domain.courses.publishing import PublishChoice, Text, TextChange, Unsettled, unsettled
from course.web.author.wording import UNSETTLED
from course.web.page.fields import Fields, by_value
from course.web.page.parts import FieldError

CHANGE, MEANT, DAY, KNOWN = "wijziging", "betekenis", "dag", "antwoorden"
CHOICES = by_value((TextChange.WORDING, TextChange.MEANING, TextChange.DUTY))
# the field at which each is said
_FIELDS = {
    Unsettled.NOT_CHOSEN: CHANGE,
    Unsettled.EDITION_RAISED: CHANGE,
    Unsettled.EDITION_SAME: CHANGE,
    Unsettled.NO_DAY: DAY,
    Unsettled.DAY_PAST: DAY,
    Unsettled.ONLY_WORDING: MEANT,
    Unsettled.NONE_NAMED: MEANT,
    Unsettled.ANSWERED: KNOWN,
}
_ORDER = (CHANGE, MEANT, DAY, KNOWN)


@dataclass(frozen=True)
class PublishForm:
    """What was chosen, and everything that still stands in the way."""

    sent: dict[str, str]
    meant: tuple[str, ...]
    decision: PublishChoice
    errors: tuple[FieldError, ...]


def read_choice(
    sent: Mapping[str, str], meant: Sequence[str], text: Text, names: Sequence[str], today: date
) -> PublishForm:
    """`names`: the places that the page offered as meaning something else."""
    fields = Fields(sent)
    change = CHOICES.get(fields.text(CHANGE))
    day = None
    if change is TextChange.DUTY and fields.text(DAY):
        day = fields.day(DAY, date.min, "")
    chosen = tuple(name for name in names if name in meant)
    decision = PublishChoice(change, chosen, day, fields.ticked(KNOWN))
    wrong = {one.field: one for one in fields.errors}
    for left in unsettled(text, decision, today):
        wrong.setdefault(_FIELDS[left], FieldError(_FIELDS[left], UNSETTLED[left]))
    kept = fields.texts((CHANGE, DAY, KNOWN))
    errors = tuple(wrong[name] for name in _ORDER if name in wrong)
    return PublishForm(kept, chosen, decision, errors)
