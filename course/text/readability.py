"""How hard a Dutch text is to read: sentences, words, syllables, and two figures made of them.

A figure counts, it does not understand. It finds the page that deserves another look; whether a
text is clear, a reader decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple

from course.text.plain import Html

MAX_WORDS = 20  # in one sentence; the house style asks for about 12
MIN_EASE = 60.0
MAX_LONG_SHARE = 28.0
LONG_WORD = 6  # a word of more letters than this is long

# Each of these starts and ends a sentence by itself: a list item and a table cell are read as one.
_EDGE = re.compile(
    r"</?(?:p|li|ul|ol|td|th|tr|table|thead|tbody|h\d|dl|dt|dd|blockquote|br|hr"
    r"|figure|figcaption)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]+>")
_CLOSING, _OPENING = "’”)\\]", "‘“(\\["
_END = re.compile(
    rf"(?:(?<=[.!?…])|(?<=[.!?…][{_CLOSING}])|(?<=[.!?…][{_CLOSING}]{{2}}))\s+"
    rf"(?=[{_OPENING}]*[^\W\d_a-zß-öø-ÿ]|\d|[{_OPENING}]|’[st]\s)"
    rf"|(?<=:)\s+(?=[{_OPENING}])"  # what somebody says after a colon is a sentence of its own
)
_ABBREVIATIONS = {
    *(
        "art.",
        "bijv.",
        "bv.",
        "blz.",
        "ca.",
        "dhr.",
        "dr.",
        "drs.",
        "d.w.z.",
        "enz.",
        "e.d.",
        "etc.",
        "i.p.v.",
    ),
    *(
        "i.v.m.",
        "incl.",
        "m.b.t.",
        "max.",
        "mevr.",
        "min.",
        "mr.",
        "nr.",
        "o.a.",
        "prof.",
        "resp.",
        "t.a.v.",
        "tel.",
    ),
    *(
        "vs.",
        "jan.",
        "feb.",
        "mrt.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sep.",
        "sept.",
        "okt.",
        "nov.",
        "dec.",
    ),
}
_INITIAL = re.compile(r"^[A-Z]\.$")  # J. de Vries
_WORD = re.compile(r"\w")
_NOT_LETTER = re.compile(r"[\W_]+")
# Longest first: each match is the heart of one syllable. A letter with a diaeresis starts a new one
# (be-ïn-vloe-den).
_NUCLEUS = re.compile(
    r"eau|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|ai|au|ou|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
)
# English words that Dutch schools use daily, with a silent e or with vowels that Dutch reads as two
# syllables.
_LOANS = {
    "online": 2,
    "offline": 2,
    "site": 1,
    "website": 2,
    "like": 1,
    "update": 2,
    "team": 1,
    "game": 1,
    "live": 1,
}
_LOAN = re.compile("|".join(_LOANS))


def segments(html: Html) -> Iterable[str]:
    """The plain text of each paragraph, list item, heading and table cell. What somebody says in a
    chat stands between quotation marks, as other speech does.
    """
    for piece in _EDGE.split(html.replace("<q>", "‘").replace("</q>", "’")):
        if text := " ".join(unescape(_TAG.sub("", piece)).split()):
            yield text


def sentences(html: Html) -> tuple[str, ...]:
    """The sentences of a text.

    List items, headings and table cells count as sentences; abbreviations do not split.
    """
    return tuple(chain.from_iterable(map(split_sentences, segments(html))))


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph of plain text."""
    found: list[str] = []
    for piece in _END.split(text):
        if found and _is_open(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return tuple(sentence for sentence in found if _WORD.search(sentence))


def _is_open(sentence: str) -> bool:
    """Whether its last full stop belongs to an abbreviation or an initial."""
    last = sentence.rsplit(" ", 1)[-1].lstrip("(‘“")
    return last.lower() in _ABBREVIATIONS or bool(_INITIAL.match(last))


def words(text: str) -> tuple[str, ...]:
    """What stands between spaces and holds a letter or a digit. A dash by itself is no word."""
    return tuple(piece for piece in text.split() if piece.isalpha() or _WORD.search(piece))


def count_words(html: Html) -> int:
    """The words of a text."""
    return sum(len(words(segment)) for segment in segments(html))


def syllables(word: str) -> int:
    """The syllables of a Dutch word, at least 1.

    Units:  whole syllables. A number counts as one, an abbreviation in capitals as one for each
            letter (A-V-G).
    Source: the groups of vowels in Dutch spelling, and a short list of English words. Right for
            about nineteen in twenty words, which is enough for an average over a page; a word such
            as *museum* is one short.
    """
    letters = _NOT_LETTER.sub("", word)
    if not letters.isalpha():
        return 1
    if letters.isupper() and len(letters) <= 4:
        return len(letters)
    lower = letters.lower()
    loan = _LOAN.match(lower)
    known, rest = (_LOANS[loan[0]], lower[loan.end() :]) if loan else (0, lower)
    return max(1, known + len(_NUCLEUS.findall(rest.replace("qu", "kw"))))


@dataclass(frozen=True)
class Readability:
    """What was counted in a text."""

    sentences: int
    words: int
    syllables: int
    long_words: int

    @property
    def ease(self) -> float:
        """The Flesch-Douma reading ease: 206.84 - 0.93 x words a sentence - 77 x syllables a word.

        Units:  points; 100 is very easy, 0 very hard. We ask at least 60 (`MIN_EASE`) for B1. Douma
                calls 60 to 70 *normaal*, within reach of who left school after eight years; below
                60 his scale turns *moeilijk*. That this matches B1 is our reading of his scale: no
                test ties it to the European framework.
        Source: W.H. Douma, De leesbaarheid van landbouwbladen (Wageningen, 1960): the formula of R.
                Flesch (1948) with its weights fitted to Dutch, where words are longer.
        """
        return 206.84 - 0.93 * self.words / self.sentences - 77 * self.syllables / self.words

    @property
    def long_share(self) -> float:
        """The share of words with more than six letters.

        Units:  per cent of all words. At most 28 (`MAX_LONG_SHARE`): with the 12 words a sentence
                that our style asks for, that makes a LIX of 40, where ordinary prose ends and
                factual writing begins.
        Source: C.H. Björnsson, Läsbarhet (Stockholm, 1968): LIX = words a sentence + per cent of
                words of more than six letters. Made for Swedish, which writes compounds as one
                word, as Dutch does.
        """
        return 100 * self.long_words / self.words


def measure(lines: Iterable[str]) -> Readability | None:
    """Count in these sentences; None when there is no word in them."""
    split = [*map(words, lines)]
    weights = [*map(_weight, chain.from_iterable(split))]
    if not weights:
        return None
    return Readability(
        sentences=sum(map(bool, split)),
        words=len(weights),
        syllables=sum(weight.syllables for weight in weights),
        long_words=sum(weight.is_long for weight in weights),
    )


class _Weight(NamedTuple):
    syllables: int
    is_long: bool


@lru_cache(maxsize=50_000)  # a course of 80,000 words has 10,000 different ones
def _weight(word: str) -> _Weight:
    """How much one word adds to the figures of a text."""
    letters = len(_NOT_LETTER.sub("", word))
    return _Weight(syllables(word), letters > LONG_WORD)
