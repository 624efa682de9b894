"""To the address that somebody has: another one is asked, or took its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AddressWarning:
    """What its text says. `changed`: it happened already. `needs_yes`: it also takes a yes here."""

    folder: ClassVar[str] = "address_warning"
    brand: str
    name: str
    link: str
    changed: bool = False
    needs_yes: bool = False


EXAMPLE = AddressWarning(
    "Deelwijs", "Noor van den Berg", "http://localhost/inloggen/adres/abc-DEF_123/oud"
)
