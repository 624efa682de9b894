"""Which questions are drawn to practise with."""

from __future__ import annotations

from dataclasses import replace

from course.domain.learning.practice import draw_refreshers
from tests.content.reading import documented_items, item

ASKED = item("::: choice r0\nWat klopt?\n\n- [x] a. Dit\n  > Ja.\n- [ ] b. Dat\n  > Nee.\n:::")
BANK = [replace(ASKED, key=f"r{number}", variant_of=f"k{number // 2}") for number in range(8)]


def test_the_same_person_gets_the_same_two_and_others_get_others() -> None:
    drawn = {
        tuple(one.key for one in draw_refreshers(BANK, (), f"{person}")) for person in range(40)
    }
    assert len(drawn) > 10
    assert draw_refreshers(BANK, (), "1") == draw_refreshers(BANK, (), "1")


def test_the_two_are_about_different_rules() -> None:
    for person in range(40):
        first, second = draw_refreshers(BANK, (), f"{person}")
        assert first.variant_of != second.variant_of


def test_a_question_that_varies_no_other_is_a_rule_of_its_own() -> None:
    bank = [replace(ASKED, key="a"), replace(ASKED, key="b"), *BANK[:2]]
    drawn = {frozenset(one.key for one in draw_refreshers(bank, (), f"{n}")) for n in range(40)}
    assert {"a", "b"} in drawn


def test_one_rule_is_asked_twice_when_there_is_no_other() -> None:
    assert len(draw_refreshers(BANK[:2], (), "1")) == 2
    assert len(draw_refreshers(BANK[:1], (), "1")) == 1


def test_what_lacks_a_word_of_the_school_or_takes_many_steps_steps_aside() -> None:
    needing = [replace(one, requires=("naam_fg",)) for one in BANK]
    assert draw_refreshers(needing, (), "1") == ()
    assert len(draw_refreshers(needing, ("naam_fg",), "1")) == 2
    steps = [
        one for one in documented_items() if one.kind in ("cards", "browse", "dilemma", "plan")
    ]
    assert draw_refreshers(steps, (), "1") == ()
