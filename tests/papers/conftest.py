"""Tests of the press itself."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def press() -> None:
    """The real one, whoever asks."""
