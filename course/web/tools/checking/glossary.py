"""Words of the trade, explained where they first stand on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from course.text.plain import Html, text_as_html

MEANINGS: Mapping[str, str] = {
    "verwerkersovereenkomst": "de afspraak met een leverancier over wat hij met gegevens mag",
    "DPIA": "een onderzoek vooraf naar de risico’s voor privacy",
    "FG": "de functionaris gegevensbescherming, die toeziet op privacy",
    "Autoriteit Persoonsgegevens": "de overheid die toeziet op privacy",
    "gezag": "het recht om volgens de wet over een kind te beslissen",
    "grondslag": "een reden die de wet noemt",
    "persoonsgegevens": "alles wat over een herkenbaar mens gaat",
}


class Glossary:
    """The words of one page: each is explained once, in the text where it comes first."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.left = dict(meanings)

    def meaning(self, word: str) -> str:
        """What a word of a heading means; empty when that was said before."""
        return self.left.pop(word, "")

    def explained(self, html: Html) -> Html:
        """The text with what its words mean behind them, outside tags and links."""
        for word in [word for word in self.left if word in html]:
            whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])(?![^<]*(?:>|</a>))")
            meaning = f"{word} ({text_as_html(self.left[word])})"
            html, times = _once(whole, meaning, html)
            if times:
                del self.left[word]
        return html


def _once(pattern: re.Pattern[str], meaning: str, html: Html) -> tuple[Html, int]:
    changed, times = pattern.subn(lambda _: meaning, html, count=1)
    return Html(changed), times
