"""The form that assigns a course to several groups at once, all chosen by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from werkzeug.datastructures import MultiDict

from course.content.slugs import by_slug
from course.domain.duties.calendars import MOST_WEEKS
from course.domain.people.roles import Actor, Permission
from course.kinds.item import Audience
from course.store.duties import targets
from course.store.duties.targets import BoardChoice, ByWhen, NamedPlace, TargetPlace, Targets
from course.store.duties.totals import OfferedCourse
from course.store.people import directory, merged
from course.store.people.directory import SchoolRow
from course.text.names import tidy
from course.web.page.fields import Fields
from course.web.page.formats import whole
from course.web.page.labels import AUDIENCE_OF
from course.web.page.parts import FieldError
from course.web.page.query import filled

SEVERAL = ("bestuur", "school", "functie")  # fields with more than one value
SINGLE = ("cursus", "namen", "datum", "weken", "vrij")
MOST_NAMES = 50
GONE_BOARD = "Een gekozen bestuur is er niet meer, of hoort niet meer bij u. Kies opnieuw."
GONE_SCHOOL = "Een gekozen school is er niet meer, of hoort niet meer bij u. Kies opnieuw."
TOO_MANY = f"Kies hooguit {whole(targets.MOST_PLACES)} scholen tegelijk."
WENT_UP = "{name} ging op in een andere school. Kies die school."
_WORDS: Mapping[str, Audience] = AUDIENCE_OF


@dataclass(frozen=True)
class Offered:
    """What may be chosen."""

    courses: Sequence[OfferedCourse]
    boards: Sequence[BoardChoice]
    schools: Sequence[SchoolRow]

    def place(self, name: str) -> str:
        """The field where an error about boards or schools is shown: itself when it has choices."""
        there = {"bestuur": self.boards, "school": self.schools}
        return name if there[name] else "namen"


@dataclass(frozen=True)
class BroadForm:
    """What was chosen. `targets` is None while something is wrong."""

    several: dict[str, tuple[str, ...]]
    single: dict[str, str]
    targets: Targets | None
    course: OfferedCourse | None
    errors: tuple[FieldError, ...]

    @property
    def hidden(self) -> dict[str, str]:
        """The fields as they travel on, the values of one field with a space between."""
        joined = {name: " ".join(values) for name, values in self.several.items()}
        return filled({**self.single, **joined})


def read_broad(sent: MultiDict[str, str], actor: Actor, offered: Offered, today: date) -> BroadForm:
    """Every field, with everything that is wrong."""
    several = {name: _values(sent, name) for name in SEVERAL}
    single = {name: _lines(sent.get(name, "")) for name in SINGLE}
    fields = Fields(sent)
    course = fields.choice("cursus", by_slug(offered.courses), "Kies een cursus.")
    named = tuple(_named(fields, actor, single["namen"], today))
    chosen = tuple(_chosen(fields, several, actor, offered, today))
    places = targets.within([*chosen, *named])
    _not_too_many(fields, offered, len(places))
    if not places and not fields.errors[int(course is None) :]:
        fields.wrong("school", "Kies een bestuur of een school, of vul een naam in.")
    functions = tuple(_WORDS[one].value for one in several["functie"] if one in _WORDS)
    when = _when(fields, single, today)
    if fields.errors or course is None or when is None:
        return BroadForm(several, single, None, course, tuple(fields.errors))
    return BroadForm(several, single, Targets(course.slug, places, functions, when), course, ())


def _not_too_many(fields: Fields, offered: Offered, places: int) -> None:
    if places > targets.MOST_PLACES:
        fields.wrong(offered.place("bestuur"), TOO_MANY)


def _values(sent: MultiDict[str, str], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(sent.getlist(name)).split()))


def _lines(text: str) -> str:
    """What was typed, a line at a time."""
    return "\n".join(filter(None, map(tidy, text.replace(";", "\n").splitlines())))


def _chosen(
    fields: Fields,
    several: Mapping[str, Iterable[str]],
    actor: Actor,
    offered: Offered,
    today: date,
) -> Iterator[TargetPlace]:
    """The schools that were chosen; what is not offered any more is an error, and nobody gets a
    course at fewer schools than were ticked.
    """
    boards = {board.code: board.id for board in offered.boards}
    chosen = [boards[code] for code in several["bestuur"] if code in boards]
    if set(several["bestuur"]) - set(boards):
        fields.wrong(offered.place("bestuur"), GONE_BOARD)
    if chosen:
        yield from targets.schools_of_boards(chosen, today)
    for code in several["school"]:
        school = directory.school_in_scope(actor, Permission.ASSIGN, code)
        if school is None:
            fields.wrong(offered.place("school"), GONE_SCHOOL)
            continue
        if merged.school_after(code, today):
            fields.wrong(offered.place("school"), WENT_UP.format(name=school.name))
        yield TargetPlace(school.id)


def _named(fields: Fields, actor: Actor, text: str, today: date) -> Iterator[TargetPlace]:
    """The teams and people of these lines; a name that means nobody or several is an error."""
    lines = text.splitlines()
    if len(lines) > MOST_NAMES:
        fields.wrong("namen", f"Vul hooguit {MOST_NAMES} namen in.")
        return
    unclear = partial(fields.wrong, "namen")
    for line in lines:
        found = targets.by_name(actor, line, today)
        if len(found) == 1:
            yield found[0].place
        elif found:
            unclear(f"‘{line}’ staat er vaker. Zet de school erachter: {_examples(found)}.")
        else:
            unclear(f"‘{line}’ vinden wij niet als team of medewerker op uw scholen.")


def _examples(found: Sequence[NamedPlace]) -> str:
    return " of ".join(f"{one.name}, {one.school}" for one in found[:3])


def _when(fields: Fields, single: Mapping[str, str], today: date) -> ByWhen | None:
    """A day, a number of school weeks, or both."""
    weeks = _weeks(fields, single["weken"])
    due_on = None
    if not single["datum"] and not single["weken"]:
        fields.wrong("datum", "Vul een datum in, of een aantal schoolweken.")
    elif single["datum"]:
        due_on = fields.day("datum", today, "Kies vandaag of een dag daarna.")
        if due_on is not None and (due_on.year - today.year) > MOST_YEARS:
            fields.wrong("datum", "Kies een dag binnen drie jaar.")
    if due_on is None and weeks is None:
        return None
    return ByWhen(due_on, weeks, shift=bool(single["vrij"]))


MOST_YEARS = 3
_WEEKS = re.compile(r"[0-9]{1,4}")


def _weeks(fields: Fields, text: str) -> int | None:
    if not text:
        return None
    if _WEEKS.fullmatch(text) and 0 < int(text) <= MOST_WEEKS:
        return int(text)
    fields.wrong("weken", f"Vul een aantal weken in van 1 tot en met {MOST_WEEKS}.")
    return None
