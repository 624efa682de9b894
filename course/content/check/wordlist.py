"""One word for one thing: the words that a course does not use, and what it says instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.content.check.registry import Flaw, Page, page_rule

# The same list, with the reasons, stands in docs/content-style.md.
INSTEAD = {
    "meldpad": "meldroute",
    "ouderapp": "oudergroep",
    "klassenapp": "oudergroep (van ouders) of klassengroep (van leerlingen)",
    "groepsapp": "oudergroep, klassengroep, teamapp of appgroep",
    "schoolomgeving": "leeromgeving",
    "leerlingsysteem": "leerlingvolgsysteem",
    "usb-stick": "link, mail of scherm: zo lekken gegevens nu",
}
_WORD = re.compile(rf"\b(?:{'|'.join(INSTEAD)})s?\b", re.IGNORECASE)


@page_rule("word-list")
def word_for_another(page: Page) -> Iterator[Flaw]:
    """One thing has one word: the words of the list in `docs/content-style.md` are not used.

    Who reads *meldpad* on one page and *meldroute* on the next looks for a difference.
    """
    for passage, sentence in page.sentences:
        for match in _WORD.finditer(sentence):
            word = match[0].lower()
            better = INSTEAD[word.removesuffix("s")]
            message = f"Schrijf niet ‘{match[0]}’ maar ‘{better}’."
            yield Flaw(message, item=passage.item, quote=sentence)
