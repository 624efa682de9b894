"""Who goes along to a new text, and what must be settled before it is published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from course.domain.courses.publishing import (
    HowFarAlong,
    PublishChoice,
    Text,
    TextChange,
    Unsettled,
    careful,
    moves,
    unsettled,
)

TODAY = date(2026, 11, 29)
SAME, OTHER = Text(1, 1, is_other=False), Text(1, 1, is_other=True)
RAISED = Text(1, 2, is_other=True)
LATER = TODAY + timedelta(days=60)


@pytest.mark.parametrize(
    ("change", "along"),
    [
        (TextChange.FIRST, {HowFarAlong.NOT_BEGUN, HowFarAlong.BUSY, HowFarAlong.DONE}),
        (TextChange.WORDING, {HowFarAlong.NOT_BEGUN, HowFarAlong.BUSY, HowFarAlong.DONE}),
        (TextChange.MEANING, {HowFarAlong.NOT_BEGUN, HowFarAlong.DONE}),
        (TextChange.DUTY, {HowFarAlong.NOT_BEGUN, HowFarAlong.BUSY, HowFarAlong.DONE}),
    ],
)
def test_who_goes_along_within_an_edition(change: TextChange, along: set[HowFarAlong]) -> None:
    assert {stage for stage in HowFarAlong if moves(change, stage, same_edition=True)} == along
    other = {stage for stage in HowFarAlong if moves(change, stage, same_edition=False)}
    assert other == along - {HowFarAlong.DONE}, "a completion keeps the text of its own edition"


@pytest.mark.parametrize(
    ("text", "decision", "left"),
    [
        (SAME, PublishChoice(None), set()),
        (OTHER, PublishChoice(None), {Unsettled.NOT_CHOSEN}),
        (OTHER, PublishChoice(TextChange.WORDING), set()),
        (OTHER, PublishChoice(TextChange.WORDING, {"een/les/p1"}), {Unsettled.ONLY_WORDING}),
        (OTHER, PublishChoice(TextChange.MEANING), {Unsettled.NONE_NAMED}),
        (SAME, PublishChoice(TextChange.MEANING), set()),  # there is nothing to name
        (OTHER, PublishChoice(TextChange.MEANING, {"een/les/p1"}), set()),
        (OTHER, PublishChoice(TextChange.DUTY, renew_by=LATER), {Unsettled.EDITION_SAME}),
        (OTHER, PublishChoice(TextChange.DUTY), {Unsettled.EDITION_SAME, Unsettled.NO_DAY}),
        (RAISED, PublishChoice(None), {Unsettled.NOT_CHOSEN}),
        (RAISED, PublishChoice(TextChange.WORDING), {Unsettled.EDITION_RAISED}),
        (RAISED, PublishChoice(TextChange.DUTY, renew_by=LATER), set()),
        (RAISED, PublishChoice(TextChange.DUTY, renew_by=TODAY), {Unsettled.DAY_PAST}),
        (Text(1, 2, is_other=False), PublishChoice(None), {Unsettled.NOT_CHOSEN}),
        (
            Text(2, 1, is_other=True),
            PublishChoice(TextChange.WORDING),
            set(),
        ),  # back to an earlier text
    ],
)
def test_what_is_left_to_settle(text: Text, decision: PublishChoice, left: set[Unsettled]) -> None:
    assert set(unsettled(text, decision, TODAY)) == left


def test_answers_that_would_mean_something_else_are_asked_about() -> None:
    text = Text(1, 1, is_other=True, answered=True)
    assert set(unsettled(text, PublishChoice(TextChange.WORDING), TODAY)) == {Unsettled.ANSWERED}
    known = PublishChoice(TextChange.WORDING, answers_known=True)
    assert set(unsettled(text, known, TODAY)) == set()


def test_what_comes_with_the_application_takes_nothing_from_anybody() -> None:
    places = ["een/les/p1"]
    by = TODAY + timedelta(weeks=12)
    raised = PublishChoice(TextChange.DUTY, (), by, answers_known=True)
    assert careful(RAISED, places, TODAY) == raised
    assert careful(SAME, places, TODAY) == PublishChoice(None)
    other = PublishChoice(TextChange.MEANING, places, answers_known=True)
    assert careful(OTHER, places, TODAY) == other
