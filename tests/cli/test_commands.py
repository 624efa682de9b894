"""The commands are the files of course/cli, each read when it is asked for."""

from __future__ import annotations

import click
import pytest
from flask import Flask

from course import cli


@pytest.mark.either
def test_every_file_is_a_command_of_its_name(app: Flask) -> None:
    commands = cli.Commands(app)
    context = click.Context(commands)
    names = commands.list_commands(context)
    assert {"content", "db", "worker"} <= set(names)
    assert commands.commands == {}
    for name in names:
        found = commands.get_command(context, name)
        assert found is not None
        assert found.name == name
        assert found.help
    assert sorted(commands.commands) == names


@pytest.mark.either
def test_what_stands_in_more_files_is_one_group(app: Flask) -> None:
    named = cli.Commands(app).get_command(click.Context(app.cli), "content")
    assert isinstance(named, click.Group)
    assert {"check", "cues", "publish", "regrade"} <= named.commands.keys()


@pytest.mark.either
def test_what_is_no_file_is_no_command(app: Flask) -> None:
    commands = cli.Commands(app)
    for name in ("content_cues", "content-cues", "niets", "", "__init__"):
        assert commands.get_command(click.Context(commands), name) is None
