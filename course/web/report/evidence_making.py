"""A bundle of evidence is written: for who waits for it, or by a worker, the same bytes."""

from __future__ import annotations

from typing import IO

from flask import current_app

from course.store import transaction
from course.store.duties import totals as reporting
from course.web.http.settings import settings
from course.web.page.paper import printed
from course.web.report import evidence_tables as tables
from course.web.report import evidence_texts as texts
from course.web.report.evidence_facts import BundleFacts, Passed, nobody_looks
from course.web.report.packing import Packed, packing, sealed
from course.web.report.pages import PaperBoardEvidence, PaperEvidence


def write_bundle(file: IO[bytes], found: BundleFacts, passed: Passed = nobody_looks) -> str:
    """The whole ZIP; the SHA-256 of it comes back. `passed` hears of each school twice."""
    summary, kind = _summary(found)
    with transaction.batches(), packing(file) as zipped:
        packed = Packed(zipped)
        packed.add(f"samenvatting.{kind}", [summary])
        packed.add("cursus.txt", [texts.course_text(found).encode()])
        people = tables.people_table(found, passed)
        for table in (people, tables.norm_table(found), tables.mail_table(found)):
            packed.add_table(table, found.day)
        for name, text in (*texts.code_files(found), *texts.setting_files(found)):
            packed.add(name, [text.encode()])
        packed.finish(texts.checking(settings().brand))
    return sealed(file)


def _summary(found: BundleFacts) -> tuple[bytes, str]:
    """As PDF; where this machine makes none, as the page that it would have printed."""
    template, page = _board_page(found) if found.board_id is not None else _school_page(found)
    html = current_app.jinja_env.get_template(template).render(page=page)  # also where nobody asks
    paper = printed(html, f"bewijs-{found.release}-{found.day.isoformat()}")
    return (html.encode(), "html") if paper is None else (paper, "pdf")


def _school_page(found: BundleFacts) -> tuple[str, PaperEvidence]:
    totals = reporting.school_totals(found.reach, found.query.moment)
    modules = reporting.module_totals(found.reach, found.query.moment)
    page = PaperEvidence(
        brand=settings().brand,
        evidence=found,
        finding=texts.finding(found),
        codes=found.schools[0].codes,
        states=tuple(texts.state_rows(found)),
        teams=tuple(texts.team_rows(totals.teams)),
        modules=tuple(texts.module_rows(found, modules)),
    )
    return "papers/evidence.html", page


def _board_page(found: BundleFacts) -> tuple[str, PaperBoardEvidence]:
    page = PaperBoardEvidence(
        brand=settings().brand,
        evidence=found,
        finding=texts.finding(found),
        states=tuple(texts.state_rows(found)),
    )
    return "papers/board_evidence.html", page
