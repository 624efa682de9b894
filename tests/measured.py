"""Measurements as rows, for tests: somebody who answered both forms of a module."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import cycle
from typing import Any

from course.domain.learning.gain import MeasuredPart
from course.models import (
    Enrolment,
    Measurement,
    MeasurementAnswer,
    Person,
    School,
    SchoolMeasuring,
)
from tests import builders
from tests.builders import LONG_AGO, add
from tests.staff import at_noon

FORMS = {"a": ("a1", "a2"), "b": ("b1", "b2")}  # the number says about which goal


def switch_on(session: Any, at: School, *, on: bool = True, since: date = LONG_AGO) -> None:
    """The school measures what its people gain."""
    add(session, SchoolMeasuring(school_id=at.id, is_on=on, starts_on=since))


def enrolment(session: Any, person: Person, course: str, release: str) -> int:
    """The first cycle of somebody in a course."""
    row = {"person_id": person.id, "course": course, "release": release, "cycle": 1}
    return add(session, Enrolment(**row, enrolled_at=at_noon(LONG_AGO))).id


def drawn(
    session: Any,
    enrolment_id: int,
    at: School,
    release: str,
    *,
    first: str,
    course: str,
    module: str,
    forms: dict[str, tuple[str, ...]] | None = None,
    **given: Any,
) -> Measurement:
    """What somebody is asked before and after a module."""
    asked = forms or FORMS
    row = {
        "course": course,
        "module": module,
        "school_id": at.id,
        "audience": "teaching",
        "release": release,
        "forms": hashlib.sha256(repr(asked).encode()).hexdigest(),
        "first": first,
        "before": list(asked[first]),
        "after": list(asked["b" if first == "a" else "a"]),
        "size": len(asked["a"]),
        "drawn_at": at_noon(LONG_AGO),
    }
    return add(session, Measurement(enrolment_id=enrolment_id, **(row | given)))


def answer(
    session: Any,
    to: Measurement,
    part: MeasuredPart,
    earned: Iterable[int],
    goals: Mapping[str, str | None] | None = None,
) -> None:
    """One point or none for each question of a part; without `goals` the last sign of a key names
    its goal.
    """
    asked = to.before if part is MeasuredPart.BEFORE else to.after
    for item, points in zip(asked, earned, strict=False):
        row = {"measurement_id": to.id, "part": part.value, "item": item, "possible": 1}
        goal = goals[item] if goals else f"L{item[-1]}"
        about = {"goal": goal, "earned": points, "given_at": at_noon(LONG_AGO)}
        add(session, MeasurementAnswer(**row, **about))


def whole_school(
    session: Any,
    at: School,
    release: str,
    audiences: Sequence[str],
    goals: Mapping[str, str | None] | None = None,
    **place: Any,
) -> list[Person]:
    """People of these kinds of work who answered all, in turns with form a or b first. Before, each
    third of them had the first question right; afterwards all of them, and most had both.
    """
    people = []
    for number, audience in enumerate(audiences):
        person = builders.person(session, audience=audience)
        builders.membership(session, person, at)
        row = enrolment(session, person, place["course"], release)
        made = drawn(session, row, at, release, first="ab"[number % 2], audience=audience, **place)
        answer(session, made, MeasuredPart.BEFORE, cycle([int(number % 3 == 0), 0]), goals)
        answer(session, made, MeasuredPart.AFTER, cycle([1, int(number % 5 < 3)]), goals)
        people.append(person)
    return people
