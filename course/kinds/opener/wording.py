"""The words of the question beforehand."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

SAMPLE = "Ik denk van wel"
WORDING = Wording(
    kicker="u hoeft dit nog niet te weten",
    on_paper="Kruis aan wat past.",
    reasons={
        Reason.NOTHING_CHOSEN: "Kies eerst een antwoord. Raden mag.",
        Reason.NOTHING_WRITTEN: "Schrijf eerst op wat u denkt. Een paar woorden is genoeg.",
    },
    check="Laat mijn antwoord zien",
    again="",
)
