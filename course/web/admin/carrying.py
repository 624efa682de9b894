"""A checked file that travels inside the form that confirms it, so that nothing has to be kept on the server.

It is signed for one person and one school: what comes back is what was shown, and to whom.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import zlib

from flask import current_app

from course.config import Config
from course.domain.importing import MAX_BYTES

LONGEST = 900_000  # characters; a request may hold a megabyte


def pack(data: bytes, purpose: str) -> str | None:
    """The file as text for a hidden field; None when it does not fit."""
    body = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode()
    packed = f"{_signature(body, purpose)}.{body}"
    return packed if len(packed) <= LONGEST else None


def unpack(text: str, purpose: str) -> bytes | None:
    """The file again; None when anything about it is not as it was packed."""
    signature, _, body = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, purpose).encode()):
        return None
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.urlsafe_b64decode(body.encode()), MAX_BYTES + 1)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return data if len(data) <= MAX_BYTES else None


def _signature(body: str, purpose: str) -> str:
    config: Config = current_app.config["DEELWIJS"]
    message = f"import\n{purpose}\n{body}".encode()
    return hmac.new(config.secret_key.encode(), message, hashlib.sha256).hexdigest()
