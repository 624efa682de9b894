"""Which courses come with a school or a team: what was given to everybody there, and stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from course.kinds.item import Audience
from course.models import Assignment
from course.store.duties import standing
from tests.staff import World, at_noon
from tests.store.ada_and_bob import AdaAndBob

TODAY = date(2026, 3, 12)


def test_what_comes_with_a_school_a_team_and_a_kind_of_work(session: Any) -> None:
    case = AdaAndBob(World(session, TODAY))
    here, team, other = case.here.id, case.team, case.world.team(case.here, "Onderbouw")
    giver = case.world.person()

    def give(course: str, school: int = here, functions: str | None = None, **to: Any) -> None:
        said = {"course": course, "school_id": school, "functions": functions, "due_on": TODAY}
        number = f"gegeven-{session.query(Assignment).count()}-{course}"
        made = {"submission": number, "batch": number, "made_by": giver.id}
        case.world.add(Assignment(**said, **made, made_at=at_noon(TODAY), **to))

    for course in ("zingen", "fietsen", "fietsen"):
        give(course)
    give("koken", functions="support intern")
    give("koken", functions="leader")
    for place, name in ((team, "team"), (other, "ander-team")):
        give(name, team_id=place.id)
    give("weg", withdrawn_at=at_noon(TODAY), withdrawn_by=giver.id)
    give("weg", team_id=team.id, withdrawn_at=at_noon(TODAY), withdrawn_by=giver.id)
    give("alleen-ada", person_id=case.ada.id)
    give("elders", case.beside.id)

    def of_school(function: Audience) -> list[str]:
        return standing.for_school(here, function)

    assert of_school(Audience.TEACHING) == ["fietsen", "zingen"]
    for function in (Audience.INTERN, Audience.SUPPORT, Audience.LEADER):
        assert of_school(function) == ["fietsen", "koken", "zingen"]
    assert standing.for_school(case.beside.id, Audience.INTERN) == ["elders"]
    assert standing.for_team(here, team.ref, Audience.TEACHING) == ["team"]
    assert standing.for_team(here, other.ref, Audience.TEACHING) == ["ander-team"]
    assert standing.for_team(here, "", Audience.TEACHING) == []
    assert standing.for_team(case.beside.id, team.ref, Audience.TEACHING) == []
