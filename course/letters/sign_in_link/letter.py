"""A link to sign in with, for who asked for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SignInMail:
    """What its text says. The link works once."""

    folder: ClassVar[str] = "sign_in_link"
    brand: str
    name: str
    link: str


EXAMPLE = SignInMail("Deelwijs", "Noor van den Berg", "http://localhost/inloggen/link/abc-DEF_123")
