"""Commands for who runs an installation: one file per subject, one command per deed."""

from __future__ import annotations

import importlib
import pkgutil

import click
from flask import Flask


def init_cli(app: Flask) -> None:
    """Register the `group` of every module in this folder."""
    for module in pkgutil.iter_modules(__path__):
        group: click.Group = importlib.import_module(f"{__name__}.{module.name}").group
        app.cli.add_command(group)
