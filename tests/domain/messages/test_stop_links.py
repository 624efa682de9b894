"""The address that ends reminders."""

from __future__ import annotations

import pytest

from course.domain.messages.stop_links import opened, seal


def test_it_opens_for_whom_it_was_made_with_this_key_only() -> None:
    sealed = seal("key", "a.b-c")
    assert opened("key", sealed) == "a.b-c"
    assert opened("other", sealed) is None


def test_it_opens_as_long_as_the_mail_is_kept() -> None:
    """What was sent once, or stands in somebody's calendar, is written like this."""
    assert opened("key", "a.b-c.0TrtIfjUkEylvGf_2E-lJcDN") == "a.b-c"


@pytest.mark.parametrize(
    "text", ["", ".", "a", "a.", "a.é", seal("key", "a")[:-1], "b" + seal("key", "a")]
)
def test_anything_else_opens_nothing(text: str) -> None:
    assert opened("key", text) is None
