"""Which code of conduct holds, on which day, for which school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from course import clock
from course.models import BoardValue, CodeOfConduct
from course.store.people import conduct
from course.store.people.conduct import NewVersion
from course.store.submissions import OtherContentsError
from tests import builders

AUTUMN, SPRING, SUMMER = date(2026, 10, 1), date(2027, 3, 1), date(2027, 6, 1)


@pytest.fixture
def school(session: Any) -> Any:
    return builders.school(session, code="brug")


def adopt(session: Any, label: str, on: date, **owner: Any) -> bool:
    made_by = owner.get("made_by") or builders.person(session).id
    draft = NewVersion(
        school_id=owner.get("school_id"),
        board_id=owner.get("board_id"),
        label=label,
        in_force_on=on,
        consent_on=None,
        consent_reference="",
        clauses={"kanalen": f"Zo doen wij het: {label}."},
        submission=owner.get("submission", f"inzending-{label}-1234567"),
    )
    return conduct.adopt(draft, made_by, clock.now())


def label_on(school_id: int | None, day: date) -> str | None:
    holds = conduct.in_force(school_id, day)
    return holds.label if holds else None


def test_nothing_holds_before_the_first_day(session: Any, school: Any) -> None:
    adopt(session, "eerste", SPRING, school_id=school.id)
    assert label_on(school.id, AUTUMN) is None
    assert label_on(school.id, SPRING) == "eerste"
    assert label_on(None, SPRING) is None


def test_the_newest_that_has_begun_holds_and_a_day_in_the_past_gives_what_held_then(
    session: Any, school: Any
) -> None:
    adopt(session, "eerste", AUTUMN, school_id=school.id)
    adopt(session, "later", SUMMER, school_id=school.id)
    adopt(session, "tweede", SPRING, school_id=school.id)
    days = (AUTUMN, SPRING, SUMMER)
    assert [label_on(school.id, day) for day in days] == ["eerste", "tweede", "later"]
    assert [one.label for one in conduct.versions(school.id, 9)] == ["later", "tweede", "eerste"]
    assert [one.label for one in conduct.versions(school.id, 1, 1)] == ["tweede"]
    assert conduct.version_count(school.id) == 3


def test_of_two_from_the_same_day_the_correction_holds(session: Any, school: Any) -> None:
    adopt(session, "met fout", AUTUMN, school_id=school.id)
    adopt(session, "hersteld", AUTUMN, school_id=school.id)
    assert label_on(school.id, AUTUMN) == "hersteld"


def test_the_board_speaks_for_a_school_without_a_code_of_its_own(session: Any, school: Any) -> None:
    sister = builders.school(session, board_id=school.board_id)
    stranger = builders.school(session)
    adopt(session, "bestuur", SPRING, board_id=school.board_id)
    adopt(session, "school", AUTUMN, school_id=school.id)
    assert label_on(school.id, SPRING) == "school"  # the board's is newer, but not its own
    assert label_on(sister.id, SPRING) == "bestuur"
    assert label_on(stranger.id, SPRING) is None
    holds = conduct.in_force(sister.id, SPRING)
    assert holds is not None
    assert holds.by_board
    assert holds.clauses == {"kanalen": "Zo doen wij het: bestuur."}


def test_words_and_code_come_together(session: Any, school: Any) -> None:
    builders.word(session, school, "naam_ict_dienst", "ICT")
    assert conduct.in_force_with_words(school.id, SPRING) == (None, {"naam_ict_dienst": "ICT"})
    adopt(session, "eerste", AUTUMN, school_id=school.id)
    assert conduct.in_force_with_words(school.id, SPRING) == (
        conduct.in_force(school.id, SPRING),
        {"naam_ict_dienst": "ICT"},
    )
    assert conduct.in_force_with_words(None, SPRING) == (None, {})


def test_a_double_click_is_one_version(session: Any, school: Any) -> None:
    same = {
        "school_id": school.id,
        "made_by": builders.person(session).id,
        "submission": "dezelfde-inzending-1234",
    }
    assert adopt(session, "een", AUTUMN, **same)
    assert not adopt(session, "een", AUTUMN, **same)
    assert session.query(CodeOfConduct).count() == 1


def test_versions_are_of_the_school_and_its_board_alone(session: Any, school: Any) -> None:
    sister = builders.school(session, board_id=school.board_id)
    stranger = builders.school(session)
    for label, on, owner in (
        ("eigen", AUTUMN, {"school_id": school.id}),
        ("zus", AUTUMN, {"school_id": sister.id}),
        ("bestuur", SPRING, {"board_id": school.board_id}),
        ("ver", SPRING, {"board_id": stranger.board_id}),
        ("zelfde dag", SPRING, {"school_id": school.id}),
    ):
        adopt(session, label, on, **owner)
    found = conduct.versions(school.id, 9)
    assert [(one.label, one.by_board) for one in found] == [
        ("zelfde dag", False),
        ("bestuur", True),
        ("eigen", False),
    ], "the newest first"
    counts = [conduct.version_count(one.id) for one in (school, sister, stranger)]
    assert counts == [3, 2, 1]
    assert all(one.clauses == {} for one in found)


def test_a_code_without_clauses_and_words_of_the_board_come_together(
    session: Any, school: Any
) -> None:
    word = {"board_id": school.board_id, "key": "naam_fg", "text": "De FG"}
    builders.add(session, BoardValue(**word, starts_on=builders.LONG_AGO))
    session.execute(
        insert(CodeOfConduct).values(
            school_id=school.id,
            label="leeg",
            in_force_on=AUTUMN,
            consent_reference="",
            made_by=builders.person(session).id,
            made_at=clock.now(),
            submission="zonder-bepalingen-12345",
        )
    )
    found, words = conduct.in_force_with_words(school.id, SPRING)
    assert found is not None
    assert (found.label, found.clauses) == ("leeg", {})
    assert words == {"naam_fg": "De FG"}


@pytest.mark.parametrize("change", ["label", "in_force_on", "clauses", "made_by"])
def test_the_same_form_with_something_else_in_it_is_refused(
    session: Any, school: Any, change: str
) -> None:
    who, other = builders.person(session).id, builders.person(session).id
    draft = NewVersion(school.id, None, "een", AUTUMN, None, "", {"kanalen": "Zo."}, "inzending-1")
    assert conduct.adopt(draft, who, clock.now())
    values = {"label": "twee", "in_force_on": SPRING, "clauses": {"kanalen": "Anders."}}
    changed = draft if change == "made_by" else replace(draft, **{change: values[change]})
    with pytest.raises(OtherContentsError):
        conduct.adopt(changed, other if change == "made_by" else who, clock.now())
    kept = conduct.in_force(school.id, SUMMER)
    assert kept is not None
    assert (kept.label, kept.clauses) == ("een", {"kanalen": "Zo."})
