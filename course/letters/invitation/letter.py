"""A first link, for who just got an account from the school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FirstLink:
    """What its text says. The link works once."""

    folder: ClassVar[str] = "invitation"
    brand: str
    name: str
    link: str


EXAMPLE = FirstLink("Deelwijs", "Łukasz Nowak", "http://localhost/inloggen/link/abc-DEF_123")
