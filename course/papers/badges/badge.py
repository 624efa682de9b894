"""What a badge says: the same as the certificate that it stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course.papers.badges.signing import CONTEXTS


@dataclass(frozen=True)
class BadgeFacts:
    """A certificate, worded. Instants in UTC, as XML writes them."""

    address: str  # where anybody can check it
    standing: str  # where a program can
    name: str
    course: str
    edition: str  # which text of the course that was, as an address that never changes
    description: str
    learned: Sequence[str]
    completed: str
    issued: str
    until: str  # empty: for good
    issuer: str
    issuer_url: str


def badge_document(facts: BadgeFacts, did: str) -> dict[str, Any]:
    """The badge without its proof. Source: 1EdTech Open Badges 3.0, OpenBadgeCredential."""
    document: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": facts.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.course,
        "issuer": {
            "id": did,
            "type": ["Profile"],
            "name": facts.issuer,
            "url": facts.issuer_url,
        },
        "validFrom": facts.issued,
        "awardedDate": facts.completed,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityType": "name",
                    "identityHash": facts.name,
                }
            ],
            "achievement": {
                "id": facts.edition,
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": facts.course,
                "description": facts.description,
                "criteria": {"narrative": "\n".join(facts.learned)},
            },
        },
        "credentialStatus": {"id": facts.standing, "type": "1EdTechRevocationList"},
    }
    if facts.until:
        document["validUntil"] = facts.until
    return document


def revocation_list(standing: str, issuer: str, address: str, reason: str) -> dict[str, Any]:
    """Whether one badge still counts. Each has a list of its own: one for all would tell who holds
    which. Source: 1EdTech Revocation List, 1EdTechRevocationList.
    """
    ended = [{"id": address, "revoked": True, "revocationReason": reason}] if reason else []
    return {
        "id": standing,
        "type": "1EdTechRevocationList",
        "issuer": issuer,
        "revokedCredential": ended,
    }
