"""Settings, read once from the environment when the application starts.

Every setting is a `DEELWIJS_…` variable. `docs/operating.md` lists them all; a test compares that
list with this file.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from course.key_strength import is_weak
from course.server_addresses import THIS_COMPUTER, is_mailbox, is_origin, split_address

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FILE = "deelwijs.sqlite3"  # in the data folder, unless another address is given
_IN_MEMORY = ("sqlite://", "sqlite:///:memory:")  # gone with the process: for a test
_DRIVER = "postgresql+psycopg://"
_HOST = re.compile(
    r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?", re.IGNORECASE
)
_RUNG = re.compile(r"-(?:[1-9]|[1-8][0-9]|90)|\+?(?:[0-9]|[1-5][0-9]|60)")  # a day of reminding
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class Mode(StrEnum):
    """What this installation is for. Only `production` may hold real people."""

    PRODUCTION = "production"
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"


class ConfigError(RuntimeError):
    """The application cannot start so. `problems` are sentences for who starts it: what is wrong,
    and what to do.

    No sentence repeats a key, a password or an address.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Config:
    """All settings, typed. Paths are absolute."""

    mode: Mode
    secret_key: str
    database_url: str
    # Python's own SQLite with the rollback journal, also where there is a newer one
    standard_sqlite: bool
    # a pooler lends us another connection to PostgreSQL for each transaction
    pooled: bool
    data_dir: Path
    backup_dir: Path
    modules_dir: Path
    migrations_dir: Path
    port: int
    base_url: str  # what links in mail start with; never taken from the Host header
    trusted_hosts: tuple[str, ...]  # empty: any host, which production refuses
    proxy_hops: int  # how many proxies in front may be believed
    brand: str  # the name on screen
    mail_from: str
    smtp_url: str  # smtp://user:password@host:587, or empty: mail stays in the outbox
    imap_url: str  # imaps://user:password@host/INBOX where reports arrive, or empty
    reminder_days: tuple[int, ...]  # when to remind, in days from the due day
    refreshers: bool  # whether who did a course is asked about it again
    postgres_bin: str  # the folder with pg_dump, pg_restore and psql; empty: found by itself
    demo_password: str  # empty: demo accounts get a random one
    demo_schools: int = 0  # so many demo schools in all; the demo itself has a few

    @property
    def secure_cookies(self) -> bool:
        """True when the site is served over https, so that cookies carry `Secure` and the `__Host-`
        prefix.
        """
        return self.base_url.startswith("https://")

    @property
    def database_file(self) -> Path | None:
        """The file of SQLite; None with PostgreSQL."""
        _, mark, path = self.database_url.partition("sqlite:///")
        if not mark or self.database_url in _IN_MEMORY:
            return None
        return Path(path.partition("?")[0]).resolve()

    @property
    def mails_in_the_open(self) -> bool:
        """True when mail goes to another computer with no promise that it is encrypted on the
        way.
        """
        parts = urlsplit(self.smtp_url)
        return parts.scheme == "smtp" and parts.hostname not in THIS_COMPUTER


def read_config(environ: Mapping[str, str]) -> Config:
    """The settings of this process. A variable that is blank counts as not given.

    Errors: ConfigError, with everything that is wrong at once.
    """
    read = _Reading(environ)
    mode = read.mode()
    data_dir = read.folder("DEELWIJS_DATA_DIR", ROOT / "instance")
    port = read.number("DEELWIJS_PORT", 8000, 1, 65535)
    config = Config(
        mode=mode,
        secret_key=read.text("DEELWIJS_SECRET_KEY") or _key_of_this_process(mode),
        database_url=read.database_url() or f"sqlite:///{data_dir / DATABASE_FILE}",
        standard_sqlite=read.says("DEELWIJS_SQLITE", "standard"),
        pooled=read.says("DEELWIJS_POSTGRES_POOLER", "transaction"),
        data_dir=data_dir,
        backup_dir=read.folder("DEELWIJS_BACKUP_DIR", data_dir / "backups"),
        modules_dir=modules_folder(environ),
        migrations_dir=ROOT / "course" / "migrations",
        port=port,
        base_url=read.base_url() or f"http://127.0.0.1:{port}",
        trusted_hosts=read.hosts(),
        proxy_hops=read.number("DEELWIJS_PROXY_HOPS", 0, 0, 10),
        brand=read.text("DEELWIJS_BRAND") or "Deelwijs",
        mail_from=read.text("DEELWIJS_MAIL_FROM"),
        smtp_url=read.smtp_url(),
        imap_url=read.imap_url(),
        reminder_days=read.ladder(),
        refreshers=read.on("DEELWIJS_REFRESHERS"),
        postgres_bin=read.text("DEELWIJS_POSTGRES_BIN"),
        demo_password=read.text("DEELWIJS_DEMO_PASSWORD"),
        demo_schools=read.number("DEELWIJS_DEMO_SCHOOLS", 0, 0, 200),
    )
    if mode is Mode.PRODUCTION:
        named = set(map(_setting, read.problems))
        read.problems += [one for one in _unsafe(config) if _setting(one) not in named]
    if read.problems:
        raise ConfigError(*read.problems)
    return config


def _setting(problem: str) -> str:
    """The name with which a problem begins."""
    return problem.partition(" ")[0]


def modules_folder(environ: Mapping[str, str]) -> Path:
    """Where the lessons are. Asked by itself too: reading lessons needs no other setting."""
    return _Reading(environ).folder("DEELWIJS_MODULES_DIR", ROOT / "modules")


def read_database_url(url: str) -> str:
    """An address of PostgreSQL, as everybody writes it, gets the driver that we use.

    Errors: ConfigError.
    """
    scheme, mark, rest = url.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        parts = split_address(url)
        if parts is not None and parts.path.strip("/"):
            return _DRIVER + rest
    elif not url or (scheme == "sqlite" and mark):
        return url
    raise ConfigError("geef postgresql://gebruiker:wachtwoord@server/naam, of laat het leeg")


class _Reading:
    """The environment, and every problem met in it.

    What is wrong reads as not given, so that reading goes on.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self._environ.get(name, "").strip()

    def mode(self) -> Mode:
        name = self.text("DEELWIJS_MODE") or Mode.PRODUCTION
        if name in list(Mode):
            return Mode(name)
        self._wrong("DEELWIJS_MODE", f"kies {', '.join(Mode)}")
        return Mode.PRODUCTION

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.text(name) or default).resolve()

    def number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name) or str(default)
        if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
            return int(text)
        self._wrong(name, f"geef een heel getal van {least} tot en met {most}")
        return default

    def on(self, name: str) -> bool:
        word = self.text(name) or "on"
        if word not in ("on", "off"):
            self._wrong(name, "geef on of off")
        return word != "off"

    def database_url(self) -> str:
        try:
            return read_database_url(self.text("DEELWIJS_DATABASE_URL"))
        except ConfigError as error:
            self._wrong("DEELWIJS_DATABASE_URL", str(error))
            return ""

    def says(self, name: str, word: str) -> bool:
        """Whether a setting is given that knows one word only."""
        given = self.text(name)
        if given not in ("", word):
            self._wrong(name, f"laat het leeg, of geef {word}")
        return given == word

    def base_url(self) -> str:
        url = self.text("DEELWIJS_BASE_URL").rstrip("/")
        if not url or is_origin(split_address(url)):
            return url
        self._wrong(
            "DEELWIJS_BASE_URL",
            "geef alleen het adres van de site, zoals https://cursus.school.example",
        )
        return ""

    def hosts(self) -> tuple[str, ...]:
        hosts = tuple(self.text("DEELWIJS_TRUSTED_HOSTS").split())
        if all(map(_HOST.fullmatch, hosts)):
            return hosts
        self._wrong(
            "DEELWIJS_TRUSTED_HOSTS",
            "geef alleen namen, met een spatie ertussen en zonder https://",
        )
        return ()

    def smtp_url(self) -> str:
        url = self.text("DEELWIJS_SMTP_URL")
        if not url:
            return ""
        parts = split_address(url)
        if parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            self._wrong(
                "DEELWIJS_SMTP_URL", "geef smtps://gebruiker:wachtwoord@server:465 of smtp://…:587"
            )
            return ""
        if not _ADDRESS.search(self.text("DEELWIJS_MAIL_FROM")):
            self._wrong("DEELWIJS_MAIL_FROM", "geef het adres waar de mail vandaan komt")
        return url

    def imap_url(self) -> str:
        url = self.text("DEELWIJS_IMAP_URL")
        if not url or is_mailbox(split_address(url)):
            return url
        self._wrong(
            "DEELWIJS_IMAP_URL", "geef imaps://gebruiker:wachtwoord@server:993/INBOX, of laat leeg"
        )
        return ""

    def ladder(self) -> tuple[int, ...]:
        words = (self.text("DEELWIJS_REMINDER_DAYS") or "-14 -3 0 7").split()
        if len(words) <= 12 and all(map(_RUNG.fullmatch, words)):
            return tuple(sorted(set(map(int, words))))
        self._wrong(
            "DEELWIJS_REMINDER_DAYS",
            "geef dagen van -90 tot en met 60, met een spatie ertussen, zoals -14 -3 0 7",
        )
        return ()

    def _wrong(self, name: str, what: str) -> None:
        state = "klopt niet" if self.text(name) else "ontbreekt"
        self.problems.append(f"{name} {state}: {what}")


def _key_of_this_process(mode: Mode) -> str:
    """Production must bring its own, so that it survives a restart."""
    return "" if mode is Mode.PRODUCTION else secrets.token_urlsafe(32)


def _unsafe(config: Config) -> Iterator[str]:
    """What production refuses."""
    if is_weak(config.secret_key):
        yield (
            "DEELWIJS_SECRET_KEY ontbreekt, is te kort of is te raden: maak er een met "
            '`python3 -c "import secrets; print(secrets.token_urlsafe(48))"`'
        )
    if config.database_url in _IN_MEMORY:
        yield (
            "DEELWIJS_DATABASE_URL noemt geen bestand: laat het leeg, "
            "of geef sqlite:////map/naam.sqlite3"
        )
    if not config.secure_cookies:
        yield (
            "DEELWIJS_BASE_URL moet het https-adres van de site zijn: links in mail beginnen ermee"
        )
    if not config.trusted_hosts:
        yield "DEELWIJS_TRUSTED_HOSTS moet de naam noemen waarop deze site antwoordt"
    if config.demo_password:
        yield (
            "DEELWIJS_DEMO_PASSWORD staat ingesteld: demo-accounts mogen niet bestaan in productie"
        )
