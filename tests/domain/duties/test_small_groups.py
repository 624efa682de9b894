"""A small group shows no figure, and cannot be worked out from the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from course.domain.duties.small_groups import hidden_groups
from course.domain.people.roles import SMALLEST_GROUP


def test_next_smallest_keeps_the_small_one_company() -> None:
    assert hidden_groups({"a": 3, "b": 9, "c": 20}) == {"a", "b"}
    assert hidden_groups({"a": 3, "b": 4, "c": 20}) == {"a", "b"}
    assert hidden_groups({"a": 2, "b": 3, "c": 20}) == {"a", "b"}, "together they are five"
    assert hidden_groups({"a": 5, "b": 9}) == frozenset()
    assert hidden_groups({"a": 0, "b": 9}) == frozenset()


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=8))
def test_what_is_hidden_is_never_few(sizes: dict[int, int]) -> None:
    hidden = hidden_groups(sizes)
    assert all(key in hidden for key, size in sizes.items() if 0 < size < SMALLEST_GROUP)
    together = sum(sizes[key] for key in hidden)
    assert not hidden or together >= SMALLEST_GROUP or together == sum(sizes.values())
