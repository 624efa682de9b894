"""Mijn bewijzen: the certificates of the signed-in person, to read, print, keep and renew."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.proof.worth import Worth
from course.store import transaction
from course.store.proof import certificates, issuing
from course.store.proof.certificates import CertificateRow
from course.web.http.access import allow, current_person
from course.web.page.answering import or_404
from course.web.page.frame import explain, tell
from course.web.page.parts import Link
from course.web.proof import bp, wording
from course.web.proof.pages import CertificatePage, OwnCertificate, OwnCertificates
from course.web.proof.papers import drawn_code, files_of, pdf_of, view_of

HOME = Link("Mijn training", "/leren")


@bp.get("/mijn-bewijzen")
@allow(Permission.LEARN)
def show_mine() -> str:
    """Every certificate of somebody, over all courses, schools and years."""
    today = clock.today()
    listed = tuple(
        OwnCertificate(
            title=row.title,
            url=url_for("proof.show_one", number=row.number),
            status=wording.STATUS[row.worth_on(today)],
            words=wording.in_list(row, today),
        )
        for row in certificates.of_person(current_person().id)
    )
    return render_template("proof/mine.html", page=OwnCertificates((HOME,), listed))


@bp.get("/mijn-bewijzen/<number>")
@allow(Permission.LEARN)
def show_one(number: str) -> str:
    """One certificate, as it can be printed."""
    row, today = own_certificate(number), clock.today()
    found, url = row.worth_on(today), url_for("proof.show_one", number=row.number)
    page = CertificatePage(
        crumbs=(HOME, Link("Mijn bewijzen", url_for("proof.show_mine"))),
        view=view_of(row, drawn_code(row.number)),
        status=wording.STATUS[found],
        said=wording.for_owner(row, today),
        files=files_of(url),
        renamed=_new_name(row, found),
        action=url_for("proof.reissue", number=row.number),
    )
    return render_template("proof/certificate.html", page=page)


@bp.get("/mijn-bewijzen/<number>.pdf")
@allow(Permission.LEARN)
def download_pdf(number: str) -> Response:
    """The same as a file. Where no PDF can be made, the page that can be printed says so."""
    paper = pdf_of(own_certificate(number))
    if paper is None:
        explain(wording.NO_PRESS)
        return redirect(url_for("proof.show_one", number=number), 303)
    return paper


@bp.post("/mijn-bewijzen/<number>/nieuwe-naam")
@allow(Permission.LEARN)
def reissue(number: str) -> Response:
    """The same certificate in the name of today; the old one stays, as replaced."""
    old = own_certificate(number)
    transaction.begin(may_write=True)
    new = issuing.reissue(current_person().id, number, clock.now())
    if new is None:  # pressed twice, or there is nothing to renew
        transaction.rollback()
        there = own_certificate(number).replaced_by or old.number
        return redirect(url_for("proof.show_one", number=there), 303)
    transaction.commit()
    logs.note("certificate reissued", person=current_person().ref)
    tell("U hebt een nieuw bewijs. Het oude is vervangen.")
    return redirect(url_for("proof.show_one", number=new), 303)


def own_certificate(number: str) -> CertificateRow:
    """Somebody else's and none at all look the same."""
    return or_404(certificates.own(current_person().id, number))


def _new_name(row: CertificateRow, found: Worth) -> str:
    name = current_person().name
    if found in (Worth.REPLACED, Worth.WITHDRAWN) or row.name == name:
        return ""
    return name
