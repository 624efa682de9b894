"""A Data Integrity proof by `eddsa-rdfc-2022`: what is signed are the statements of a document,
in whatever order its JSON stands.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from course.papers.badges.identity import key_id
from course.papers.badges.keys import BadgeKey
from course.papers.badges.multibase import z_base58

FOLDER = Path(__file__).with_name("contexts")
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials/v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges/extensions.json",
}


def signed(document: dict[str, Any], did: str, key: BadgeKey, created: str) -> dict[str, Any]:
    """The document with its proof. `created`: the instant in UTC, as XML writes it.

    Errors: LookupError for a context that we do not keep: nothing is ever fetched.
    Source: W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": key_id(did, key),
        "proofPurpose": "assertionMethod",
    }
    about_proof = {"@context": document["@context"], **proof}
    value = key.sign(_hash_of(about_proof) + _hash_of(document))
    return {**document, "proof": {**proof, "proofValue": z_base58(value)}}


def _hash_of(document: dict[str, Any]) -> bytes:
    from pyld import jsonld  # only who signs needs it

    options = {
        "algorithm": "URDNA2015",  # what RDFC-1.0 was called before it was a standard
        "format": "application/n-quads",
        "documentLoader": _kept,
    }
    statements: str = jsonld.normalize(document, options)
    return hashlib.sha256(statements.encode()).digest()


def _kept(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """A context from our own folder."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _context(url),
    }


@cache
def _context(url: str) -> Any:
    return json.loads((FOLDER / CONTEXTS[url]).read_text("utf-8"))
