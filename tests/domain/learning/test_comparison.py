"""The comparison with colleagues: from ten people up, what most of them chose, at most two
cards.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from course.domain.learning.comparison import MOST_SHOWN, Difference, differences
from course.kinds.marking import Response

OWN: Response = ("a=Valkuil", "b=Voordeel", "c=Voordeel")
OTHER: Response = ("a=Voordeel", "b=Voordeel", "c=Voordeel")
RESPONSES = st.lists(st.sampled_from("abcd"), unique=True).flatmap(
    lambda cards: st.tuples(
        *(st.sampled_from(["x", "y", "z"]).map(f"{card}={{}}".format) for card in cards)
    )
)
TOTALS = st.lists(st.tuples(RESPONSES, st.integers(1, 12)), max_size=6)


def test_ten_colleagues_are_enough_and_nine_are_not() -> None:
    assert differences(OWN, [(OTHER, 9)]) is None
    assert differences(OWN, [(OTHER, 4), (OWN, 5)]) is None
    assert differences(OWN, [(OTHER, 10)]) == (Difference("a", "Valkuil", "Voordeel"),)


def test_nobody_is_none_and_agreement_is_empty() -> None:
    assert differences(OWN, []) is None
    assert differences(OWN, [(OWN, 12)]) == ()


def test_half_is_not_most() -> None:
    assert differences(OWN, [(OTHER, 5), (OWN, 5)]) == ()
    assert differences(OWN, [(OTHER, 6), (OWN, 5)]) == (Difference("a", "Valkuil", "Voordeel"),)


def test_the_two_that_colleagues_agree_on_most_come_first() -> None:
    own = ("a=x", "b=x", "c=x")
    totals = [(("a=y", "b=y", "c=y"), 8), (("a=x", "b=y", "c=y"), 2), (("a=x", "b=x", "c=y"), 2)]
    found = differences(own, totals)
    assert found is not None
    assert [one.part for one in found] == ["c", "b"]


def test_a_card_is_named_once_whatever_differs_in_it() -> None:
    found = differences(
        ("1.rol=x", "1.actie=x", "2.rol=x"), [(("1.rol=y", "1.actie=y", "2.rol=y"), 10)]
    )
    assert found is not None
    assert [one.part for one in found] == ["1.rol", "2.rol"]


def test_questions_that_only_some_were_asked_are_left_out() -> None:
    own, other = ("a=x", "a.voorwaarde=b1", "1.eigen=1a"), ("a=x", "a.voorwaarde=b2", "1.eigen=1b")
    assert differences(own, [(other, 20)]) == ()


def test_a_part_that_fewer_than_ten_answered_is_not_compared() -> None:
    assert differences(("a=x", "b=x"), [(("a=x", "b=y"), 9), (("a=x",), 9)]) == ()


@given(RESPONSES, TOTALS)
def test_what_is_said_holds_for_more_than_half_of_ten_or_more(
    own: Response, totals: list[tuple[Response, int]]
) -> None:
    found = differences(own, totals)
    assert (found is None) == (sum(count for _, count in totals) < 10)
    assert len(found or ()) <= MOST_SHOWN
    for one in found or ():
        asked = sum(
            count
            for response, count in totals
            if any(r.startswith(f"{one.part}=") for r in response)
        )
        agreed = sum(count for response, count in totals if f"{one.part}={one.most}" in response)
        assert asked >= 10
        assert 2 * agreed > asked
        assert f"{one.part}={one.own}" in own
        assert one.own != one.most
