"""A certificate as a badge (Open Badges 3.0), who signs it, and whether it still counts."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Response, abort
from werkzeug.wrappers import Response as BaseResponse

from course import clock, logs
from course.domain.people.roles import Permission
from course.domain.proof.learned import LearnedModule, learned
from course.domain.proof.worth import Worth
from course.papers.badges.badge import BadgeFacts, badge_document, revocation_list
from course.papers.badges.identity import did_document, did_of
from course.papers.badges.keys import read_keys
from course.papers.badges.signing import signed
from course.store.courses import releases
from course.store.proof.certificates import CertificateRow
from course.web.http.access import PUBLIC, allow
from course.web.http.settings import settings
from course.web.page.answering import or_404
from course.web.proof import bp, wording
from course.web.proof.checking import found_by
from course.web.proof.mine import own_certificate
from course.web.proof.papers import check_url, signing_key

JSON_LD = "application/ld+json"
ENDED = (Worth.WITHDRAWN, Worth.REPLACED)  # that it expired stands in the badge itself


@bp.get("/.well-known/did.json")
@allow(PUBLIC)
def show_identity() -> Response:
    """Who signs our badges, with every key there ever was."""
    keys = read_keys(settings().data_dir)
    if not keys:
        abort(404)
    return _sent(did_document(did_of(settings().base_url), keys), "application/did+json")


@bp.get("/mijn-bewijzen/<number>.json")
@allow(Permission.LEARN)
def download_badge(number: str) -> BaseResponse:
    """The certificate as data that others can check without us."""
    row, key = own_certificate(number), signing_key()
    if key is None:
        abort(404)
    did = did_of(settings().base_url)
    badge = signed(badge_document(_facts(row), did), did, key, _instant(clock.now()))
    response = _sent(badge, JSON_LD)
    name = f"badge-{row.course}-{row.completed_on.isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    logs.note("exported", file=name)
    return response


@bp.get("/bewijs/<number>/stand.json")
@allow(PUBLIC)
def show_standing(number: str) -> BaseResponse:
    """Whether a badge was withdrawn or replaced, for the program that checks it."""
    row = or_404(found_by(number))
    worth = row.worth_on(clock.today())
    reason = wording.STATUS[worth] if worth in ENDED else ""
    issuer = did_of(settings().base_url)
    return _sent(revocation_list(_standing(row), issuer, check_url(row.number), reason), JSON_LD)


def _facts(row: CertificateRow) -> BadgeFacts:
    modules = learned(releases.outline(row.release), row.modules)
    config = settings()
    return BadgeFacts(
        address=check_url(row.number),
        standing=_standing(row),
        name=row.name,
        course=row.title,
        edition=uuid5(NAMESPACE_URL, f"release:{row.release}").urn,
        description=wording.badge_description(row),
        learned=list(map(_told, modules)),
        completed=f"{row.completed_on.isoformat()}T00:00:00Z",
        issued=_instant(row.issued_at),
        until=_last_instant(row.valid_until),
        issuer=config.brand,
        issuer_url=config.base_url,
    )


def _told(module: LearnedModule) -> str:
    return f"{module.title}: {' '.join(module.goals)}" if module.goals else module.title


def _standing(row: CertificateRow) -> str:
    return f"{check_url(row.number)}/stand.json"


def _last_instant(day: date | None) -> str:
    return _instant(clock.end_of_day(day) - timedelta(seconds=1)) if day else ""


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _sent(found: dict[str, Any], content_type: str) -> Response:
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    response = Response(text, content_type=content_type)
    response.headers["Cache-Control"] = "no-store"
    return response
