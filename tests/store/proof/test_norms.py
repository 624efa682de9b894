"""The table of norms: what ships until somebody changes it, and what it said on each day since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from course import clock
from course.domain.proof.norms import NormDraft, NormFigure
from course.models import AuditEntry
from course.store.dated import DeedMoment
from course.store.proof import norms
from course.store.submissions import OtherContentsError
from tests.staff import World, at_noon

pytestmark = pytest.mark.empty
TODAY = date(2026, 3, 12)
DAY = timedelta(days=1)
NEW = NormDraft("99.1", "Iets van onszelf", "1", NormFigure.DONE, None)


@pytest.fixture
def world(session: Any) -> World:
    return World(session, TODAY)


def at(world: World, days: int = 0) -> DeedMoment:
    return DeedMoment(at_noon(TODAY + days * DAY), by=world.person("Wie Schreef").id)


def notes(world: World) -> list[tuple[str, Any]]:
    kinds = ("norm-changed", "norm-removed")
    query = world.session.query(AuditEntry).filter(AuditEntry.action.in_(kinds))
    return [(row.action, row.detail) for row in query.order_by(AuditEntry.id)]


def test_until_somebody_changes_it_the_table_is_the_shipped_one(world: World) -> None:
    assert {one.key for one in norms.on(TODAY)} == {one.key for one in norms.shipped()}
    assert norms.history(norms.shipped()[0].key) == []
    assert all(one.checked_on is None for one in norms.shipped())


def test_a_new_line_keeps_the_others_and_the_days_before(world: World) -> None:
    shipped = len(norms.shipped())
    norms.put("eigen", NEW, None, at(world))
    norms.put("eigen", NEW, None, at(world, 1))
    assert len(norms.on(TODAY)) == shipped + 1
    assert len(norms.on(TODAY - DAY)) == shipped
    assert norms.on(TODAY)[-1].draft == NEW
    assert notes(world) == [("norm-changed", {"norm": "99.1", "figure": "done"})]
    (line,) = norms.history("eigen")
    assert (line.draft, line.starts_on, line.ends_on, line.made_by) == (
        NEW,
        TODAY,
        None,
        "Wie Schreef",
    )
    before = norms.on(TODAY, clock.end_of_day(TODAY - DAY))
    assert {one.key for one in before} == {one.key for one in norms.shipped()}


def test_a_change_is_of_one_line_from_that_day_on(world: World) -> None:
    norms.put("eigen", NEW, None, at(world))
    later = replace(NEW, wording="Anders", figure=NormFigure.LATE)
    norms.put("eigen", later, NEW, at(world, 2))
    said = [
        {one.key: one.draft for one in norms.on(TODAY + days * DAY)}["eigen"] for days in (1, 2)
    ]
    assert said == [NEW, later]
    assert [(one.wording, one.ends_on) for one in norms.history("eigen")] == [
        ("Anders", None),
        (NEW.wording, TODAY + DAY),
    ]
    first = norms.shipped()[0]
    assert {one.key: one.draft for one in norms.on(TODAY + 2 * DAY)}[first.key] == first.draft
    assert len(notes(world)) == 2


def test_who_saw_something_else_or_takes_a_number_twice_is_refused(world: World) -> None:
    norms.put("eigen", NEW, None, at(world))
    first = norms.shipped()[0]
    other = replace(NEW, wording="Anders")
    refused = [
        ("eigen", other, replace(NEW, level="2")),
        ("eigen", other, None),
        ("nieuw", NEW, None),
        ("nieuw", replace(other, norm=first.norm.upper()), None),
        ("weg", other, NEW),
    ]
    for key, draft, before in refused:
        with pytest.raises(OtherContentsError):
            norms.put(key, draft, before, at(world, 1))
    with pytest.raises(OtherContentsError):
        norms.take_away("eigen", other, at(world, 1))
    assert len(notes(world)) == 1


def test_a_line_that_is_taken_away_was_there_before_and_twice_is_once(world: World) -> None:
    norms.put("eigen", NEW, None, at(world))
    for _ in range(2):
        norms.take_away("eigen", NEW, at(world, 2))
    there = ["eigen" in {one.key for one in norms.on(TODAY + days * DAY)} for days in (1, 2)]
    assert there == [True, False]
    assert notes(world)[1:] == [("norm-removed", {"norm": "99.1", "figure": "done"})]
    assert len(norms.on(TODAY + 2 * DAY)) == len(norms.shipped())


def test_a_shipped_line_is_taken_away_from_a_table_that_nobody_changed(world: World) -> None:
    first, *others = norms.shipped()
    norms.take_away(first.key, first.draft, at(world))
    assert {one.key for one in norms.on(TODAY)} == {one.key for one in others}
    assert len(norms.on(TODAY - DAY)) == len(norms.shipped())


def test_the_table_stands_in_the_order_of_its_numbers(world: World) -> None:
    for key, number in (("b", "100.2"), ("a", "100.10"), ("c", "99.3")):
        norms.put(key, replace(NEW, norm=number), None, at(world))
    assert [one.key for one in norms.on(TODAY)][-3:] == ["c", "b", "a"]
