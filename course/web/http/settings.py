"""What this installation was started with, and hashes that only it can make."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app

from course.config import Config


def settings() -> Config:
    """The settings of the application that answers."""
    config: Config = current_app.config["DEELWIJS"]
    return config


def keyed_hash(*words: str) -> str:
    """64 hexadecimal digits that stand for these words, so that a table names nobody.

    Source: RFC 2104, HMAC with SHA-256 and the secret key.
    """
    message = "\n".join(words).encode()
    return hmac.new(settings().secret_key.encode(), message, hashlib.sha256).hexdigest()
