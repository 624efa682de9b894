"""To a new address: whether it is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AddressConfirmation:
    """What its text says. The link leads to a page; only the button there says yes."""

    folder: ClassVar[str] = "address_confirm"
    brand: str
    name: str
    link: str


EXAMPLE = AddressConfirmation(
    "Deelwijs", "Noor van den Berg", "http://localhost/inloggen/adres/abc-DEF_123"
)
