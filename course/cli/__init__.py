"""Commands for who runs an installation: one file per subject, one command per deed."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup, FlaskGroup


def init_cli(app: Flask) -> None:
    """Let `app` have the commands of this folder."""
    app.cli = Commands(app)


class Commands(AppGroup):
    """The `group` of every file in this folder, a whole group or one command.

    A file is read when its command is asked for: who serves pages reads none of them.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name=app.name)
        self._app = app

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All of them, also what was not read yet."""
        return sorted({*_files(), *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them, read now if it was not yet."""
        if cmd_name not in self.commands:
            self._read(cmd_name)
        return super().get_command(ctx, cmd_name)

    def _read(self, name: str) -> None:
        if name in _files():
            group = _group(name)
            group.invoke = partial(  # type: ignore[method-assign]
                _explained, type(group).invoke, group
            )
            self.add_command(group)
        if name == "db":
            importlib.import_module(f"{__name__}.db").offer(self._app)


@cache
def _files() -> dict[str, list[str]]:
    """Each command with its files: what stands in `content_….py` belongs to `content.py`."""
    files: dict[str, list[str]] = {}
    for module in pkgutil.iter_modules(__path__):
        files.setdefault(module.name.partition("_")[0], []).append(module.name)
    return files


def _group(name: str) -> click.Command:
    """The command of that name, read from all of its files."""
    read = [importlib.import_module(f"{__name__}.{file}") for file in sorted(_files()[name])]
    group: click.Command = read[0].group
    return group


def only_reads() -> bool:
    """Whether this process looks for a command that reads lessons and nothing else."""
    context = click.get_current_context(silent=True)
    if context is None or not isinstance(context.command, FlaskGroup):
        return False
    parser = context.command.make_parser(context)
    _, words, _ = parser.parse_args(sys.argv[1:])
    return words[:1] == ["content"] and not _lessons().READING.keys().isdisjoint(words[1:2])


def reading() -> Flask:
    """An application for such a command, without a database or a page."""
    app = Flask("course", static_folder=None)
    app.cli.add_command(_lessons().group)
    return app


def _lessons() -> Any:
    importlib.import_module(f"{__name__}.content_cues")  # these read lessons alone, too
    return importlib.import_module(f"{__name__}.content")


def without_settings(refuse: Callable[[], NoReturn]) -> Flask:
    """An application for the commands that only read lessons, so that an author needs no settings.

    Any other command is refused.
    """
    app = Flask("course", static_folder=None)
    app.cli = _Bare(refuse)
    app.cli.add_command(_Bare(refuse, name="content", commands=_lessons().READING))
    return app


class _Bare(AppGroup):
    """A few commands that need no settings; whatever else is asked, is refused."""

    def __init__(self, refuse: Callable[[], NoReturn], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._refuse = refuse

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """One of the few."""
        return super().get_command(ctx, cmd_name) or self._refuse()


def _explained(invoke: Callable[..., Any], command: click.Command, context: click.Context) -> Any:
    """Run a command.

    When it fails because of the database, say what is the matter with that, and what to do.
    """
    from course.store import transaction
    from course.store.upkeep.condition import SENTENCES, Condition, current

    try:
        return invoke(command, context)
    except transaction.DatabaseFault:
        transaction.rollback()
        found = current(current_app.config["DEELWIJS"].migrations_dir)
        if found is Condition.READY:
            raise
        raise click.ClickException(SENTENCES[found]) from None
