"""Schools for tests of pages."""

from __future__ import annotations

from typing import Any

import pytest

from course import clock
from tests.staff import World


@pytest.fixture
def world(session: Any) -> World:
    """Schools as they are today, empty until a test fills them."""
    return World(session, clock.today())
