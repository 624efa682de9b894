"""What a group sees of its votes, and when; and that no vote carries a name."""

from __future__ import annotations

import pytest

from course.content.outline import ItemOutline, LessonOutline
from course.content.types import LessonKind
from course.domain.study_days import (
    CODE_SIGNS,
    Phase,
    SeatState,
    VoteRound,
    ballot,
    can_be_asked,
    choice_text,
    explanations,
    is_code,
    is_moment,
    normal_code,
    pseudonym,
    read_vote,
    response_of,
    seat_of,
    tally,
)
from course.kinds.best_worst.item import BestWorstItem
from course.kinds.choice.item import ChoiceItem
from course.kinds.cloze.item import ClozeItem
from course.kinds.dilemma.item import Choice, DilemmaItem, Ending, Scene
from course.kinds.item import Option, Sector
from course.kinds.marking import NotGradable
from course.kinds.multiple.item import MultipleItem
from course.text.plain import Html

OPTIONS = tuple(Option(key, Html(f"Keuze {key}"), Html(f"Uitleg {key}")) for key in "abc")
WORDS = {"key": "v1", "question": Html("<p>Wie?</p>"), "label": "Wie?"}
CHOICE = ChoiceItem(**WORDS, options=OPTIONS, right="b")
MULTIPLE = MultipleItem(**WORDS, options=OPTIONS, right=frozenset("ab"))
BEST_WORST = BestWorstItem(**WORDS, options=OPTIONS, best="a", worst="c")
DILEMMA = DilemmaItem(
    **WORDS,
    title="Foto",
    sectors=(),
    scenes=(
        Scene(
            "start",
            "De foto",
            Html("<p>Wat nu?</p>"),
            (Choice("x", Html("Wissen"), "eind"),),
            expert=Html("<p>E</p>"),
        ),
        Scene("eind", "Klaar", Html("<p>Zo loopt het.</p>"), ending=Ending.GOOD),
    ),
)
BOTH = (VoteRound.BEFORE, VoteRound.AFTER)


def test_phases_go_forward_one_at_a_time_or_to_the_end() -> None:
    assert [phase.following for phase in Phase] == [*list(Phase)[1:], None]
    allowed = {(phase, asked) for phase in Phase for asked in Phase if is_moment(phase, asked)}
    steps = set(zip(list(Phase), list(Phase)[1:], strict=False))
    assert allowed == steps | {
        (phase, Phase.CLOSED) for phase in Phase if phase is not Phase.CLOSED
    }


def test_a_vote_is_shown_only_when_it_is_over() -> None:
    for phase in Phase:
        assert phase.round not in phase.shown
    assert Phase.FIRST.shown == ()
    assert Phase.TALK.shown == Phase.SECOND.shown == (VoteRound.BEFORE,)
    assert Phase.RESULT.shown == BOTH
    assert [phase for phase in Phase if phase.is_over] == [Phase.RESULT, Phase.CLOSED]


@pytest.mark.parametrize("typed", ["CDF-349", " cdf 349 ", "c.d.f.3.4.9", "CDF349"])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normal_code(typed) == "CDF349"
    assert is_code(normal_code(typed))


@pytest.mark.parametrize("typed", ["", "CDF34", "CDF3499", "CDF34O", "CDF34é"])
def test_what_cannot_be_a_code(typed: str) -> None:
    assert not is_code(normal_code(typed))


def test_codes_have_no_look_alikes() -> None:
    assert not set(CODE_SIGNS) & set("0O1IL2Z5S8BUVAEY")
    assert len(CODE_SIGNS) ** 6 > 10_000_000


def test_a_pseudonym_is_the_same_twice_and_another_in_each_round_session_and_person() -> None:
    names = [
        pseudonym(key, one, person)
        for key in ("k1", "k2")
        for one in VoteRound
        for person in (1, 12)
    ]
    assert len(set(names)) == len(names)
    assert pseudonym("k1", VoteRound.BEFORE, 1) == names[0]
    assert all(len(name) == 64 for name in names)


@pytest.mark.parametrize("voters", [0, 1, 4])
def test_under_five_votes_nothing_is_counted_out(voters: int) -> None:
    (bars,) = tally(
        ballot(CHOICE), {VoteRound.BEFORE: {"a": voters}, VoteRound.AFTER: {"a": 5}}, BOTH
    )
    assert [bar.counts[VoteRound.BEFORE] for bar in bars.bars] == [None, None, None]
    assert [bar.counts[VoteRound.AFTER] for bar in bars.bars] == [5, 0, 0]


def test_a_round_that_is_not_shown_is_not_counted_out_either() -> None:
    (bars,) = tally(
        ballot(CHOICE), {VoteRound.BEFORE: {"a": 6}, VoteRound.AFTER: {"b": 6}}, (VoteRound.BEFORE,)
    )
    assert {bar.counts[VoteRound.AFTER] for bar in bars.bars} == {None}


def test_with_more_answers_somebody_counts_at_each() -> None:
    (bars,) = tally(ballot(MULTIPLE), {VoteRound.BEFORE: {"a b": 3, "b": 2}}, (VoteRound.BEFORE,))
    assert [bar.counts[VoteRound.BEFORE] for bar in bars.bars] == [3, 5, 0]
    assert [bar.is_key for bar in bars.bars] == [True, True, False]


def test_best_and_worst_have_bars_of_their_own() -> None:
    best, worst = tally(ballot(BEST_WORST), {VoteRound.AFTER: {"a c": 4, "b c": 2}}, BOTH)
    assert [bar.counts[VoteRound.AFTER] for bar in best.bars] == [4, 2, 0]
    assert [bar.counts[VoteRound.AFTER] for bar in worst.bars] == [0, 0, 6]
    assert [bar.key for bar in worst.bars if bar.is_key] == ["c"]


def test_a_dilemma_is_asked_as_its_first_scene_and_has_no_right_choice() -> None:
    asked = ballot(DILEMMA)
    assert asked.item.question == "<p>Wat nu?</p><p>Wat doet u?</p>"
    assert read_vote(asked, {"antwoord": ["x"]}) == ("x",)
    assert isinstance(read_vote(asked, {"antwoord": ["y"]}), NotGradable)
    (bars,) = tally(asked, {VoteRound.BEFORE: {"x": 5}}, (VoteRound.BEFORE,))
    assert [(bar.counts[VoteRound.BEFORE], bar.is_key) for bar in bars.bars] == [(5, False)]
    (told,) = explanations(asked)
    assert (told.about, told.text, told.is_key) == ("Wissen", "<p>Zo loopt het.</p>", None)


def test_the_explanation_names_what_is_right() -> None:
    assert [one.is_key for one in explanations(ballot(CHOICE))] == [False, True, False]
    assert [one.is_key for one in explanations(ballot(BEST_WORST))] == [True, False, False]
    assert explanations(ballot(MULTIPLE))[2].text == "Uitleg c"


@pytest.mark.parametrize("response", [("a",), ("a", "b")])
def test_a_response_comes_back_from_its_text(response: tuple[str, ...]) -> None:
    assert response_of(choice_text(response)) == response


def lesson(kind: LessonKind = LessonKind.PAGE, sectors: tuple[Sector, ...] = ()) -> LessonOutline:
    return LessonOutline(
        slug="les",
        title="Les",
        kind=kind,
        required=True,
        minutes=2,
        draw=0,
        sectors=sectors,
        audiences=(),
        items=(),
    )


def outlined(kind: str, requires: tuple[str, ...] = ()) -> ItemOutline:
    return ItemOutline("v1", kind, "Wie?", True, True, False, requires, None)


def test_what_can_be_asked() -> None:
    assert can_be_asked(lesson(), outlined(ChoiceItem.kind), (), "vo")
    assert can_be_asked(lesson(LessonKind.DILEMMA), outlined(DilemmaItem.kind), (), "vo")
    assert not can_be_asked(lesson(), outlined(ClozeItem.kind), (), "vo")
    assert not can_be_asked(lesson(LessonKind.TEST), outlined(ChoiceItem.kind), (), "vo")
    assert not can_be_asked(lesson(sectors=(Sector.PO,)), outlined(ChoiceItem.kind), (), "vo")
    assert not can_be_asked(lesson(), outlined(ChoiceItem.kind, ("naam",)), (), "vo")
    assert can_be_asked(lesson(), outlined(ChoiceItem.kind, ("naam",)), ("naam",), "vo")


@pytest.mark.parametrize(
    ("comes", "before", "state"),
    [
        (None, 0, SeatState.NONE),
        (False, 0, SeatState.AWAY),
        (True, 0, SeatState.SEAT),
        (True, 1, SeatState.SEAT),
        (True, 2, SeatState.WAITING),
        (True, 3, SeatState.WAITING),
    ],
)
def test_of_two_seats_the_first_two_who_say_yes_have_one(
    comes: bool | None, before: int, state: SeatState
) -> None:
    assert seat_of(comes, before, capacity=2) is state


def test_what_is_open_in_each_phase() -> None:
    before, after = VoteRound.BEFORE, VoteRound.AFTER
    assert [(phase.round, phase.may_join, phase.following) for phase in Phase] == [
        (None, True, Phase.FIRST),
        (before, True, Phase.TALK),
        (None, True, Phase.SECOND),
        (after, True, Phase.RESULT),
        (None, False, Phase.CLOSED),
        (None, False, None),
    ]
