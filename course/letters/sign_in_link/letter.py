"""A link to sign in with, for who asked for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SignInLink:
    """What its text says. The link works once."""

    folder: ClassVar[str] = "sign_in_link"
    brand: str
    name: str
    link: str


EXAMPLE = SignInLink("Deelwijs", "Noor van den Berg", "http://localhost/inloggen/link/abc-DEF_123")
