"""A certificate as others read it: on screen, and as PDF."""

from __future__ import annotations

from flask import Response, render_template
from markupsafe import Markup

from course import clock, logs
from course.domain.proof.learned import learned
from course.domain.proof.numbers import written
from course.papers import squares
from course.papers.badges.keys import BadgeKey, in_use, read_keys
from course.store.courses import releases
from course.store.proof.certificates import CertificateRow
from course.web.http.settings import settings
from course.web.page.paper import printed
from course.web.page.parts import Link
from course.web.proof import wording
from course.web.proof.pages import CertificateView

IMAGE = Markup('<img class="code" src="{}" alt="QR-code naar {}">')
DRAWN = Markup('<div class="qr" role="img" aria-label="QR-code naar {}">{}</div>')


def check_url(number: str) -> str:
    """Where anybody can see whether a certificate is real. It stands on paper, so it is whole."""
    return f"{settings().base_url}/bewijs/{number}"


def view_of(row: CertificateRow, code: Markup) -> CertificateView:
    """What a certificate says."""
    return CertificateView(
        brand=settings().brand,
        name=row.name,
        course=row.title,
        facts=wording.facts(row),
        modules=learned(releases.outline(row.release), row.modules),
        number=written(row.number),
        check_url=check_url(row.number),
        code=code,
        issued_on=clock.day_of(row.issued_at),
    )


def drawn_code(number: str) -> Markup:
    """The QR code inside a page."""
    address = check_url(number)
    return DRAWN.format(address, Markup(squares.qr_svg(address).decode()))


def pdf_of(row: CertificateRow) -> Response | None:
    """The certificate as PDF/UA; None where this machine makes none."""
    address = check_url(row.number)
    code = IMAGE.format(squares.as_source(squares.qr_svg(address)), address)
    html = render_template("papers/certificate.html", page=view_of(row, code))
    paper = printed(html, row.number)
    if paper is None:
        return None
    response = Response(paper, content_type="application/pdf")
    name = f"certificaat-{row.course}-{row.completed_on.isoformat()}.pdf"
    logs.note("exported", file=name)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def files_of(url: str) -> tuple[Link, ...]:
    """The certificate to keep; as a badge where this installation has a key to sign it."""
    paper = Link("Download als PDF", f"{url}.pdf")
    if signing_key() is None:
        return (paper,)
    return (paper, Link("Download als Open Badge (JSON)", f"{url}.json"))


def signing_key() -> BadgeKey | None:
    """The key that signs badges; None where nobody made one."""
    return in_use(read_keys(settings().data_dir))
