"""Hulp en melden: who to call now.

Numbers of a school are its own; what it left empty is never invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from course.store.courses import releases
from course.store.people import words
from course.text.plain import Html
from course.text.variables import fill
from course.web.http.access import PUBLIC, allow, signed_in
from course.web.page.parts import Paging
from course.web.site.blueprint import bp
from course.web.site.own_schools import own_schools


@dataclass(frozen=True)
class Contact:
    """Somebody to call, in the words of the school."""

    term: str
    value: Markup


@dataclass(frozen=True)
class SchoolHelp:
    """Whom to call at one school. `board` is apart, because it comes first."""

    name: str  # empty: nobody is signed in, or they work nowhere now
    board: Markup
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class HelpPage:
    """Usually one school; two for who works at two, and a list in pages for who works at many."""

    schools: tuple[SchoolHelp, ...]
    paging: Paging
    signed_in: bool
    subjects: tuple[Html, ...]  # what each published course adds about its own subject
    cards: tuple[Html, ...]  # what it adds to the pocket card


@bp.get("/hulp")
@allow(PUBLIC)
def show_help() -> str:
    """Whom to call at the reader's own school, and who helps from outside."""
    return render_template("site/help.html", page=_page())


@bp.get("/hulp/zakkaart")
@allow(PUBLIC)
def show_card() -> str:
    """The same on a card, to print."""
    return render_template("site/card.html", page=_page())


def _page() -> HelpPage:
    actor = signed_in()
    found, place = own_schools(actor)
    known = tuple(_school_help(school.name, words.values_of(school.id)) for school in found)
    courses = releases.current_outlines()
    return HelpPage(
        known or (_school_help("", {}),),
        place,
        actor is not None,
        tuple(course.help for course in courses if course.help),
        tuple(course.card for course in courses if course.card),
    )


def _school_help(name: str, values: Mapping[str, str]) -> SchoolHelp:
    leader = values.get("leidinggevende_term", "leidinggevende")
    contacts = (
        Contact("Meld het eerst bij", Markup("uw {}").format(leader)),
        Contact("Ict-dienst", _value(values, "naam_ict_dienst", "contact_ict_dienst")),
        Contact("Functionaris gegevensbescherming (FG)", _value(values, "naam_fg", "contact_fg")),
        Contact("Interne vertrouwenspersoon", _value(values, "vertrouwenspersoon_intern")),
        Contact("Externe vertrouwenspersoon", _value(values, "vertrouwenspersoon_extern")),
    )
    return SchoolHelp(name, _value(values, "contact_bestuur_spoed"), contacts)


def _value(values: Mapping[str, str], *keys: str) -> Markup:
    """What the school filled in under these keys; the fixed words when it filled in none."""
    filled = [key for key in keys if key in values] or keys[:1]
    # escaped by fill
    return Markup(fill(Html(" · ".join(f"{{{{{key}}}}}" for key in filled)), values))
