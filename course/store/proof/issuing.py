"""Certificates are issued, issued anew and withdrawn; nothing else is ever done to them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from course.domain.learning.progress import key_of_text
from course.domain.proof.learned import study_minutes
from course.domain.proof.numbers import new_number
from course.models import (
    Certificate,
    CertificateWithdrawal,
    Enrolment,
    Membership,
    ModuleProgress,
    Person,
    Progress,
    School,
    db,
)
from course.models.base import insert_new_row
from course.store.courses import releases
from course.store.dated import batches, holds_on
from course.store.people.belonging import same_person, worked_since

_ENROLMENTS: BindParameter[int] = bindparam("enrolments", expanding=True)
_DONE = (
    select(
        Enrolment.id,
        Enrolment.person_id,
        Enrolment.release,
        Person.name,
        Progress.lessons,
        Progress.completed_at,
        Progress.completed_on,
        Progress.valid_until,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .join(Progress, Progress.enrolment_id == Enrolment.id)
    .outerjoin(Certificate, Certificate.enrolment_id == Enrolment.id)
    .where(
        Enrolment.id.in_(_ENROLMENTS), Progress.completed_on.is_not(None), Certificate.id.is_(None)
    )
    .order_by(Enrolment.id)
)
_MODULES = (
    select(ModuleProgress.enrolment_id, ModuleProgress.module)
    .where(ModuleProgress.enrolment_id.in_(_ENROLMENTS), ModuleProgress.completed_on.is_not(None))
    .order_by(ModuleProgress.enrolment_id, ModuleProgress.module)
)
_SCHOOLS = (
    select(Enrolment.id, School.name)
    .join(Progress, Progress.enrolment_id == Enrolment.id)
    .join(Membership, Membership.person_id == Enrolment.person_id)
    .join(School, School.id == Membership.school_id)
    .where(Enrolment.id.in_(_ENROLMENTS), holds_on(Membership, Progress.completed_on))
    .order_by(Enrolment.id, worked_since(), Membership.id)
)
_NEWEST = (
    select(Certificate.__table__)
    .outerjoin(CertificateWithdrawal, CertificateWithdrawal.certificate_id == Certificate.id)
    .where(
        same_person(Certificate.person_id, bindparam("person_id")),
        Certificate.number == bindparam("number"),
        CertificateWithdrawal.certificate_id.is_(None),
    )
)
# what a later certificate says as the one before it said it
_KEPT = (
    "person_id",
    "enrolment_id",
    "release",
    "schools",
    "modules",
    "minutes",
    "completed_on",
    "valid_until",
)


@dataclass(frozen=True)
class Withdrawal:
    """Why a certificate no longer counts, by whose decision."""

    reason: str
    by: int
    at: datetime


def issue(enrolments: Sequence[int]) -> None:
    """Issue the certificates of these, as far as they are done and have none. Called in the
    transaction of the deed that finished a course.
    """
    for batch in batches(enrolments):
        _issue({"enrolments": batch})


def _issue(these: dict[str, Sequence[int]]) -> None:
    connection = db.connection()
    done = connection.execute(_DONE, these).all()
    if not done:
        return
    modules = _by_enrolment(connection.execute(_MODULES, these))
    schools = _by_enrolment(connection.execute(_SCHOOLS, these))
    rows = []
    for one in done:
        course = releases.outline(one.release)
        row = {
            "number": new_number(secrets.choice),
            "person_id": one.person_id,
            "enrolment_id": one.id,
            "release": one.release,
            "name": one.name,
            "schools": schools.get(one.id, []),
            "modules": modules.get(one.id, []),
            "minutes": study_minutes(course, [key_of_text(key) for key in one.lessons]),
            "completed_on": one.completed_on,
            "valid_until": one.valid_until,
            "issued_at": one.completed_at,
            "replaces_id": None,
        }
        rows.append(row)
    connection.execute(insert_new_row(Certificate), rows)


def reissue(person_id: int, number: str, now: datetime) -> str | None:
    """The same certificate in the name that somebody has now; it points to the old one.

    Returns its number; None when the old one is not theirs, was withdrawn, was replaced already,
    or has that name on it.
    """
    where = {"person_id": person_id, "number": number}
    old = db.connection().execute(_NEWEST, where).mappings().first()
    name = db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
    if old is None or old["name"] == name:
        return None
    same = {column: old[column] for column in _KEPT}
    new = {"name": name, "replaces_id": old["id"], "issued_at": now}
    statement = insert_new_row(Certificate, returning="number")
    row = {**same, **new, "number": new_number(secrets.choice)}
    made: str | None = db.connection().scalar(statement, row)
    return made


def withdraw(certificate_id: int, why: Withdrawal) -> bool:
    """This certificate no longer counts. False when it was withdrawn before."""
    row = {
        "certificate_id": certificate_id,
        "reason": why.reason,
        "withdrawn_by": why.by,
        "withdrawn_at": why.at,
    }
    statement = insert_new_row(CertificateWithdrawal, returning="certificate_id")
    return db.connection().execute(statement, row).first() is not None


def _by_enrolment(found: Iterable[Any]) -> dict[int, list[str]]:
    listed: dict[int, list[str]] = {}
    for enrolment_id, word in found:
        listed.setdefault(enrolment_id, []).append(word)
    return listed
