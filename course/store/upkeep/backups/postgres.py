"""PostgreSQL: pg_dump, pg_restore and psql do the work, on the snapshot in which the rows were
counted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from course.store.upkeep.backups.files import BackupError

PATIENCE = 30  # seconds to wait for a lock
_COPY = re.compile(rb'COPY public\."?(\w+)"? \(.*\) FROM stdin;')
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
# What triggers call; those of an extension stay with it.
_FUNCTIONS = text(
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
)


def copy(url: str, target: Path, folder: str) -> Mapping[str, int]:
    """Dump a database that is in use. Returns the rows by table, counted in the snapshot that is
    dumped.

    Errors: BackupError.
    """
    with _connected(url) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        rows = counted(connection)
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        tool = _tool("pg_dump", folder, _server_version(connection))
        options = ["--format=custom", f"--lock-wait-timeout={PATIENCE}s", f"--snapshot={snapshot}"]
        _run(
            [
                tool,
                *options,
                "--no-owner",
                "--no-privileges",
                f"--file={target}",
                "--dbname",
                _plain(url),
            ],
            url,
        )
    return rows


def check(path: Path, folder: str) -> Mapping[str, int]:
    """The rows of a dump by table, by reading all of it. Errors: BackupError."""
    command = [_tool("pg_restore", folder), "--data-only", "--file=-", str(path)]
    rows: dict[str, int] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
        assert reading.stdout is not None
        table = ""
        for line in reading.stdout:
            if table:
                if line == b"\\.\n":
                    table = ""
                else:
                    rows[table] += 1
            elif found := _COPY.match(line):
                table = found[1].decode()
                rows[table] = 0
    if reading.returncode != 0:
        raise BackupError(f"{path.name} is beschadigd (pg_restore kan het niet lezen).")
    return rows


def put_back(path: Path, url: str, folder: str) -> None:
    """Replace every table by what is in a dump, in one transaction: all of it or nothing.

    Errors: BackupError.
    """
    with _connected(url) as connection:
        names = list(connection.scalars(_TABLES))
        functions = list(connection.scalars(_FUNCTIONS))
        version = _server_version(connection)
    restore = [
        _tool("pg_restore", folder, version),
        "--schema=public",
        "--no-owner",
        "--no-privileges",
        "--file=-",
        str(path),
    ]
    psql = [
        _tool("psql", folder, version),
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
    ]
    drops = "".join(f'DROP TABLE IF EXISTS public."{name}" CASCADE;\n' for name in names)
    drops += "".join(f"DROP FUNCTION IF EXISTS {name} CASCADE;\n" for name in functions)
    with (
        subprocess.Popen(
            [*psql, "--dbname", _plain(url)],
            env=_environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as writing,
        subprocess.Popen(restore, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading,
    ):
        assert writing.stdin is not None
        assert reading.stdout is not None
        try:
            writing.stdin.write(drops.encode())
            shutil.copyfileobj(reading.stdout, writing.stdin)
        except BrokenPipeError:
            reading.kill()
        if reading.wait() != 0:
            writing.kill()  # before it hears the end, which would make it commit
        _, said = writing.communicate()
    if reading.returncode != 0 or writing.returncode != 0:
        raise BackupError(
            f"Het herstel is niet gelukt en er is niets veranderd. {_first_line(said)}".strip()
        )


def rows_of(url: str) -> Mapping[str, int]:
    """The rows of a database by table. Errors: BackupError when it is away."""
    with _connected(url) as connection:
        return counted(connection)


def counted(connection: Connection) -> dict[str, int]:
    """Rows by table."""
    names = list(connection.scalars(_TABLES))
    return {
        name: connection.scalar(text(f'SELECT count(*) FROM public."{name}"')) or 0
        for name in names
    }


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(
        url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": 10}
    )
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", None) or type(error.orig).__name__
        raise BackupError(f"De database is niet te bereiken of weigert ({code}).") from None


def _server_version(connection: Connection) -> int:
    return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000


def _tool(name: str, folder: str, version: int = 0) -> str:
    """Where a program of PostgreSQL is: in the folder of the settings, where Debian puts it, or on
    the path.

    Errors: BackupError.
    """
    places = folder or f"/usr/lib/postgresql/{version}/bin{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which(name, path=places)
    if found is None:
        raise BackupError(
            f"Het programma {name} is er niet. Installeer het (apt install postgresql-client), "
            "of zet de map ervan in DEELWIJS_POSTGRES_BIN."
        )
    return found


def _run(command: list[str], url: str) -> None:
    done = subprocess.run(
        command,
        env=_environment(url),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode != 0:
        raise BackupError(
            f"{Path(command[0]).name} is niet gelukt. {_first_line(done.stderr)}".strip()
        )


def _environment(url: str) -> dict[str, str]:
    """The password goes by the environment: the words of a command can be read by everybody on the
    computer.
    """
    options = f"-c lock_timeout={PATIENCE}s"
    return {
        **os.environ,
        "PGPASSWORD": make_url(url).password or "",
        "PGOPTIONS": options,
        "LC_ALL": "C",
    }


def _plain(url: str) -> str:
    """The address for a program of PostgreSQL, without the password."""
    parts = make_url(url)
    bare = URL.create(
        "postgresql", parts.username, None, parts.host, parts.port, parts.database, parts.query
    )
    return bare.render_as_string()


def _first_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return next((line for line in lines if "error" in line.lower()), lines[0] if lines else "")[
        :300
    ]
