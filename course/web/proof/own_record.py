"""Mijn dossier: what we keep about the reader, over all courses, schools and years, to keep."""

from __future__ import annotations

import json

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from course import clock, logs
from course.content.lists import wrong_ideas
from course.domain.people.audited import ListTold
from course.domain.people.roles import Permission
from course.store.courses import releases
from course.store.learning import missed, reading
from course.store.proof import certificates, looking, own_record
from course.store.study_days import attended
from course.web.http.access import allow, current_person
from course.web.http.exporting import note_own_export
from course.web.http.settings import settings
from course.web.learn.learner import learner_of
from course.web.learn.plans import MadePlan, plans_of
from course.web.page.frame import explain
from course.web.page.options import course_titles
from course.web.page.paper import printed
from course.web.page.parts import Link
from course.web.proof import bp, wording
from course.web.proof.mine import HOME
from course.web.proof.pages import OwnRecord, RecordPart
from course.web.proof.record_rows import (
    ATTENDED,
    COURSES,
    LOOKED,
    PLACES,
    PLANS,
    READ,
    SIGNED,
    certificate_fields,
    duty_fields,
    hard_fields,
    part,
)

MOST_ON_PAPER = 1000  # lines in a PDF that somebody waits for
TICKED = ("confirm",)  # kinds of items with which somebody says that they read something


@bp.get("/mijn-dossier")
@allow(Permission.LEARN)
def show_record() -> str:
    """Everything on one page, for nobody but the reader."""
    return render_template("proof/own_record.html", page=_page())


@bp.get("/mijn-dossier.json")
@allow(Permission.LEARN)
def download_record_json() -> Response:
    """The same as data: a list of lines for each table, each line by the heads of its columns."""
    page = _page()
    parts = {one.title: _as_data(one) for one in page.parts}
    told = {
        "naam": page.name,
        "e-mailadres": current_person().email,
        "stand op": page.day.isoformat(),
        "onderdelen": parts,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _sent(page, text.encode(), "application/json", "json")


@bp.get("/mijn-dossier.pdf")
@allow(Permission.LEARN)
def download_record_pdf() -> BaseResponse:
    """The same as paper; where that cannot be, the page says so."""
    page = _page()
    if sum(len(one.lines) for one in page.parts) > MOST_ON_PAPER:
        explain(wording.RECORD_TOO_LONG)
        return redirect(url_for("proof.show_record"), 303)
    html = render_template("papers/own_record.html", page=page)
    paper = printed(html, page.file_name("pdf"))
    if paper is None:
        explain(wording.NO_PRESS_FOR_RECORD)
        return redirect(url_for("proof.show_record"), 303)
    return _sent(page, paper, "application/pdf", "pdf")


def _page() -> OwnRecord:
    actor, today = current_person(), clock.today()
    titles = course_titles(releases.published())
    duties = own_record.duties(actor.id, today)
    done = certificates.of_person(actor.id)
    ticked = own_record.read_and_ticked(actor.id, TICKED)
    signed = own_record.signatures(actor.id)
    hard, ideas = missed.hard_for(actor.id), wrong_ideas(settings().modules_dir)
    return OwnRecord(
        crumbs=(HOME,),
        brand=settings().brand,
        name=actor.name,
        day=today,
        parts=(
            part("Wat u moet doen", wording.NO_DUTIES, duty_fields(titles), duties),
            part("Cursussen", wording.NO_COURSES, COURSES, own_record.courses(actor.id)),
            part("Bewijzen", wording.NO_CERTIFICATES, certificate_fields(today), done),
            part("Gelezen volgens uzelf", wording.NOTHING_TICKED, READ, ticked),
            part("Bijeenkomsten", wording.NO_MEETINGS, ATTENDED, attended.of_person(actor.id)),
            part("Gedragscode", wording.NOTHING_SIGNED, SIGNED, signed),
            part("Wat u moeilijk vond", wording.NOTHING_HARD, hard_fields(ideas), hard),
            part("Plannen", wording.NO_PLANS, PLANS, _plans()),
            part("Scholen", wording.NO_PLACES, PLACES, own_record.places(actor.id)),
            part("Wie keek", wording.NOBODY_LOOKED, LOOKED, looking.at(actor.id)),
        ),
        files=(
            Link("Download als PDF", url_for("proof.download_record_pdf")),
            Link("Download als JSON", url_for("proof.download_record_json")),
        ),
    )


def _plans() -> list[MadePlan]:
    actor = current_person()
    found: list[MadePlan] = []
    for followed in reading.all_learning(actor.id, clock.today()):
        found += plans_of(learner_of(actor, followed))
    return found


def _as_data(one: RecordPart) -> list[dict[str, str]]:
    return [dict(zip(one.header, line, strict=True)) for line in one.lines]


def _sent(page: OwnRecord, body: bytes, content_type: str, kind: str) -> Response:
    """A file of it, noted as any other download is."""
    name, rows = page.file_name(kind), sum(len(one.lines) for one in page.parts)
    logs.note("exported", file=name)
    note_own_export(ListTold.OWN_RECORD, rows, file=kind)
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
