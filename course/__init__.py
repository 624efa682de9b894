"""Deelwijs: a course for everyone who works at a school.

`create_app` makes the application. What it is wired of, `wiring.py`, is imported when it is made: a
command that only reads lessons starts without a database, without pages, and so in no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from course.config import Config


def create_app(config: Config | None = None) -> Flask:
    """The application for these settings, or for those of the environment: then a wrong start ends
    the process.

    Errors: ConfigError when files cannot be made where they should be, and when production holds
            demo accounts.
    """
    from course import cli

    if config is None and cli.only_reads():
        return cli.reading()
    from course import starting, wiring

    if config is not None:
        return wiring.build(config)
    return starting.application(wiring.build, cli.without_settings)
