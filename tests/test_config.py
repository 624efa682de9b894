"""Settings: read once, and unsafe ones refused before anybody is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.config import ConfigError, Mode, read_config
from course.models import Person
from tests.conftest import MakeApp

SAFE = {
    "DEELWIJS_MODE": "production",
    "DEELWIJS_SECRET_KEY": "k" * 48,
    "DEELWIJS_BASE_URL": "https://deelwijs.example",
    "DEELWIJS_TRUSTED_HOSTS": "deelwijs.example",
}


def test_production_is_the_default_and_starts_with_safe_settings() -> None:
    assert read_config({**SAFE, "DEELWIJS_MODE": "production"}).mode is Mode.PRODUCTION
    with pytest.raises(ConfigError, match="DEELWIJS_SECRET_KEY"):
        read_config({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEELWIJS_SECRET_KEY", ""),
        ("DEELWIJS_SECRET_KEY", "change-me"),
        ("DEELWIJS_SECRET_KEY", "kort"),
        ("DEELWIJS_SECRET_KEY", "0123456789012345678901234567890"),
        ("DEELWIJS_BASE_URL", "http://deelwijs.example"),
        ("DEELWIJS_BASE_URL", ""),
        ("DEELWIJS_TRUSTED_HOSTS", ""),
        ("DEELWIJS_DEMO_PASSWORD", "iets"),
        ("DEELWIJS_MODE", "productie"),
        ("DEELWIJS_PORT", "acht"),
        ("DEELWIJS_PROXY_HOPS", "-1"),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        read_config({**SAFE, name: value})


def test_production_refuses_a_database_with_demo_accounts(session: Any, make_app: MakeApp, tmp_path: Path) -> None:
    settings = {"mode": Mode.PRODUCTION, "secret_key": "k" * 48, "base_url": "https://deelwijs.example"}
    assert isinstance(make_app(**settings), Flask)
    session.add(Person(name="Demo", sort_name="Demo", email="d@demo.example", email_key="d@demo.example", is_demo=True))
    session.commit()
    with pytest.raises(ConfigError, match="demo accounts"):
        make_app(**settings)


def test_an_address_of_postgresql_gets_its_driver() -> None:
    for address in ("postgres://u@h/n", "postgresql://u@h/n"):
        url = read_config({**SAFE, "DEELWIJS_DATABASE_URL": address}).database_url
        assert url == "postgresql+psycopg://u@h/n"


def test_cookies_are_bound_to_the_host_over_https() -> None:
    assert read_config(SAFE).secure_cookies
    assert not read_config({"DEELWIJS_MODE": "demo"}).secure_cookies


def test_a_key_that_nobody_gave_differs_per_process_and_never_serves_production() -> None:
    first, second = (read_config({"DEELWIJS_MODE": "demo"}).secret_key for _ in range(2))
    assert first != second
    assert len(first) >= 32
