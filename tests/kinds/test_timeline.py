"""The control values of the curriculum for what is left of a message, and its one lesson: never
nothing.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.kinds.marking import NotGradable
from course.kinds.registry import kind_of
from course.kinds.timeline.item import MOMENTS, Action, Place, TimelineItem
from course.kinds.timeline.lasting import places, points, untouched
from course.kinds.timeline.standing import stand
from tests.content.reading import documented_items, examples, parse

ITEM = next(item for item in documented_items() if isinstance(item, TimelineItem))
PATHS = list(product(Action, repeat=MOMENTS))
MINUTE, HOUR, DAY, YEARS = range(MOMENTS)


def doing(**when: Action) -> tuple[Action, ...]:
    """Nothing but these actions, by the name of their moment."""
    return tuple(when.get(name, Action.NOTHING) for name in ("minute", "hour", "day", "years"))


@pytest.mark.parametrize(
    ("actions", "left"),
    [
        (doing(), 7),
        (doing(minute=Action.DELETE), 3),
        (doing(hour=Action.DELETE), 3),
        (doing(minute=Action.DELETE, hour=Action.ASK), 2),
        (doing(day=Action.DELETE), 4),
        (doing(day=Action.DELETE, years=Action.UNARCHIVE), 3),
        (doing(day=Action.ERASE), 6),
        (doing(minute=Action.PRIVATE), 4),
    ],
)
def test_control_values(actions: tuple[Action, ...], left: int) -> None:
    assert len(places(actions)[-1]) == left


def test_the_course_without_intervening() -> None:
    assert [len(on) for on in places(doing())] == [3, 3, 7, 7, 7]
    assert places(doing())[MINUTE] == {Place.PLATFORM, Place.RECIPIENT, Place.SCREENSHOT}
    assert untouched() == 7


def test_no_path_reaches_zero_and_two_is_the_least() -> None:
    assert min(len(on) for path in PATHS for on in places(path)) == 2


def test_what_others_hold_never_goes_away() -> None:
    for path in PATHS:
        assert all({Place.RECIPIENT, Place.SCREENSHOT} <= on for on in places(path))


@given(st.lists(st.sampled_from(Action), min_size=MOMENTS, max_size=MOMENTS))
def test_deleting_earlier_never_leaves_more(actions: list[Action]) -> None:
    for moment in range(MOMENTS - 1):
        late = [*actions[:moment], Action.NOTHING, Action.DELETE, *actions[moment + 2 :]]
        early = [*actions[:moment], Action.DELETE, Action.NOTHING, *actions[moment + 2 :]]
        assert len(places(early)[-1]) <= len(places(late)[-1])


def test_closing_the_account_does_what_deleting_does() -> None:
    for path in PATHS:
        closed = [Action.CLOSE if action is Action.DELETE else action for action in path]
        assert places(closed) == places(path)


def test_search_results_follow_the_page_one_moment_later() -> None:
    shown = places(doing(day=Action.DELETE))
    assert {Place.SEARCH, Place.ELSEWHERE} <= shown[DAY]
    assert not {Place.SEARCH, Place.ELSEWHERE} & shown[YEARS]
    assert {Place.SEARCH, Place.ELSEWHERE} <= places(doing(years=Action.DELETE))[-1]


def test_asking_to_stop_after_a_day_is_too_late() -> None:
    assert Place.REPOST not in places(doing(hour=Action.ASK))[-1]
    assert Place.REPOST in places(doing(day=Action.ASK))[-1]


def test_more_actions_than_moments_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="5 actions"):
        places([Action.NOTHING] * 5)


@pytest.mark.parametrize(("predicted", "earned"), [(3, 2), (4, 1), (2, 1), (5, 0), (1, 0)])
def test_points_for_predicting(predicted: int, earned: int) -> None:
    assert points(predicted, 3) == earned


def test_everything_predicted_exactly_earns_eight() -> None:
    now = stand(ITEM, ("3", "nothing", "3", "nothing", "7", "nothing", "7", "nothing"))
    assert (now.points, now.most_points, now.on, now.saved, now.over) == (8, 8, 7, 0, True)


def test_what_was_saved_is_against_doing_nothing() -> None:
    now = stand(ITEM, ("3", "delete", "2", "ask", "2", "nothing", "2", "nothing"))
    assert (now.on, now.saved) == (2, 5)
    assert [moment.on for moment in now.moments] == [3, 2, 2, 2]


def test_each_step_is_read_with_the_path_before_it() -> None:
    kind = kind_of(ITEM)
    path: tuple[str, ...] = ()
    for form in (
        {"voorspel": ["3"]},
        {"kies": ["delete"], "voorspel": ["2"]},
        {"kies": ["ask"], "voorspel": ["2"]},
    ):
        path = kind.read(ITEM, {**form, "stap": path, "ga": ["ja"]})
        assert not isinstance(path, NotGradable)
        assert kind.read(ITEM, kind.fields(ITEM, path)) == path
        assert not kind.settles(ITEM, path, 0)
    assert path == ("3", "delete", "2", "ask", "2")
    assert kind.read(ITEM, {"stap": path, "opnieuw": ["ja"]}) == ()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"ga": ["ja"], "voorspel": ["8"]},
        {"ga": ["ja"], "voorspel": ["³"]},
        {"ga": ["ja"], "voorspel": [""]},
        {"stap": ["3"], "ga": ["ja"], "voorspel": ["3"]},
        {"stap": ["3"], "ga": ["ja"], "kies": ["delete"]},
        {"stap": ["3"], "ga": ["ja"], "kies": ["toveren"], "voorspel": ["3"]},
        {"stap": ["3", "toveren"], "ga": ["ja"]},
        {"stap": ["3", "nothing"] * 5},
    ],
)
def test_what_is_missing_or_forged_costs_nothing(form: dict[str, list[str]]) -> None:
    assert isinstance(kind_of(ITEM).read(ITEM, form), NotGradable)


EXAMPLE = next(text for text in examples("item") if text.startswith("::: timeline"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("  - ask. De delers persoonlijk vragen om te stoppen\n", ""),
        ("  - search. Een", "  - zoek. Een"),
        ("  - d. Jaar 5\n", ""),
        ("- places. Zeven", "- plekken. Zeven"),
    ],
)
def test_a_mistake_of_the_author_is_named(right: str, wrong: str) -> None:
    assert right in EXAMPLE
    found, problems = parse(EXAMPLE.replace(right, wrong))
    assert found is None
    assert problems


def test_the_lamps_say_where_it_stands_and_what_is_new() -> None:
    def lamps(*path: str) -> tuple[list[str], list[str]]:
        found = stand(ITEM, path).lamps
        return [one.place.key for one in found if one.on], [
            one.place.key for one in found if one.changed
        ]

    first = ["platform", "recipient", "screenshot"]
    assert lamps() == ([], [])
    assert lamps("3") == (first, [])
    assert lamps("3", "nothing") == (first, []), "the next is predicted before it is shown"
    assert lamps("3", "delete", "2") == (first[1:], ["platform"])
    spread = ["repost", "search", "elsewhere", "archive"]
    assert lamps("3", "nothing", "3", "nothing", "7") == ([*first, *spread], spread)
    end = stand(ITEM, ["3", "nothing", "3", "nothing", "7", "erase", "6", "delete"])
    assert (end.over, end.next, end.on) == (True, None, 5)
    assert [one.key for one in (moment.action for moment in end.moments) if one] == [
        "nothing",
        "nothing",
        "erase",
        "delete",
    ]
    for count in range(4):
        assert stand(ITEM, ["3", "nothing"] * count).next == ITEM.moments[count]
    with pytest.raises(ValueError, match="after the end"):
        stand(ITEM, ["3", "nothing"] * 4 + ["3"])
    for wrong in ("8", "-1", "drie"):
        with pytest.raises(ValueError, match="no number of places"):
            stand(ITEM, [wrong])
    assert stand(ITEM, ["7"]).moments[0].predicted == 7
