"""Rules about the words: short sentences, plain words, the polite form, the right signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.content.check.registry import Flaw, Page, page_rule
from course.text import variables
from course.text.plain import Html, plain
from course.text.problems import Severity
from course.text.readability import MAX_LONG_SHARE, MAX_WORDS, MIN_EASE, Readability, words

FEWEST_WORDS = 60  # below this, one long word decides the figure
_INFORMAL = re.compile(r"(?<![\w-])(?:je|jij|jou|jouw|jezelf|jullie)(?![\w-])", re.IGNORECASE)
# A closing quote looks like an apostrophe; the apostrophe is followed by a letter (foto’s, ’s
# ochtends).
_SPEECH = re.compile(r"‘.*?(?:’(?!\w)|$)|“.*?(?:”|$)")
_MESSAGE = re.compile(r"<q>(.*?)</q>", re.DOTALL)  # a line of a chat, or of a post
_SAID = re.compile(
    r"\b(?:zeg|vraag|roep|schrijf|antwoord|bel|fluister|mail|app|reageer)t\b|\blees[t]? voor\b",
    re.IGNORECASE,
)
_STRAIGHT = re.compile(r"['\"]")
_LOOSE = re.compile(r"\{\{|\}\}|\{[A-Za-z]+\d*:? ?|\*\*|\]\(|^:::|^#+ |\[[x ]\]")


@page_rule("sentence-length")
def long_sentence(page: Page) -> Iterator[Flaw]:
    """A sentence is at most 20 words, wherever it stands. A list item and a table cell count as
    sentences.

    At B1 readers lose the thread in longer ones. Abbreviations do not end a sentence, and what
    somebody says after a colon begins a new one.
    """
    for passage, sentence in page.sentences:
        if sentence.count(" ") < MAX_WORDS:
            continue  # so many words do not fit in
        count = len(words(sentence))
        if count > MAX_WORDS:
            message = f"Deze zin heeft {count} woorden. Maak er twee van: ‘{sentence}’"
            yield Flaw(message, item=passage.item, quote=sentence)


@page_rule("readability")
def hard_to_read(page: Page) -> Iterator[Flaw]:
    """The Flesch-Douma reading ease of a page is at least 60, the lower end of plain text.

    Formula, source and limits stand at `Readability.ease` in `course/text/readability.py`. Counted
    from 60 words on. It is a warning: look for sentences to cut and for words with a shorter
    sister.
    """
    figures = _figures(page)
    if figures and figures.ease < MIN_EASE:
        yield Flaw(
            f"De leesbaarheid is {figures.ease:.0f}, voor B1 minstens {MIN_EASE:.0f} "
            "(Flesch-Douma). "
            f"Kort zinnen in en kies kortere woorden."
        )


@page_rule("long-words")
def many_long_words(page: Page) -> Iterator[Flaw]:
    """At most 28 per cent of the words on a page have more than six letters.

    Formula and source stand at `Readability.long_share` in `course/text/readability.py`. Counted
    from 60 words on.
    """
    figures = _figures(page)
    if figures and figures.long_share > MAX_LONG_SHARE:
        yield Flaw(
            f"{figures.long_share:.0f}% van de woorden heeft meer dan zes letters. "
            f"Houd het op hooguit {MAX_LONG_SHARE:.0f}%."
        )


def _figures(page: Page) -> Readability | None:
    figures = page.readability
    if figures is None or figures.words < FEWEST_WORDS:
        return None
    return figures


@page_rule("informal")
def informal_address(page: Page) -> Iterator[Flaw]:
    """No *je, jij, jou, jouw, jezelf* or *jullie* outside speech between curly quotes.

    We call the reader *u*. Only people in a story, and pupils who are spoken to, hear *je*.
    """
    for passage, segment in page.segments:
        if match := _INFORMAL.search(_SPEECH.sub(" ", segment)):
            message = (
                f"‘{match[0]}’ staat buiten een gesprek: ‘{segment}’. Schrijf ‘u’, of zet "
                "‘…’ om wat iemand zegt."
            )
            yield Flaw(message, item=passage.item, quote=segment)


@page_rule("straight-quotes")
def straight_quotes(page: Page) -> Iterator[Flaw]:
    """Quotation marks and apostrophes are curly: ‘zo’, “zo” and foto’s.

    They look finished, and they tell speech from an apostrophe, also for `informal`. In code they
    stay straight.
    """
    for passage, segment in page.segments:
        if match := _STRAIGHT.search(segment):
            context = segment[max(0, match.start() - 20) : match.end() + 20]
            message = f"Recht aanhalingsteken in ‘…{context}…’."
            yield Flaw(message, item=passage.item, quote=segment)


@page_rule("loose-mark", Severity.ERROR)
def loose_mark(page: Page) -> Iterator[Flaw]:
    """No sign of the format is left in what readers see, such as `{{Naam}}`, `{V5}` in a sentence
    or half of `**`.

    A misspelt variable or clause of the code of conduct, or a code in the wrong place, would stand
    on the screen.
    """
    for passage, segment in page.segments:
        if match := _LOOSE.search(variables.USE.sub("", segment)):
            message = f"‘{match[0].strip()}’ blijft zo op het scherm staan: ‘{segment}’."
            yield Flaw(message, item=passage.item, quote=segment)


@page_rule("told-in-message")
def told_in_message(page: Page) -> Iterator[Flaw]:
    """In a chat or a post stands only what was sent. What a story tells stands outside of it.

    Who hears the page read would take it for words of the one who posts. A line in which somebody
    says something between quotation marks is told, not sent.
    """
    for passage in page.passages:
        for sent in map(plain, map(Html, _MESSAGE.findall(passage.html))):
            told = _SPEECH.sub(" ", sent)
            if told != sent and _SAID.search(told):
                message = f"Dit is verteld en niet verstuurd: ‘{sent}’. Zet het buiten het bericht."
                parts = filter(None, map(str.strip, _SPEECH.split(sent)))
                yield Flaw(message, item=passage.item, quote=next(parts))
