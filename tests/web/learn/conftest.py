"""Who learns in most of these tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.checking_client import CheckingClient
from tests.learning import Learner, publish, signed_in


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    """Noor, signed in, with the course of `tests.learning` before her."""
    publish(tmp_path / "modules")
    return signed_in(session, client)
