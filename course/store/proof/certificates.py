"""Certificates, as their owner, an administrator and whoever checks one may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from course.domain.people.roles import Actor
from course.domain.proof.worth import Fate, Worth, worth_on
from course.models import Certificate, CertificateWithdrawal, Enrolment, Person, Release, db
from course.store import rows
from course.store.people.belonging import here, same_person, tied_elsewhere
from course.store.people.person import within_reach


@dataclass(frozen=True)
class CertificateRow:
    """One certificate and what became of it."""

    id: int
    number: str
    name: str
    schools: tuple[str, ...]
    course: str
    title: str  # of the course, in that release
    edition: int
    release: str
    modules: tuple[str, ...]
    minutes: int
    completed_on: date
    valid_until: date | None
    issued_at: datetime
    replaces: str | None  # the number of the one before it
    replaced_by: str | None
    withdrawn_at: datetime | None
    reason: str | None

    def worth_on(self, today: date) -> Worth:
        """What it is worth on a day."""
        happened = Fate(
            self.valid_until, self.replaced_by is not None, self.withdrawn_at is not None
        )
        return worth_on(happened, today)


_later, _earlier = aliased(Certificate), aliased(Certificate)


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Certificate.id,
            Certificate.number,
            Certificate.name,
            Certificate.schools,
            Enrolment.course,
            Release.title,
            Release.edition,
            Certificate.release,
            Certificate.modules,
            Certificate.minutes,
            Certificate.completed_on,
            Certificate.valid_until,
            Certificate.issued_at,
            _earlier.number.label("replaces"),
            _later.number.label("replaced_by"),
            CertificateWithdrawal.withdrawn_at,
            CertificateWithdrawal.reason,
        )
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Release, Release.hash == Certificate.release)
        .outerjoin(_earlier, _earlier.id == Certificate.replaces_id)
        .outerjoin(_later, _later.replaces_id == Certificate.id)
        .outerjoin(CertificateWithdrawal, CertificateWithdrawal.certificate_id == Certificate.id)
        .order_by(Certificate.completed_on.desc(), Certificate.id.desc())
    )


def of_person(person_id: int) -> list[CertificateRow]:
    """Every certificate of somebody, the newest first."""
    return _read(_query().where(same_person(Certificate.person_id, person_id)))


def own(person_id: int, number: str) -> CertificateRow | None:
    """One certificate of somebody; None when it is not theirs."""
    theirs = same_person(Certificate.person_id, person_id)
    return _first(_query().where(theirs, Certificate.number == number))


def of_enrolment(enrolment_id: int) -> CertificateRow | None:
    """The certificate of a course that is done: the one that replaced the others."""
    of_this = _query().where(Certificate.enrolment_id == enrolment_id, _later.id.is_(None))
    return _first(of_this)


def checked(number: str) -> CertificateRow | None:
    """The certificate of this number, for whoever has it before them."""
    return _first(_query().where(Certificate.number == number))


def in_reach(actor: Actor, ref: str, today: date) -> list[CertificateRow]:
    """The certificates of a person whose account this administrator may see; none of who left and
    belongs elsewhere now.
    """
    ours = here(actor, Person.id, today) | ~tied_elsewhere(actor, Person.id, today)
    reached = select(Person.id).where(Person.ref == ref, within_reach(actor), ours)
    return _read(_query().where(Certificate.person_id.in_(reached)))


def _first(query: Select[*tuple[Any, ...]]) -> CertificateRow | None:
    return next(iter(_read(query)), None)


def _read(query: Select[*tuple[Any, ...]]) -> list[CertificateRow]:
    found = db.session.execute(query)
    return rows.read(CertificateRow, found, schools=tuple, modules=tuple)
