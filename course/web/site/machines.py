"""What machines ask: is the process there, does everything work, and whom to tell about a hole."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

from flask import Response

from course import clock
from course.store.messages import workers
from course.store.upkeep import health
from course.store.upkeep.health import Trouble
from course.web.http.access import PUBLIC, allow
from course.web.http.errors import RETRY_AFTER
from course.web.http.settings import settings
from course.web.site.blueprint import bp

TEXT = "text/plain; charset=utf-8"
TROUBLE_WORDS = {
    Trouble.READING: "database: lezen lukt niet",
    Trouble.WRITING: "database: schrijven lukt niet",
    Trouble.MIGRATION: "database: niet in de nieuwste vorm; draai flask db upgrade",
    Trouble.SPACE: "schijf: minder dan 100 MB vrij voor de gegevens",
}
SECURITY_TXT_LASTS = timedelta(days=180)


@bp.get("/healthz")
@allow(PUBLIC)
def show_health() -> Response:
    """The process answers."""
    return Response("ok\n", content_type=TEXT)


@bp.get("/readyz")
@allow(PUBLIC)
def show_readiness() -> Response:
    """Whether everything works that a visitor needs; 503 with a line for each thing that does
    not. The last line says whether a worker lives: without one pages work, and mail waits.
    """
    config = settings()
    troubles = health.troubles(config.data_dir, config.migrations_dir)
    worker = "" if Trouble.READING in troubles else f"{_worker_line()}\n"
    if not troubles:
        return Response(f"ok\n{worker}", content_type=TEXT)
    lines = "".join(f"{TROUBLE_WORDS[trouble]}\n" for trouble in troubles)
    said = {"Retry-After": RETRY_AFTER[503]}
    return Response(f"{lines}{worker}", 503, said, content_type=TEXT)


@bp.get("/.well-known/security.txt")
@allow(PUBLIC)
def show_security_contact() -> Response:
    """RFC 9116.

    The contact is the sender of our mail, or else the help page: nothing is invented.
    """
    config = settings()
    address, contact = parseaddr(config.mail_from)[1], f"{config.base_url}/hulp"
    if address:
        contact = f"mailto:{address}"
    lines = (
        f"Contact: {contact}",
        f"Expires: {clock.now() + SECURITY_TXT_LASTS:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {config.base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", content_type=TEXT)


def _worker_line() -> str:
    lives = workers.one_lives(clock.now())
    return "worker: werkt" if lives else "worker: niet gezien; start flask worker"
