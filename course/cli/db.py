"""`flask db`: the steps that bring a database to the form of this version, by Flask-Migrate."""

from __future__ import annotations

import os

import flask_migrate
from flask import Flask, current_app
from flask_migrate.cli import db as group

__all__ = ["group", "offer", "upgrade"]


def offer(app: Flask) -> None:
    """Say to Flask-Migrate which steps and which database are those of `app`."""
    folder = os.fspath(app.config["DEELWIJS"].migrations_dir)
    database = app.extensions["sqlalchemy"]
    flask_migrate.Migrate(app, database, directory=folder, render_as_batch=True)


def upgrade(revision: str = "head") -> None:
    """Take every step up to `revision`. Errors: as of `course/migrations/env.py`."""
    offer(current_app)
    flask_migrate.upgrade(revision=revision)
