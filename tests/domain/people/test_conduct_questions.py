"""Which questions the changed clauses of a code of conduct give."""

from __future__ import annotations

import pytest

from course.domain.people.conduct_questions import ClauseQuestion, questions_about
from course.domain.people.conduct_signing import ClauseChange

CHANGES = tuple(ClauseChange(key, f"oud {key}", f"nieuw {key}") for key in "abcde")
SEEDS = [f"{number} 1" for number in range(60)]


def asked(count: int, same: str, seed: str = "1 1") -> list[tuple[str, bool]]:
    found = questions_about(CHANGES[:count], same, seed)
    return [(one.change.key, one.which) for one in found]


@pytest.mark.parametrize(
    ("count", "same", "found"),
    [
        (0, "xy", []),
        (1, "", [("a", False)]),  # nothing to choose it from
        (1, "x", [("a", True), ("a", False)]),
        (2, "x", [("a", False), ("b", False)]),
    ],
)
def test_two_questions_are_made_of_what_changed(
    count: int, same: str, found: list[tuple[str, bool]]
) -> None:
    assert asked(count, same) == found


def test_of_many_changes_each_person_gets_two_and_always_the_same() -> None:
    found = [tuple(asked(5, "x", seed)) for seed in SEEDS]
    assert found == [tuple(asked(5, "x", seed)) for seed in SEEDS]
    assert {len(set(one)) for one in found} == {2}
    assert {key for one in found for key, _ in one} == set("abcde"), "every clause is asked"
    assert all(one[0] < one[1] for one in found), "in the order of the page"


def test_the_right_answer_has_no_place_of_its_own() -> None:
    def places(number: int, same: str) -> set[int]:
        found = [questions_about(CHANGES[:1], same, seed)[number] for seed in SEEDS]
        return {one.options.index(one.right) for one in found}

    assert places(0, "") == {0, 1}
    assert places(0, "xyz") == {0, 1, 2}, "among three clauses of four"


def test_the_other_clauses_are_wrong_and_the_old_words_too() -> None:
    which, words = questions_about(CHANGES[:1], "xyz", "1 1")
    assert which.right == "a"
    assert set(which.options) < set("axyz")
    assert sorted(words.options) == ["before", "now"]
    assert words.right == "now"


def test_blanks_alone_are_asked_about_of_nobody() -> None:
    blanks = ClauseChange("a", "Een  afspraak.\n", "Een afspraak.")
    assert questions_about([blanks], "xy", "1 1") == ()
    found: tuple[ClauseQuestion, ...] = questions_about([blanks, CHANGES[1]], "xy", "1 1")
    assert {one.change.key for one in found} == {"b"}
