"""Weeks for every test of lists that come again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from course.work import registry
from tests.work.weeks import Weeks


@pytest.fixture
def weeks(app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch) -> Weeks:
    mine = [one for one in registry.daily() if one.kind == "scheduled-files"]
    assert mine
    monkeypatch.setattr(registry, "daily", lambda: mine)
    return Weeks(app, session, monkeypatch)
