"""What stands around every page: the brand, the main menu, who is signed in, the theme and
messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class NavItem(NamedTuple):
    """One entry of the main menu; at most four, so that it fits a phone."""

    label: str
    url: str
    current: Literal["", "page", "true"] = (
        ""  # "page": this very page; "true": a page in this section
    )


@dataclass(frozen=True)
class Chrome:
    """The frame of one page, filled by the context processor as `chrome`."""

    brand: str
    nav: tuple[NavItem, ...]
    person_name: str | None  # None: nobody is signed in
    theme: Literal["light", "dark", ""]  # "": what the device asks for
    demo: bool  # says that nothing here is real
    path: str  # path and query of this page, so that the theme form can come back to it
    flashes: tuple[str, ...] | list[str] = ()
    explained: tuple[str, ...] = ()  # why something was not done
    undo: str = ""  # where what the last message tells is taken back; empty when it cannot be
    person: str = ""  # a mark of who is signed in, by which a script knows what it kept for whom
