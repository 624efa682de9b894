"""Cloze: fill the gaps in a sentence, from a list or with a short text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item, Option
from course.kinds.marking import keys_of, with_key
from course.kinds.parsing import (
    attribute,
    check_marks,
    common,
    marked,
    open_block,
    options_of,
)
from course.kinds.registry import item_kind
from course.text.plain import Html, plain, text_as_html
from course.text.source import Draft, Parts, RawBlock

GAP = re.compile(r"\[\[(\d)\]\]")


@dataclass(frozen=True)
class Gap:
    """One gap. With `typed` the learner types; every right option is then an accepted spelling."""

    key: str
    options: tuple[Option, ...]
    right: tuple[str, ...]  # option keys
    typed: bool = False

    @property
    def is_number(self) -> bool:
        """Whether a number is asked, so that a phone shows digits."""
        spellings = [plain(self.option(key).text) for key in self.right]
        return any(map(str.isdecimal, spellings))

    @property
    def wrong(self) -> list[Option]:
        """The options that are not right."""
        return [option for option in self.options if option.key not in self.right]

    def option(self, key: str) -> Option:
        """The option with this key. KeyError when there is none."""
        return with_key(self.options, key)

    def may_hold(self, value: str) -> bool:
        """Whether this may be kept for it: a text after `~` where one types, else an option."""
        if self.typed:
            return value.startswith("~")
        return value in keys_of(self.options)

    def words(self, value: str) -> Html:
        """What was typed or chosen, as people read it."""
        if self.typed:
            return text_as_html(value[1:])
        return self.option(value).text


@dataclass(frozen=True, kw_only=True)
class ClozeItem(Item):
    """`question` holds `[[1]]` where gap 1 stands."""

    kind: ClassVar[str] = "cloze"
    gaps: tuple[Gap, ...]


@item_kind(ClozeItem)
def parse_cloze(block: RawBlock, draft: Draft) -> ClozeItem | None:
    """Read a `::: cloze` block: `[[1]]` in the sentence, entries `- [x] 1a. tekst`.

    With `typed: 1` gap 1 is typed.
    """
    parts = open_block(block, draft, "typed")
    check_marks(parts, "x ", draft)
    typed = attribute(parts, "typed").split()
    numbers = GAP.findall(parts.stem)
    if not numbers or len(set(numbers)) != len(numbers):
        draft.error(block.line, "gap", "Zet elk gat één keer in de zin, als [[1]].")
        return None
    read = [_gap(number, parts, number in typed, draft) for number in numbers]
    gaps = tuple(filter(None, read))
    if len(gaps) < len(numbers):
        return None
    for entry in parts.entries:
        draft.expect(
            entry.key[0] in numbers,
            entry.line,
            "gap",
            f"‘{entry.key}’ hoort bij geen gat. Begin de sleutel met het nummer van het gat.",
        )
    fields = common(block, parts, draft)
    fields["label"] = GAP.sub("…", fields["label"])
    return ClozeItem(**fields, gaps=gaps)


def _gap(number: str, parts: Parts, typed: bool, draft: Draft) -> Gap | None:
    """The options whose key begins with the number of the gap; None when none of them is right."""
    entries = [entry for entry in parts.entries if entry.key.startswith(number)]
    right = marked(entries)
    if not right:
        text = f"Gat {number} heeft geen goed antwoord: ‘- [x] {number}a. tekst’."
        draft.error(parts.line, "one-right", text)
        return None
    return Gap(number, options_of(entries, draft), right, typed)
