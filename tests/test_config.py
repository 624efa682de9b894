"""Settings: read once, and unsafe ones refused before anybody is served."""

from __future__ import annotations

import random
import string
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course.config import ConfigError, Mode, read_config
from course.key_strength import is_weak
from course.models import Person
from tests.databases import MakeApp

KEY = "qX7-4nVwz0TbR2uYk9_dLs5HcE1mGf8JaP3oWi6B"
SAFE = {
    "DEELWIJS_MODE": "production",
    "DEELWIJS_SECRET_KEY": KEY,
    "DEELWIJS_BASE_URL": "https://deelwijs.example",
    "DEELWIJS_TRUSTED_HOSTS": "deelwijs.example",
}

MAIL = {
    "DEELWIJS_SMTP_URL": "smtps://post.example",
    "DEELWIJS_MAIL_FROM": "Deelwijs <post@deelwijs.example>",
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
        ("DEELWIJS_SECRET_KEY", "   "),
        ("DEELWIJS_BASE_URL", "http://deelwijs.example"),
        ("DEELWIJS_BASE_URL", ""),
        ("DEELWIJS_TRUSTED_HOSTS", ""),
        ("DEELWIJS_DEMO_PASSWORD", "iets"),
        ("DEELWIJS_MODE", "productie"),
        ("DEELWIJS_PORT", "acht"),
        ("DEELWIJS_PORT", "0"),
        ("DEELWIJS_PORT", "65536"),
        ("DEELWIJS_PORT", "٣٣٣"),
        ("DEELWIJS_PORT", "9" * 5000),
        ("DEELWIJS_PROXY_HOPS", "-1"),
        ("DEELWIJS_BASE_URL", "https://"),
        ("DEELWIJS_BASE_URL", "https://deelwijs.example/cursus"),
        ("DEELWIJS_BASE_URL", "https://deelwijs.example:poort"),
        ("DEELWIJS_TRUSTED_HOSTS", "https://deelwijs.example"),
        ("DEELWIJS_TRUSTED_HOSTS", "deelwijs.example, www.deelwijs.example"),
        ("DEELWIJS_DATABASE_URL", "mysql://u:p@h/n"),
        ("DEELWIJS_DATABASE_URL", "postgresql://u:p@h"),
        ("DEELWIJS_DATABASE_URL", "postgresql://u:p@h:poort/n"),
        ("DEELWIJS_DATABASE_URL", "sqlite://"),
        ("DEELWIJS_DATABASE_URL", "sqlite:///:memory:"),
        ("DEELWIJS_DATABASE_URL", "/srv/deelwijs.sqlite3"),
        ("DEELWIJS_SMTP_URL", "https://post.example"),
        ("DEELWIJS_SMTP_URL", "post.example:587"),
        ("DEELWIJS_SMTP_URL", "smtp://a:b@c:poort"),
        ("DEELWIJS_IMAP_URL", "imap://a:b@post.example"),  # the password would be read along
        ("DEELWIJS_IMAP_URL", "imaps://post.example"),
        ("DEELWIJS_IMAP_URL", "imaps://a:b@c:poort"),
        ("DEELWIJS_MAIL_FROM", ""),
        ("DEELWIJS_MAIL_FROM", "Deelwijs"),
    ],
)
def test_production_refuses_what_is_unsafe_and_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name) as refused:
        read_config({**SAFE, **MAIL, name: value})
    assert len(refused.value.problems) == 1


def test_production_refuses_a_database_with_demo_accounts(
    session: Any, make_app: MakeApp, tmp_path: Path
) -> None:
    settings = {"mode": Mode.PRODUCTION, "secret_key": KEY, "base_url": "https://deelwijs.example"}
    assert isinstance(make_app(**settings), Flask)
    session.add(
        Person(
            name="Demo",
            sort_name="Demo",
            email="d@demo.example",
            email_key="d@demo.example",
            is_demo=True,
        )
    )
    session.commit()
    with pytest.raises(ConfigError, match="demo-accounts"):
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


def test_everything_that_is_wrong_is_said_at_once_and_no_secret_is_repeated() -> None:
    wrong = {
        "DEELWIJS_PORT": "acht",
        "DEELWIJS_DATABASE_URL": "mysql://wie:geheim@h/n",
        "DEELWIJS_SECRET_KEY": "kort1",
    }
    with pytest.raises(ConfigError) as refused:
        read_config(wrong)
    said = str(refused.value)
    names = ("PORT", "DATABASE_URL", "SECRET_KEY", "BASE_URL", "TRUSTED_HOSTS")
    assert [name for name in names if f"DEELWIJS_{name} " in said] == list(names)
    assert "\n" not in said
    assert not any(secret in said for secret in ("geheim@", "kort1", "wie:"))


def test_what_is_blank_counts_as_not_given() -> None:
    names = (
        "MODE",
        "PORT",
        "DATABASE_URL",
        "DATA_DIR",
        "MODULES_DIR",
        "PROXY_HOPS",
        "BRAND",
        "SMTP_URL",
    )
    assert read_config({**SAFE, **{f"DEELWIJS_{name}": " " for name in names}}) == read_config(SAFE)


@pytest.mark.parametrize(
    "key",
    [
        "0123456789012345678901234567890",  # one sign short
        "k" * 48,
        "ab" * 24,
        "R4nd0m-k" * 6,
        "R4nd0m-kR4nd0m-kR4nd0m-kR4nd0m-kR4nd",  # the last time cut off
        " " * 40,
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm1234567890",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ",
        "change-me-change-me-change-me-please-1",
        "verander-dit-in-een-geheime-sleutel-2026",
        "deelwijs-productie-geheim-wachtwoord-123",
        "only-for-tests-" + "x" * 32,
        "your-secret-key-goes-here-replace-it-0",
        "mijn hond heet fikkie en hij blaft graag",
        "MIJNHONDHEETFIKKIEENHIJBLAFTGRAAGHARD",
        "1111111111222222222233333333334444",
    ],
)
def test_a_key_that_can_be_guessed_is_refused(key: str) -> None:
    assert is_weak(key)
    with pytest.raises(ConfigError, match="DEELWIJS_SECRET_KEY"):
        read_config({**SAFE, "DEELWIJS_SECRET_KEY": key})


def test_a_key_that_was_drawn_by_lot_is_taken() -> None:
    drawn = random.Random(20261129)
    signs = string.ascii_letters + string.digits + "-_"
    url_safe = ["".join(drawn.choices(signs, k=64)) for _ in range(2000)]
    hexadecimal = ["".join(drawn.choices("0123456789abcdef", k=64)) for _ in range(2000)]
    assert [key for key in url_safe + hexadecimal if is_weak(key)] == []


@pytest.mark.parametrize(
    ("url", "open_"),
    [
        ("smtp://post.example:587", True),
        ("smtps://post.example", False),
        ("smtp://127.0.0.1:25", False),
        ("smtp://[::1]:25", False),
        ("", False),
    ],
)
def test_mail_that_may_travel_in_the_open_is_known(url: str, open_: bool) -> None:
    config = read_config({**SAFE, **MAIL, "DEELWIJS_SMTP_URL": url})
    assert config.mails_in_the_open is open_
