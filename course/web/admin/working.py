"""What is done in the background: which workers live, what they did, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import abort, render_template, request

from course import clock
from course.domain.messages.attempts import JobOutcome
from course.domain.people.roles import Permission
from course.models import WorkerLife
from course.store.messages import overview, workers
from course.store.messages.overview import JobRow, OutboxCounts
from course.web.admin import bp
from course.web.http.access import allow, current_person
from course.web.page.formats import counted, instant_or_dash, whole
from course.web.page.labels import CLOCK_TROUBLES, JOB_KINDS
from course.web.page.lists import DASH, Field, columns, instant, number, rows_of, words
from course.web.page.parts import Cell, Column, Paging, SummaryRow
from course.web.page.query import PAGE_SIZE, page_of, paging

SHOWN_WORKERS = 10


@dataclass(frozen=True)
class WorkPage:
    """The workers, the outbox and the work."""

    lives: bool
    outbox: tuple[SummaryRow, ...]
    worker_columns: tuple[Column, ...]
    workers: tuple[tuple[Cell, ...], ...]
    caption: str
    columns: tuple[Column, ...]
    jobs: tuple[tuple[Cell, ...], ...]
    paging: Paging


@bp.get("/werk")
@allow(Permission.PEOPLE)
def show_work() -> str:
    """For who keeps the accounts of every school, and so runs this installation."""
    if not current_person().holds_everywhere(Permission.PEOPLE):
        abort(404)
    asked = request.args.get("bladzijde", "")
    page, found = page_of(asked, partial(overview.recent, limit=PAGE_SIZE))
    shown = WorkPage(
        lives=workers.one_lives(clock.now()),
        outbox=_outbox_rows(overview.outbox_counts()),
        worker_columns=columns(WORKER_FIELDS),
        workers=rows_of(WORKER_FIELDS, workers.latest(SHOWN_WORKERS)),
        caption=f"{counted(found.total, 'taak', 'taken')}, de nieuwste eerst",
        columns=columns(JOB_FIELDS),
        jobs=rows_of(JOB_FIELDS, found.rows),
        paging=paging(request.path, {}, page, found.total, "taken"),
    )
    return render_template("admin/work.html", page=shown)


def _outbox_rows(counts: OutboxCounts) -> tuple[SummaryRow, ...]:
    return (
        SummaryRow("Wacht", whole(counts.waiting)),
        SummaryRow("Oudste die wacht", instant_or_dash(counts.oldest)),
        SummaryRow("Niet gelukt, gaat niet meer uit", whole(counts.given_up)),
        SummaryRow("Onbekend of de mail aankwam, gaat niet nog eens uit", whole(counts.unknown)),
    )


def _state(row: JobRow) -> str:
    if row.outcome is not None:
        return _OUTCOMES[row.outcome]
    if row.held:
        return "Bezig"
    if row.error:
        return f"Nieuwe poging: {instant_or_dash(row.run_at)}"
    return "Wacht"


def _progress(row: JobRow) -> str:
    if not row.total:
        return DASH
    return f"{whole(row.done)} van {whole(row.total)}"


def _worker_state(life: WorkerLife) -> str:
    if life.stopped_at is not None:
        return "Gestopt"
    if life.trouble:
        return CLOCK_TROUBLES[life.trouble]
    return "Werkt" if workers.lives(life, clock.now()) else "Weg zonder te stoppen"


_OUTCOMES = {
    JobOutcome.DONE: "Klaar",
    JobOutcome.REFUSED: "Kon niet, de vrager leest waarom",
    JobOutcome.FAILED: "Niet gelukt",
}
JOB_FIELDS: tuple[Field[JobRow], ...] = (
    words("Taak", lambda row: JOB_KINDS.get(row.kind, row.kind)),
    words("Staat", _state),
    words("Hoe ver", _progress),
    instant("Gevraagd", "queued_at"),
    instant("Begonnen", "started_at"),
    instant("Klaar", "ended_at"),
    number("Pogingen", "attempts"),
    words("Fout", "error"),
)
WORKER_FIELDS: tuple[Field[WorkerLife], ...] = (
    words("Proces", "name"),
    words("Staat", _worker_state),
    instant("Begonnen", "started_at"),
    instant("Laatst gezien", "seen_at"),
)
