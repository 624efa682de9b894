"""The words of looking at a drawing."""

from __future__ import annotations

from course.kinds.marking import Reason
from course.kinds.wording import Wording

WORDING = Wording(
    kicker="kijk en vink aan",
    on_paper="Kruis aan wat past.",
    reasons={Reason.NOTHING_CHOSEN: "Kies eerst een of meer antwoorden."},
    keys={"missed": "Dit past ook"},
    partly="{right} van {possible} gevonden",
)
