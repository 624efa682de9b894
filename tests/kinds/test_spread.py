"""The control values of the curriculum for a message that spreads, and what the exercise is to
show.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.kinds.marking import NotGradable
from course.kinds.registry import kind_of
from course.kinds.spread import playing
from course.kinds.spread.item import ACTIONS, SpreadItem
from course.kinds.spread.playing import Stage, play
from course.kinds.spread.simulation import (
    Model,
    Post,
    Round,
    box,
    is_close,
    spread,
    totals,
)
from course.text.numbers import half_up
from tests.content.reading import documented_items, examples, parse

MODEL = Model(forwards=8, damping=50, found_later=25)
AUDIENCE = {"groep": 12, "volgers": 120, "openbaar": 300}
TONE = {"gewoon": 3, "trots": 6, "grappig": 12, "boos": 18}
ITEM = next(item for item in documented_items() if isinstance(item, SpreadItem))


def message(audience: str, tone: str, sensitive: str, vanishes: str) -> Post:
    """A message in the words of the curriculum."""
    yes = sensitive == "ja"
    return Post(AUDIENCE[audience], TONE[tone], 4 if yes else 2, yes, vanishes == "ja")


@pytest.mark.parametrize(
    ("words", "rounds", "seen", "copies", "later"),
    [
        ("groep gewoon nee nee", 3, 12, 0, 0),
        ("groep grappig ja nee", 1, 12, 1, 0),
        ("groep grappig ja nee", 3, 20, 2, 8),
        ("volgers trots ja nee", 1, 120, 5, 8),
        ("volgers trots ja nee", 3, 192, 8, 16),
        ("volgers boos ja nee", 1, 120, 5, 8),
        ("volgers boos ja nee", 2, 296, 12, 24),
        ("volgers boos ja nee", 3, 424, 17, 32),
        ("volgers grappig ja ja", 1, 120, 2, 8),
        ("openbaar grappig ja nee", 1, 300, 12, 24),
        ("openbaar grappig ja nee", 3, 724, 29, 56),
        ("openbaar boos nee nee", 3, 1044, 21, 40),
    ],
)
def test_control_values(words: str, rounds: int, seen: int, copies: int, later: int) -> None:
    summed = totals(spread(message(*words.split()), MODEL)[:rounds], MODEL)
    assert (summed.seen, summed.copies, summed.later) == (seen, copies, later)


def test_the_rounds_of_an_angry_message_to_followers() -> None:
    assert spread(message("volgers", "boos", "ja", "nee"), MODEL) == (
        Round(120, 5, 22),
        Round(176, 7, 16),
        Round(128, 5, 0),
    )


@pytest.mark.parametrize(
    ("top", "bottom", "whole"),
    [(5, 2, 3), (24, 10, 2), (25, 10, 3), (0, 4, 0), (1, 4, 0), (2, 4, 1)],
)
def test_rounded_up_from_a_half(top: int, bottom: int, whole: int) -> None:
    assert half_up(top, bottom) == whole


@pytest.mark.parametrize(
    ("value", "bounds", "number"),
    [
        (50, (50, 200, 500), 0),
        (51, (50, 200, 500), 1),
        (501, (50, 200, 500), 3),
        (0, (0, 5, 15), 0),
        (1, (0, 5, 15), 1),
    ],
)
def test_boxes(value: int, bounds: tuple[int, ...], number: int) -> None:
    assert box(value, bounds) == number


def test_one_box_off_is_well_predicted_and_two_is_not() -> None:
    assert is_close(1, 2)
    assert is_close(2, 2)
    assert not is_close(0, 2)


messages = st.builds(
    Post,
    audience=st.integers(0, 2000),
    share=st.integers(0, 100),
    keep=st.integers(0, 100),
    sensitive=st.booleans(),
    vanishes=st.booleans(),
)


@given(messages)
def test_deleting_earlier_never_shows_it_to_more_people_and_never_takes_a_copy_back(
    one: Post,
) -> None:
    rounds = spread(one, MODEL)
    sums = [totals(rounds[:number], MODEL) for number in range(1, len(rounds) + 1)]
    for earlier, later in pairwise(sums):
        assert earlier.seen <= later.seen
        assert earlier.copies <= later.copies


@given(messages)
def test_who_is_recognised_and_seen_is_always_copied(one: Post) -> None:
    for part in spread(replace(one, sensitive=True), MODEL):
        assert part.copies >= (1 if part.seen else 0)


@given(messages)
def test_vanishing_ends_after_one_round_but_still_leaves_what_was_seen(one: Post) -> None:
    assert spread(replace(one, vanishes=True), MODEL)[0].seen == one.audience
    assert len(spread(replace(one, vanishes=True), MODEL)) == 1


SETTINGS = (
    "audience=volgers",
    "tone=boos",
    "sensitive=yes",
    "vanishing=no",
    "viewers=2",
    "copies=3",
)


def test_the_closing_words_have_their_numbers() -> None:
    now = play(ITEM, (*SETTINGS, "delete"))
    assert now.stage is Stage.OVER
    assert now.saved == 304
    assert now.after_first.copies == 5
    assert now.totals.later == 8
    assert [one.is_good for one in now.forecasts] == [True, True]


def test_predictions_are_held_against_what_happens_without_intervening() -> None:
    now = play(
        ITEM,
        (
            "audience=openbaar",
            "tone=boos",
            "sensitive=no",
            "vanishing=no",
            "viewers=1",
            "copies=1",
            "delete",
        ),
    )
    assert [(one.predicted, one.actual, one.is_good) for one in now.forecasts] == [
        (1, 3, False),
        (1, 3, False),
    ]


def test_what_is_counted_while_it_spreads_is_what_was_shown() -> None:
    seen = [play(ITEM, (*SETTINGS, *["nothing"] * rounds)).totals.seen for rounds in range(4)]
    assert seen == [120, 296, 424, 424]
    assert play(ITEM, ()).totals == playing.Totals(0, 0, 0)


def test_a_correction_changes_no_number() -> None:
    plain, corrected = play(ITEM, (*SETTINGS, "nothing")), play(ITEM, (*SETTINGS, "correct"))
    assert plain.totals == corrected.totals


@pytest.mark.parametrize(
    ("deeds", "ending"),
    [
        (("delete",), "delete"),
        (("nothing", "report"), "report"),
        (("nothing", "correct", "nothing"), "rounds"),
        (("nothing", "nothing", "delete"), "delete"),
    ],
)
def test_how_it_ends(deeds: tuple[str, ...], ending: str) -> None:
    assert play(ITEM, (*SETTINGS, *deeds)).ending == ending
    assert play(ITEM, (*SETTINGS, *deeds[:-1])).stage is Stage.PLAY


def test_a_vanishing_message_is_over_after_any_deed() -> None:
    path = (*SETTINGS[:3], "vanishing=yes", *SETTINGS[4:])
    assert {play(ITEM, (*path, deed)).ending for deed in ACTIONS} == {
        "delete",
        "report",
        "vanished",
    }


def test_each_step_is_read_with_the_path_before_it() -> None:
    kind = kind_of(ITEM)
    chosen = kind.read(
        ITEM, {name: [key] for name, _, key in (step.partition("=") for step in SETTINGS[:4])}
    )
    assert chosen == SETTINGS[:4]
    predicted = kind.read(
        ITEM, {"stap": SETTINGS[:4], "ga": ["ja"], "viewers": ["2"], "copies": ["3"]}
    )
    assert predicted == SETTINGS
    assert kind.read(ITEM, {"stap": SETTINGS, "kies": ["nothing"]}) == (*SETTINGS, "nothing")
    assert kind.read(ITEM, {"stap": SETTINGS, "opnieuw": ["ja"]}) == ()
    for path in ((), SETTINGS[:4], SETTINGS, (*SETTINGS, "nothing"), (*SETTINGS, "delete")):
        assert kind.read(ITEM, kind.fields(ITEM, path)) == path
        assert kind.settles(ITEM, path, 0) == (path[-1:] == ("delete",))


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"stap": SETTINGS[:3]},
        {"stap": ("audience=maan", *SETTINGS[1:])},
        {"stap": (*SETTINGS, "delete", "nothing")},
        {"stap": (*SETTINGS, "nothing", "nothing", "nothing", "nothing")},
        {"stap": SETTINGS, "kies": ["toveren"]},
        {"stap": SETTINGS[:4], "ga": ["ja"], "viewers": ["2"]},
        {"stap": SETTINGS[:4], "ga": ["ja"], "viewers": ["9"], "copies": ["1"]},
        {"audience": ["volgers"]},
    ],
)
def test_what_is_missing_or_forged_costs_nothing(form: dict[str, list[str]]) -> None:
    assert isinstance(kind_of(ITEM).read(ITEM, form), NotGradable)


EXAMPLE = next(text for text in examples("item") if text.startswith("::: spread"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("- tone. Wat voor bericht is het?", "- toon. Wat voor bericht is het?"),
        ("= 18", "= veel"),
        (" = 18", ""),
        ("  - yes. Ja\n", "  - ja. Ja\n"),
        ("| 50 | 200 | 500", "| 50 | 20 | 500"),
        ("model: Rekenmodel ter illustratie. De getallen zijn geen meting.\n", ""),
        ("  - nothing. Niets doen\n", ""),
    ],
)
def test_a_mistake_of_the_author_is_named(right: str, wrong: str) -> None:
    assert right in EXAMPLE
    found, problems = parse(EXAMPLE.replace(right, wrong))
    assert found is None
    assert problems
    assert all(problem.line for problem in problems)


def test_a_small_group_does_not_shrink_to_nothing() -> None:
    for tone in TONE:
        steps = ("audience=groep", f"tone={tone}", "sensitive=no", "vanishing=no")
        now = play(ITEM, (*steps, "viewers=0", "copies=0", "nothing", "nothing"))
        assert all(played.round.seen > 0 for played in now.rounds), tone


@pytest.mark.parametrize("deeds", [(), ("nothing",), ("nothing", "nothing"), ("delete",)])
def test_the_picture_grows_a_ring_each_round_and_copies_stay(deeds: tuple[str, ...]) -> None:
    now = play(ITEM, (*SETTINGS, *deeds))
    assert len(now.rings) == len(now.trend) == len(now.rounds)
    for ring, played in zip(now.rings, now.rounds, strict=True):
        assert len(ring.people) == -(-played.round.seen // now.people_per_dot)
        assert len(ring.copies) == -(-played.round.copies // now.copies_per_square)
        assert {end for _, end in ring.ways} == set(ring.people)
    places = [point for ring in now.rings for point in (*ring.people, *ring.copies)]
    assert all(4 <= x <= 336 and 4 <= y <= 236 for x, y in places)
    assert now.rings[:1] == play(ITEM, SETTINGS).rings, "what was, stays"
    assert [mark.seen for mark in now.trend] == [played.round.seen for played in now.rounds]


def test_a_dot_stands_for_a_round_number_of_people_and_there_are_never_more_than_45() -> None:
    now = play(ITEM, SETTINGS)
    assert (now.untouched.seen, now.people_per_dot, now.copies_per_square) == (424, 10, 1)
    assert (playing.MOST_DOTS, playing.MOST_SQUARES) == (45, 32)
    for scale, larger in pairwise((1, 5, 10, 25, 50, 100, 500, 501)):
        assert playing._scale(45 * scale, playing.MOST_DOTS) == scale
        assert playing._scale(45 * scale + 1, playing.MOST_DOTS) == larger


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ((*SETTINGS, "delete", "nothing"), "it was over after round 1"),
        ((*SETTINGS, "nothing", "report", "nothing"), "it was over after round 2"),
        ((*SETTINGS, "erase"), "no deed erase"),
        ((*SETTINGS[:4], "viewers=4", "copies=0"), "no step viewers=4 at viewers"),
        ((*SETTINGS[:5], "viewers=1"), "no step viewers=1 at copies"),
        (SETTINGS[:2], "a step is missing"),
    ],
)
def test_a_path_that_nobody_can_walk_is_refused_where_it_goes_wrong(
    path: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        play(ITEM, path)
