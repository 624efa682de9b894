"""A mock browser: a message, a few tabs, and as few clicks as it takes to decide what to do with
the message.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from course.kinds.item import LATER, Item
from course.kinds.marking import with_key
from course.kinds.parsing import (
    check_groups,
    check_words,
    common,
    entries_by_key,
    needed_attribute,
    open_block,
    pair,
    whole,
)
from course.kinds.registry import item_kind
from course.text.drawing import read_drawing
from course.text.plain import NO_TEXT, Html
from course.text.source import Draft, Entry, RawBlock

Svg = Html  # a drawing, which is no text to read
LONGEST = 400  # characters of a reason
PAGE = "page"  # the tab of the message itself, open from the start


class Tab(StrEnum):
    """The tabs beside the message, in the order in which they stand."""

    SEARCH = "search"
    SOURCE = "source"
    IMAGE = "image"
    NEWS = "news"


class Deed(StrEnum):
    """What can be done with the message."""

    SHARE = "share"
    KEEP = "keep"  # not share
    FIRST = "first"  # do something else first


@dataclass(frozen=True)
class Words:
    """A tab or a choice in words."""

    key: str
    text: Html


@dataclass(frozen=True)
class Finding:
    """Something that may serve as evidence.

    `tab` is where it stands; `carries` whether it bears the right choice.
    """

    key: str
    tab: str
    text: Html
    shown: Html  # the whole of what the tab shows; for a finding on the page: why it is no evidence
    carries: bool

    @property
    def is_outside(self) -> bool:
        """Whether it comes from elsewhere than the page of the message."""
        return self.tab != PAGE


@dataclass(frozen=True)
class Message:
    """One case: who posted what, what can be found, what is right, and how somebody looks who does
    this often. `alt` says what there is to see in the photo, if there is one.
    """

    key: str
    title: Html
    by: Html
    text: Html
    told: Html
    right: Deed
    findings: tuple[Finding, ...]
    expert: Html = field(default=NO_TEXT, metadata=LATER)
    photo: Svg = field(default=NO_TEXT, metadata=LATER)
    alt: str = field(default="", metadata=LATER)

    def finding(self, key: str) -> Finding:
        """The finding with this key. KeyError when there is none."""
        return with_key(self.findings, key)


@dataclass(frozen=True, kw_only=True)
class BrowseItem(Item):
    """The cases come in the order of the block."""

    kind: ClassVar[str] = "browse"
    stepwise: ClassVar[bool] = True
    clicks: int  # at most, a case
    few: int  # a point for no more than this
    why: str  # the open question beforehand
    tabs: tuple[Words, ...]
    deeds: tuple[Words, ...]
    cases: tuple[Message, ...]
    after: Html


@item_kind(BrowseItem)
def parse_browse(block: RawBlock, draft: Draft) -> BrowseItem | None:
    """Read a `::: browse` block: `tabs` and `deeds` in words, then one entry for each case."""
    before = len(draft.problems)
    parts = open_block(block, draft, "clicks", "few", "why")
    groups = entries_by_key(parts)
    check_groups(block, groups, _GROUPS, draft)
    for name in sorted(_GROUPS.keys() & groups.keys(), reverse=True):
        check_words(groups[name], _GROUPS[name], "browse", draft)
    entries = [entry for entry in parts.entries if entry.key not in _GROUPS]
    text = "Geef minstens één geval: ‘- g1. Kop van het bericht = keep’."
    draft.expect(entries, block.line, "browse", text)
    ask = "Stel eerst een open vraag: ‘why: Waarom denkt u dat dit klopt?’"
    why = needed_attribute(parts, "why", "browse", ask, draft)
    clicks, few = whole(parts, "clicks", 6, draft), whole(parts, "few", 4, draft)
    draft.expect(
        0 < few <= clicks, block.line, "browse", "‘few’ is minstens 1 en niet meer dan ‘clicks’."
    )
    cases = [_case(entry, draft) for entry in entries]
    if len(draft.problems) > before:
        return None
    return BrowseItem(
        **common(block, parts, draft),
        clicks=clicks,
        few=few,
        why=why,
        tabs=_words(groups["tabs"], draft),
        deeds=_words(groups["deeds"], draft),
        cases=tuple(filter(None, cases)),
        after=draft.note(parts, "after"),
    )


_GROUPS: dict[str, type[StrEnum]] = {"tabs": Tab, "deeds": Deed}
_ABOUT = ("by", "told", "expert", "photo")  # of a case, and nothing that can be found


def _words(entry: Entry, draft: Draft) -> tuple[Words, ...]:
    return tuple(Words(child.key, draft.inline(child.text)) for child in entry.children)


def _case(entry: Entry, draft: Draft) -> Message | None:
    """`- g1. Kop = keep`, the message, then `by`, every tab, what stands on the page, and `told`;
    `photo` and `expert` may follow.

    `[x]` before a tab: what stands there bears the right choice.
    """
    title, _, right = entry.text.rpartition(" = ")
    if not title or right not in set(Deed):
        draft.error(
            entry.line,
            "browse",
            f"Zeg wat goed is: ‘- {entry.key}. Kop = keep’ ({', '.join(Deed)}).",
        )
        return None
    children = {child.key: child.text for child in entry.children}
    for name in ("by", "told", *Tab):
        draft.expect(name in children, entry.line, "browse", f"Dit geval mist ‘- {name}. …’.")
    draft.expect(
        len(children) == len(entry.children),
        entry.line,
        "option-key",
        "Een sleutel staat hier twee keer.",
    )
    draft.expect(
        entry.feedback, entry.line, "browse", "Schrijf het bericht onder de kop, met ‘  > ’."
    )
    photo, alt = _photo(entry, draft)
    return Message(
        key=entry.key,
        title=draft.inline(title),
        by=draft.inline(children.get("by", "")),
        text=draft.html(entry.feedback),
        told=draft.inline(children.get("told", "")),
        right=Deed(right),
        findings=_findings(entry, draft),
        expert=draft.inline(children.get("expert", "")),
        photo=photo,
        alt=alt,
    )


def _photo(entry: Entry, draft: Draft) -> tuple[Svg, str]:
    """The drawing that plays the photo, and what there is to see; nothing without one."""
    photos = [child for child in entry.children if child.key == "photo"]
    if not photos:
        return NO_TEXT, ""
    sides = pair(photos[0], draft)
    if sides is None or draft.folder is None:
        return NO_TEXT, ""
    drawing = read_drawing(draft.folder / "media" / sides[0], photos[0].line, draft)
    return drawing or NO_TEXT, sides[1]


def _findings(entry: Entry, draft: Draft) -> tuple[Finding, ...]:
    found = [child for child in entry.children if child.key not in _ABOUT]
    findings = tuple(_finding(child, draft) for child in found)
    text = "Noem ook iets van de pagina zelf, zoals het aantal likes."
    draft.expect(any(finding.tab == PAGE for finding in findings), entry.line, "browse", text)
    text = "Zet [x] bij minstens één tabblad waar het antwoord staat."
    draft.expect(any(finding.carries for finding in findings), entry.line, "one-right", text)
    return findings


def _finding(entry: Entry, draft: Draft) -> Finding:
    tab = PAGE
    if entry.key in set(Tab):
        tab = entry.key
    if entry.mark not in ("", "x") or (entry.mark and tab == PAGE):
        draft.error(
            entry.line,
            "mark",
            "Alleen een tabblad kan [x] hebben: wat op de pagina zelf staat, is geen bewijs.",
        )
    draft.expect(
        entry.feedback, entry.line, "browse", "Schrijf eronder wat hier te zien is, met ‘    > ’."
    )
    return Finding(
        entry.key, tab, draft.inline(entry.text), draft.html(entry.feedback), entry.mark == "x"
    )
