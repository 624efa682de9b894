"""The yardstick: what Flask and Jinja cost by themselves, for one page to somebody who is signed
in.

Flask's own session cookie is read, one row is read by its primary key straight through the driver,
and a page of 18 KB is drawn. It has no roles, no progress, no lessons and no headers of its own, so
that nobody can call it slow.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import psycopg
from flask import Flask, abort, render_template, session

Read = Callable[[int], Any]
PARAGRAPH = (
    "Een bericht dat u deelt, komt verder dan u denkt. Wie het ontvangt, kan het opslaan, "
    "doorsturen en knippen. "
    "Denk eerst na over wie er op de foto staat, wie meeleest en wat er overblijft als u van "
    "gedachten verandert. "
)


def create_app() -> Flask:
    """The bare application, on the database that DEELWIJS_DATABASE_URL names."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["DEELWIJS_SECRET_KEY"]
    url = os.environ["DEELWIJS_DATABASE_URL"]
    read = reader(url)
    menu = [("Mijn training", "/leren"), ("Rapport", "/rapport"), ("Beheer", "/beheer")]
    sections = [{"title": f"Deel {number}", "text": PARAGRAPH * 3} for number in range(1, 26)]

    @app.get("/in/<int:person_id>")
    def sign_in(person_id: int) -> str:
        session["person"] = person_id
        return "in"

    @app.get("/")
    def show() -> str:
        person = read(session["person"]) if "person" in session else None
        if person is None:
            abort(403)
        return render_template("bare.html", name=person[0], menu=menu, sections=sections)

    return app


def sqlite_driver() -> Any:
    """The SQLite that the application uses; named from outside, for this page imports nothing of
    the application.
    """
    return import_module(os.environ["BENCH_SQLITE_DRIVER"])


def reader(url: str) -> Read:
    """A function that reads a person by primary key, on one connection per thread."""
    local = threading.local()
    if url.startswith("sqlite:///"):
        query = "SELECT name FROM person WHERE id = ?"
        connect = partial(sqlite_driver().connect, url.removeprefix("sqlite:///"))
    else:
        query = "SELECT name FROM person WHERE id = %s"
        connect = partial(psycopg.connect, url, autocommit=True)

    def read(person_id: int) -> Any:
        if not hasattr(local, "connection"):
            local.connection = connect()
        return local.connection.execute(query, (person_id,)).fetchone()

    return read
