"""The words around an item that are ours, not the author's: each kind has its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from course.kinds.marking import NotGradable, Reason
from course.text.plain import NO_TEXT, Html, text_as_html

Sentences = Mapping[StrEnum | tuple[StrEnum, str], str]  # by reason, or by reason and field
SHARED: Sentences = {
    Reason.UNKNOWN: (
        "Deze keuze hoort niet bij deze vraag. Laad de pagina opnieuw en kies nog een keer."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a kind is called on screen and in print.

    A kind without words for `kicker` and `on_paper` cannot be.
    """

    kicker: str  # what to do, beside "Vraag"
    on_paper: str  # a note under the item in print; `{places}` are what there is to choose from
    reasons: Sentences = field(default_factory=dict)  # why there is nothing to mark, and what to do
    check: str = "Controleer mijn antwoord"  # the button before the first answer
    # while there is something left to try; empty: never
    again: str = "Controleer mijn nieuwe antwoord"
    partly: str = "{right} van {parts} staan goed"
    # what is right is called so, after the last try
    keys: Mapping[str, str] = field(default_factory=lambda: {"key": "Het goede antwoord"})
    told: Html = NO_TEXT  # what is said when the item itself has nothing to say
    roles: Sequence[str] = ()  # what each part of a response is called, in order
    lines: tuple[str, ...] = ("", "")  # how the lines to write on begin, in print

    def sentence(self, refused: NotGradable) -> str:
        """Why there is nothing to mark. KeyError for a reason without words, which is a bug."""
        for key in ((refused.reason, refused.field), refused.reason):
            if key in self.reasons:
                return self.reasons[key]
        return SHARED[refused.reason]

    def named(self, words: Sequence[Html]) -> list[Html]:
        """The words of a response, each after what it is called."""
        if not self.roles:
            return list(words)
        named = []
        for role, text in zip(self.roles, words, strict=True):
            named.append(Html(f"{text_as_html(role)}: {text}"))
        return named
