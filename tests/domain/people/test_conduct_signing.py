"""Which answers still hold, and what is shown as changed."""

from __future__ import annotations

import pytest

from course.domain.people.conduct_signing import (
    ClauseChange,
    ConductChange,
    ConductVersion,
    changed_clauses,
    counting_versions,
    text_hash,
)


@pytest.mark.parametrize(
    ("changes", "counting"),
    [
        ("", ""),
        ("m", "0"),
        ("mw", "01"),
        ("mww", "012"),
        ("mm", "1"),
        ("mwm", "2"),
        ("mwmw", "23"),
        ("ww", "01"),  # nothing before the first one
    ],
)
def test_an_answer_holds_as_long_as_only_words_change(changes: str, counting: str) -> None:
    kinds = {"m": ConductChange.MEANING, "w": ConductChange.WORDING}
    versions = [ConductVersion(code, kinds[one]) for code, one in enumerate(changes)]
    assert counting_versions(versions) == frozenset(map(int, counting))


def test_clauses_that_differ_come_in_the_order_of_the_course() -> None:
    before = {"a": "een", "b": "twee", "c": "drie"}
    now = {"a": "een", "b": "2", "d": "vier"}
    assert list(changed_clauses(before, now, "dcba")) == [
        ClauseChange("d", "", "vier"),
        ClauseChange("c", "drie", ""),
        ClauseChange("b", "twee", "2"),
    ]
    assert list(changed_clauses(before, before, "abc")) == []


def test_the_hash_is_the_one_that_sha256sum_gives() -> None:
    assert text_hash("é\n") == "edd3a863872a04239eb29ad4bc12fc892b3d4ae57cc7e786a3697816f8e141c2"
