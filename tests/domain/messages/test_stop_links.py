"""The address that ends reminders."""

from __future__ import annotations

import pytest

from course.domain.messages.stop_links import opened, seal


def test_it_opens_for_whom_it_was_made_with_this_key_only() -> None:
    sealed = seal("key", "a.b-c")
    assert opened("key", sealed) == "a.b-c"
    assert opened("other", sealed) is None


@pytest.mark.parametrize(
    "text", ["", ".", "a", "a.", "a.é", seal("key", "a")[:-1], "b" + seal("key", "a")]
)
def test_anything_else_opens_nothing(text: str) -> None:
    assert opened("key", text) is None
