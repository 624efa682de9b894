"""What narrows a list of people besides team, status and name: the kind of work, who was not
reached or runs out, and a period in which they have to be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from course.domain.people.sight import Sight, shows
from course.store.duties.reach import AsOf
from course.store.duties.who import Who
from course.web.page.fields import themselves
from course.web.page.labels import AUDIENCES
from course.web.page.lists import iso_day
from course.web.page.parts import FieldError, FormOption
from course.web.page.query import choice_from_query, day_from_query

AUDIENCE_OPTIONS = tuple(
    FormOption(one.value, word.capitalize()) for one, word in AUDIENCES.items()
)
UNREACHED_SLUG = "niet-bereikt"
WHO_SLUGS: Mapping[str, Who] = {
    "zonder-opdracht": Who.WITHOUT_DUTY,
    "nooit-ingelogd": Who.NEVER_SIGNED_IN,
    UNREACHED_SLUG: Who.UNREACHED,
    "verloopt-binnenkort": Who.EXPIRING,
}
WHO_WORDS = {
    Who.WITHOUT_DUTY: "Zonder opdracht",
    Who.NEVER_SIGNED_IN: "Nooit ingelogd",
    Who.UNREACHED: "Mail niet bereikt",
    Who.EXPIRING: "Verloopt binnenkort",
}
# a list of a school is about who has the course
_LISTED = {slug: who for slug, who in WHO_SLUGS.items() if who is not Who.WITHOUT_DUTY}
_KINDS = themselves(AUDIENCES)
REACHED_NOW = "Wie mail niet bereikt, is alleen van vandaag bekend. U ziet de stand van nu."
NOT_SHOWN = "Uw school laat u niet zien tot wanneer iemands training geldt. U ziet iedereen."
NO_SUCH_FUNCTION = "Deze functie bestaat niet. Kies een functie uit de lijst."
NO_SUCH_GROUP = "Kies een groep uit de lijst."
TURNED_ROUND = "Kies een dag die niet voor de eerste dag ligt."
EARLIEST = date(1900, 1, 1)  # stands for no day in a field that may be empty


@dataclass(frozen=True)
class MoreAsked:
    """What an address asks besides. `values`: the same as addresses take it along."""

    audience: str
    who: Who | None
    due_from: date | None
    due_until: date | None
    errors: tuple[FieldError, ...]
    values: dict[str, str]


def listed_options(sight: Sight) -> tuple[FormOption, ...]:
    """Who can be asked for at a school: not who expires soon, where no days are shown."""
    options = []
    for slug, who in _LISTED.items():
        if _is_shown(who, sight):
            options.append(FormOption(slug, WHO_WORDS[who]))
    return tuple(options)


def _is_shown(who: Who | None, sight: Sight) -> bool:
    return who is not Who.EXPIRING or shows(sight, Sight.DATES)


def read_more(args: Mapping[str, str], moment: AsOf, sight: Sight) -> MoreAsked:
    """The kind of work, who, and from when until when."""
    audience, errors = choice_from_query(
        args.get("functie", ""), "functie", _KINDS, NO_SUCH_FUNCTION
    )
    who, wrong_who = choice_from_query(args.get("wie", ""), "wie", _LISTED, NO_SUCH_GROUP)
    if who is Who.UNREACHED and moment.is_past:
        wrong_who = (FieldError("wie", REACHED_NOW),)
    if not _is_shown(who, sight):
        who, wrong_who = None, (FieldError("wie", NOT_SHOWN),)
    first, last, wrong_days = _period(args)
    values = {"functie": audience or "", "wie": "", "vanaf": iso_day(first), "tot": iso_day(last)}
    if who is not None:
        values["wie"] = args["wie"]
    return MoreAsked(audience or "", who, first, last, errors + wrong_who + wrong_days, values)


def _period(args: Mapping[str, str]) -> tuple[date | None, date | None, tuple[FieldError, ...]]:
    first, wrong_first = _day(args, "vanaf")
    last, wrong_last = _day(args, "tot")
    if first and last and last < first:
        return first, None, (FieldError("tot", TURNED_ROUND),)
    return first, last, wrong_first + wrong_last


def _day(args: Mapping[str, str], name: str) -> tuple[date | None, tuple[FieldError, ...]]:
    found, errors = day_from_query(args.get(name, ""), name, EARLIEST)
    if found == EARLIEST:
        return None, errors
    return found, errors
