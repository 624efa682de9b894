"""The form that mends duties: whose, and what is to become of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from course.domain.duties.mending import FURTHEST_DAY, LONGEST_PAUSE, Mend, Mending
from course.domain.duties.states import ExemptFor
from course.store.duties.mending import Chosen
from course.web.page.chosen import EVERYBODY, is_just_opened
from course.web.page.fields import Fields
from course.web.page.labels import STATE_SLUGS
from course.web.page.parts import FieldError
from course.web.page.query import filled, picked_tidy

NARROWED = (
    "school",
    "bestuur",
    "cursus",
    "team",
    "status",
    "zoek",
    "toewijzing",
)  # what a whole list is narrowed by
NEVER = "nooit-ingelogd"
MENDED = ("wat", "datum", "reden")
DEEDS: Mapping[str, Mending] = {
    "datum": Mending.DAY,
    "pauze": Mending.PAUSE,
    "vrijstelling": Mending.EXEMPT,
    "hervatten": Mending.RESUME,
}
REASONS: Mapping[str, ExemptFor] = {
    "elders-gedaan": ExemptFor.DONE_ELSEWHERE,
    "ander-werk": ExemptFor.OTHER_WORK,
    "kort-in-dienst": ExemptFor.SHORT_STAY,
    "besluit": ExemptFor.DECISION,
}


@dataclass(frozen=True)
class WhoseDuties:
    """Whose duties, and the fields that say so again."""

    chosen: Chosen | None  # None: nobody was chosen
    hidden: dict[str, str]


@dataclass(frozen=True)
class MendForm:
    """What is asked. `mend` is None while nothing was asked yet, or something is wrong."""

    sent: dict[str, str]
    mend: Mend | None
    errors: tuple[FieldError, ...]


def read_whose(sent: MultiDict[str, str]) -> WhoseDuties:
    """Those that were ticked, or everybody in the list."""
    if sent.get("wie") == EVERYBODY:
        told = picked_tidy(sent, NARROWED)
        hidden = filled(told)
        listed = Chosen(
            course=told["cursus"],
            school=told["school"],
            board=told["bestuur"],
            team=told["team"],
            words=told["zoek"],
            state=STATE_SLUGS.get(told["status"]),
            assignment=told["toewijzing"],
            never_signed_in=told["status"] == NEVER,
        )
        return WhoseDuties(listed, {"wie": EVERYBODY, **hidden})
    refs = tuple(" ".join(sent.getlist("opdracht")).split())
    if not refs:
        return WhoseDuties(None, {})
    return WhoseDuties(Chosen(refs=refs), {"opdracht": " ".join(refs)})


def read_mend(sent: Mapping[str, str], today: date) -> MendForm:
    """What is to become of them. A form that was only just opened has no errors."""
    kept = picked_tidy(sent, MENDED)
    if is_just_opened(sent, MENDED):
        return MendForm(kept, None, ())
    fields = Fields(sent)
    mend = _mend(fields, today)
    if mend is None or fields.errors:
        return MendForm(kept, None, tuple(fields.errors))
    return MendForm(kept, mend, ())


def _mend(fields: Fields, today: date) -> Mend | None:
    """What was chosen, with what that needs. None: nothing was."""
    what = fields.choice("wat", DEEDS, "Kies wat u wilt doen.")
    if what is None:
        return None
    day = _day(what, fields, today) if _needs_day(what, fields) else None
    reason = None
    if what is Mending.EXEMPT:
        reason = fields.choice("reden", REASONS, "Kies waarom deze mensen vrijgesteld zijn.")
    return Mend(what, day, reason)


def _day(what: Mending, fields: Fields, today: date) -> date | None:
    """A day that is not further away than this deed reaches."""
    day = fields.day("datum", today, "Kies vandaag of een dag daarna.")
    if day is not None and day > today + _FURTHEST[what]:
        fields.wrong("datum", _TOO_FAR[what])
    return day


def _needs_day(what: Mending, fields: Fields) -> bool:
    """An exemption may last until somebody ends it."""
    if what is Mending.EXEMPT:
        return bool(fields.text("datum"))
    return what is not Mending.RESUME


_FURTHEST = {
    Mending.DAY: FURTHEST_DAY,
    Mending.PAUSE: LONGEST_PAUSE,
    Mending.EXEMPT: FURTHEST_DAY,
}
_TOO_FAR = {
    Mending.DAY: "Kies een dag binnen drie jaar.",
    Mending.PAUSE: "Kies een dag binnen een jaar. Pauzeer daarna opnieuw als dat nodig is.",
    Mending.EXEMPT: "Kies een dag binnen drie jaar, of laat de datum leeg.",
}
