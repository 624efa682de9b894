"""By which codes others know a school."""

from __future__ import annotations

from enum import StrEnum


class CodeSystem(StrEnum):
    """Who gave a code. RIO's key comes first in the sector, BRIN second; both are kept."""

    RIO = "rio"  # OnderwijsaanbiederId
    BRIN = "brin"
    LOCATION = "vestiging"  # BRIN and two figures
