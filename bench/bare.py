"""The yardstick: what Flask, SQLAlchemy and Jinja cost by themselves for one page to somebody who is signed in.

A session cookie is read and checked, one row is read by its primary key, and a page of 18 KB is drawn. Nothing here
is slower than a careful beginner would write it; it has no roles, no headers, no progress, no content.
"""

from __future__ import annotations

import os

from flask import Flask, abort, render_template, session
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PARAGRAPH = (
    "Een bericht dat u deelt, komt verder dan u denkt. Wie het ontvangt, kan het opslaan, doorsturen en knippen. "
    "Denk daarom eerst na over wie er op de foto staat, wie meeleest en wat er overblijft als u van gedachten verandert. "
)


class Base(DeclarativeBase):
    """The one table of this page."""


db = SQLAlchemy(model_class=Base)


class Person(db.Model):
    """The same table as ours, with the columns that the page shows."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]


def create_app() -> Flask:
    """The bare application, on the database that DEELWIJS_DATABASE_URL names."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["DEELWIJS_SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DEELWIJS_DATABASE_URL"]
    db.init_app(app)
    menu = [("Mijn training", "/leren"), ("Rapport", "/rapport"), ("Beheer", "/beheer")]
    sections = [{"title": f"Deel {number}", "text": PARAGRAPH * 3} for number in range(1, 26)]

    @app.get("/in/<int:person_id>")
    def sign_in(person_id: int) -> str:
        session["person"] = person_id
        return "in"

    @app.get("/")
    def show() -> str:
        if "person" not in session:
            abort(403)
        person = db.session.get(Person, session["person"])
        if person is None:
            abort(404)
        return render_template("bare.html", person=person, menu=menu, sections=sections)

    return app
