"""Starting from the environment. A start that cannot go well is a line in Dutch for each
problem on standard error, never a traceback.

It holds for every way of starting: gunicorn, another server, `flask …` and run.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any, NoReturn

import click
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy import NullPool, create_engine

from course import logs, private_files
from course.config import Config, ConfigError, read_config
from course.models import sqlite_library
from course.store.upkeep.condition import SENTENCES, Condition, condition_of

EXIT = 4  # gunicorn takes this code of a process as "do not try again"
PATIENCE = 10  # seconds for a database to answer


def settings() -> Config:
    """The settings of the environment, with the folders they name.

    Ends the process when they cannot be right.
    """
    try:
        return _settings()
    except ConfigError as error:
        refuse(error)


def _settings() -> Config:
    config = read_config(os.environ)
    if problems := tuple(_problems_with_folders(config)):
        raise ConfigError(*problems)
    return config


def application(
    build: Callable[[Config], Flask], bare: Callable[[Callable[[], NoReturn]], Flask]
) -> Flask:
    """The application of the environment. Ends the process when it cannot start.

    `bare` makes the one for the commands that need no settings, from what refuses all others.
    """
    logs.to_stderr()
    try:
        config = _settings()
    except ConfigError as error:
        if _looks_for_a_command():
            return bare(partial(refuse, error))
        refuse(error)
    if _serves():
        refuse_database(config)
    try:
        app = build(config)
    except ConfigError as error:
        refuse(error)
    if config.mails_in_the_open:
        logs.warn("mail may travel unencrypted: use smtps:// in DEELWIJS_SMTP_URL")
    return app


@cache
def refuse_database(config: Config) -> None:
    """Ends the process when the database is away, empty or of another version.

    Asked once, by the process that the others come from: one that is replaced while the database is
    away starts all the same, and works again when the database does.
    """
    engine = create_engine(config.database_url, poolclass=NullPool, **_options(config))
    found = condition_of(engine, config.migrations_dir)
    if found is not Condition.READY:
        refuse(ConfigError(SENTENCES[found]))


def refuse(error: ConfigError) -> NoReturn:
    """Say why, a line for each thing that is wrong, and stop."""
    lines = (f"Deelwijs start niet: {problem}." for problem in error.problems)
    print("\n".join(lines), file=sys.stderr, flush=True)
    raise SystemExit(EXIT)


def keep_private(config: Config) -> None:
    """Close what others could open, and make the database file closed from the start.

    The log says what stays open.
    """
    with suppress(
        OSError
    ):  # what cannot be made is told where it is asked for: at start, and by a page
        private_files.make_folder(config.data_dir)
        if config.database_file is not None:
            private_files.make_file(config.database_file)
    for path in private_files.close_up(private_files.paths_of(config)):
        logs.warn("others can open this", path=path.name)


def _problems_with_folders(config: Config) -> Iterator[str]:
    if not config.modules_dir.is_dir():
        yield "DEELWIJS_MODULES_DIR klopt niet: die map met lessen is er niet"
    try:
        private_files.make_folder(config.data_dir)
    except OSError:
        yield "DEELWIJS_DATA_DIR klopt niet: die map is er niet en kan niet gemaakt worden"
    else:
        if not os.access(config.data_dir, os.W_OK | os.X_OK):
            yield "DEELWIJS_DATA_DIR klopt niet: in die map mag niet geschreven worden"
    folder = config.database_file.parent if config.database_file else config.data_dir
    if folder != config.data_dir and not os.access(folder, os.W_OK | os.X_OK):
        yield (
            "DEELWIJS_DATABASE_URL klopt niet: in de map van dat bestand mag niet geschreven worden"
        )


def _options(config: Config) -> dict[str, Any]:
    if not config.database_url.startswith("sqlite"):
        return {"connect_args": {"connect_timeout": PATIENCE}}
    driver = sqlite_library.choose(standard=config.standard_sqlite).driver
    return {"module": driver, "connect_args": {"timeout": PATIENCE}}


def _looks_for_a_command() -> bool:
    """Whether `flask` asks for the application only to see which command is meant."""
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)


def _serves() -> bool:
    """Whether this process will answer requests.

    Commands say themselves what they need of the database.
    """
    context = click.get_current_context(silent=True)
    return context is None or context.info_name == "run"
