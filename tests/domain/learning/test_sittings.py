"""Which answers of a test count, what is still open, and what each is worth."""

from __future__ import annotations

from course.domain.learning.entry import SURE
from course.domain.learning.sittings import LastAnswer, MarkedAnswer, counting, mark, unanswered
from course.kinds.marking import Score
from tests.content.reading import item

ITEM = item("::: choice t1\nWat klopt?\n\n- [x] a. Dit\n  > Ja.\n- [ ] b. Dat\n  > Nee.\n:::")
ITEMS = {"t1": ITEM, "t2": ITEM}
RIGHT, WRONG = LastAnswer(("a",), SURE), LastAnswer(("b",), None)
OF_ANOTHER_RELEASE = LastAnswer(("bestaat-niet",), SURE)


def test_an_answer_to_a_question_that_is_not_there_counts_for_nothing() -> None:
    assert counting(ITEMS, {"t1": RIGHT, "weg": RIGHT, "t2": OF_ANOTHER_RELEASE}) == {"t1": RIGHT}


def test_what_is_left_is_told_by_number_and_a_lost_question_is_not_asked() -> None:
    asked = ("t2", "weg", "t1")
    assert unanswered(asked, ITEMS, {}) == [1, 3]
    assert unanswered(asked, ITEMS, {"t2": RIGHT}) == [3]
    assert unanswered(asked, ITEMS, {"t2": RIGHT, "t1": WRONG}) == []


def test_answers_are_marked_in_the_order_in_which_they_were_asked() -> None:
    found = mark(("t2", "weg", "t1"), ITEMS, {"t1": WRONG, "t2": RIGHT})
    assert found == [
        MarkedAnswer("t2", RIGHT, Score(1, 1)),
        MarkedAnswer("t1", WRONG, Score(0, 1)),
    ]
    assert [one.is_sure for one in found] == [True, False]
