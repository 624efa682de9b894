"""The words of an estimate."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="schat of reken",
    on_paper="",
    reasons={
        Reason.NOTHING_WRITTEN: "Vul eerst een getal in.",
        Reason.NOT_A_NUMBER: "Vul één heel getal in, zoals 20 of 1.000.",
    },
)
