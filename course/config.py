"""Settings, read once from the environment when the application starts.

Every setting is a `DEELWIJS_…` variable. `docs/operating.md` lists them all; a test compares that list with this file.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_KEYS = frozenset({"change-me", "changeme", "secret", "dev", "development", "test", "verander-dit"})


class Mode(StrEnum):
    """What this installation is for. Only `production` may hold real people."""

    PRODUCTION = "production"
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"


class ConfigError(RuntimeError):
    """A setting is missing or cannot be right. The message says which, and what to do."""


@dataclass(frozen=True)
class Config:
    """All settings, typed. Paths are absolute."""

    mode: Mode
    secret_key: str
    database_url: str
    standard_sqlite: bool  # Python's own SQLite with the rollback journal, also where there is a newer one
    data_dir: Path
    modules_dir: Path
    migrations_dir: Path
    base_url: str  # what links in mail start with; never taken from the Host header
    trusted_hosts: tuple[str, ...]  # empty: any host, which production refuses
    proxy_hops: int  # how many proxies in front may be believed
    brand: str  # the name on screen
    mail_from: str
    smtp_url: str  # smtp://user:password@host:587, or empty: mail stays in the outbox
    demo_password: str  # empty: demo accounts get a random one

    @property
    def secure_cookies(self) -> bool:
        """True when the site is served over https, so that cookies carry `Secure` and the `__Host-` prefix."""
        return self.base_url.startswith("https://")


def read_config(environ: Mapping[str, str]) -> Config:
    """The settings of this process.

    Errors: ConfigError with the name of the variable and what to do about it.
    """
    mode = _mode(environ.get("DEELWIJS_MODE", "production"))
    data_dir = Path(environ.get("DEELWIJS_DATA_DIR", str(ROOT / "instance"))).resolve()
    port = _whole_number(environ, "DEELWIJS_PORT", 8000)
    config = Config(
        mode=mode,
        secret_key=environ.get("DEELWIJS_SECRET_KEY", "") or _development_key(mode),
        database_url=_database_url(environ.get("DEELWIJS_DATABASE_URL", ""))
        or f"sqlite:///{data_dir / 'deelwijs.sqlite3'}",
        standard_sqlite=_standard_sqlite(environ.get("DEELWIJS_SQLITE", "")),
        data_dir=data_dir,
        modules_dir=Path(environ.get("DEELWIJS_MODULES_DIR", str(ROOT / "modules"))).resolve(),
        migrations_dir=ROOT / "course" / "migrations",
        base_url=environ.get("DEELWIJS_BASE_URL", "").rstrip("/") or f"http://127.0.0.1:{port}",
        trusted_hosts=tuple(environ.get("DEELWIJS_TRUSTED_HOSTS", "").split()),
        proxy_hops=_whole_number(environ, "DEELWIJS_PROXY_HOPS", 0),
        brand=environ.get("DEELWIJS_BRAND", "Deelwijs"),
        mail_from=environ.get("DEELWIJS_MAIL_FROM", ""),
        smtp_url=environ.get("DEELWIJS_SMTP_URL", ""),
        demo_password=environ.get("DEELWIJS_DEMO_PASSWORD", ""),
    )
    if mode is Mode.PRODUCTION:
        _refuse_unsafe(config)
    return config


def _mode(name: str) -> Mode:
    try:
        return Mode(name)
    except ValueError:
        raise ConfigError(f"DEELWIJS_MODE is {name!r}; choose one of {', '.join(Mode)}") from None


def _database_url(url: str) -> str:
    """PostgreSQL addresses, as everybody writes them, with the driver that we use."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _standard_sqlite(name: str) -> bool:
    if name not in ("", "standard"):
        raise ConfigError(f"DEELWIJS_SQLITE is {name!r}; leave it empty, or give standard")
    return name == "standard"


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "") or str(default)
    if not text.isdecimal():
        raise ConfigError(f"{name} is {text!r}; give a whole number")
    return int(text)


def _development_key(mode: Mode) -> str:
    """A key for this process only. Production must bring its own, so that it survives a restart."""
    return "" if mode is Mode.PRODUCTION else secrets.token_urlsafe(32)


def _refuse_unsafe(config: Config) -> None:
    if len(config.secret_key) < 32 or config.secret_key.lower() in SAMPLE_KEYS:
        raise ConfigError(
            "DEELWIJS_SECRET_KEY is missing, short or a sample; make one with "
            '`python3 -c "import secrets; print(secrets.token_urlsafe(48))"`'
        )
    if not config.base_url.startswith("https://"):
        raise ConfigError("DEELWIJS_BASE_URL must be the https:// address of this site: links in mail start with it")
    if not config.trusted_hosts:
        raise ConfigError("DEELWIJS_TRUSTED_HOSTS must name the host or hosts that this site answers to")
    if config.demo_password:
        raise ConfigError("DEELWIJS_DEMO_PASSWORD is set: demo accounts cannot exist in production")
