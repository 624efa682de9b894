"""The words of the best and the worst reaction."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="kies de beste en de slechtste",
    on_paper="Zet een + bij de beste reactie, een – bij de slechtste.",
    reasons={
        (Reason.NOTHING_CHOSEN, "beste"): "Kies ook de beste reactie.",
        (Reason.NOTHING_CHOSEN, "slechtste"): "Kies ook de slechtste reactie.",
        Reason.THE_SAME: "De beste en de slechtste reactie zijn nu dezelfde. Kies er twee.",
    },
    keys={"best": "De beste reactie", "worst": "De slechtste reactie"},
    roles=("Beste", "Slechtste"),
)
