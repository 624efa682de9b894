"""Who signs: an identity of the web (`did:web`), and the document with its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from course.papers.badges.keys import BadgeKey

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def did_of(base_url: str) -> str:
    """The identity of an installation at an address; a port is written as %3A and its digits.

    Source: the did:web method, section 3.2.
    """
    parts = urlsplit(base_url)
    path = [quote(part) for part in parts.path.split("/") if part]
    return ":".join(["did:web", quote(parts.netloc, safe="."), *path])


def key_id(did: str, key: BadgeKey) -> str:
    """A key, as a signature names it."""
    return f"{did}#{key.name}"


def did_document(did: str, keys: Sequence[BadgeKey]) -> dict[str, Any]:
    """Every key there ever was, so that what an earlier one signed is still checked."""
    methods = [
        {
            "id": key_id(did, key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public,
        }
        for key in keys
    ]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [key_id(did, key) for key in keys],
    }
