"""The words of an estimate."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="schat of reken",
    on_paper="",
    reasons={
        Reason.NOTHING_WRITTEN: "Vul eerst een getal in.",
        Reason.NOT_A_NUMBER: "Vul een heel getal in, met alleen cijfers.",
    },
)
