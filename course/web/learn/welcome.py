"""What a learner reads before the first lesson of a course: who gives it, why, how long, who sees
what, and from whom help comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from course.store.duties import given
from course.store.duties.given import GivenBy
from course.store.people import words
from course.web.page.formats import by_count, minutes


@dataclass(frozen=True)
class Welcome:
    """The sentences, in order."""

    who_and_why: str
    how_long: str
    who_sees: str
    help: str


def welcome(person_id: int, course: str, minutes_left: int, on: date) -> Welcome:
    """For a course that somebody has not begun."""
    reasons = given.reasons_of(person_id, course, on)
    school = words.home_school(person_id, on)
    values: Mapping[str, str] = {}
    if school:
        values = words.values_of(school.id)
    return Welcome(
        who_and_why=who_and_why(reasons),
        how_long=f"De cursus kost {minutes(minutes_left)}. U mag stoppen en later verder gaan.",
        who_sees=_who_sees(reasons),
        help=help_words(values),
    )


def who_and_why(reasons: Sequence[GivenBy]) -> str:
    """Who gives the course and why you; of several schools all of them."""
    if not reasons:
        return "U koos deze cursus zelf. Niemand heeft u gevraagd om deze cursus te doen."
    schools, givers = _once(one.school for one in reasons), _once(one.by for one in reasons)
    verb = by_count(len(schools), "geeft", "geven")
    said = f"{_listed(schools)} {verb} u deze cursus"
    if givers:
        said = f"{said}, via {_listed(givers)}"
    return f"{said}. {_why(reasons)}"


def _why(reasons: Sequence[GivenBy]) -> str:
    if any(one.personal for one in reasons):
        return "De cursus is aan u persoonlijk gegeven."
    each = [one.team for one in reasons]
    teams = _once(each)
    if teams and all(each):
        word = by_count(len(teams), "team", "de teams")
        return f"U krijgt deze cursus omdat u in {word} {_listed(teams)} werkt."
    return "U krijgt deze cursus omdat u daar werkt."


def _who_sees(reasons: Sequence[GivenBy]) -> str:
    alone = "Niemand anders ziet wat u antwoordt."
    if not reasons:
        return alone
    schools = {one.school for one in reasons}
    place = by_count(len(schools), "uw school", "deze scholen")
    return f"Leidinggevenden en trainers van {place} zien hoe ver u bent en wanneer. {alone}"


def help_words(values: Mapping[str, str]) -> str:
    """From whom help comes, in the words of the school; never an invented desk."""
    desk, contact = values.get("naam_ict_dienst", ""), values.get("contact_ict_dienst", "")
    if not desk:
        return "Hulp nodig? Vraag het aan uw leidinggevende."
    if not contact:
        return f"Hulp nodig? Die krijgt u van {desk}."
    return f"Hulp nodig? Die krijgt u van {desk}: {contact}."


def _once(names: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))


def _listed(names: Sequence[str]) -> str:
    """De Boom, De Tak en De Wortel."""
    *first, last = names
    if not first:
        return last
    return f"{', '.join(first)} en {last}"
