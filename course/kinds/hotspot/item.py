"""Look at a drawing: choose every numbered spot that fits.

The list below it says the same without the drawing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

from course.kinds.item import Option
from course.kinds.multiple.item import MultipleItem
from course.kinds.parsing import attribute, check_marks, common, marked, open_block, option, pair
from course.kinds.registry import item_kind
from course.text.drawing import read_drawing
from course.text.plain import Html
from course.text.source import Draft, Entry, Parts, RawBlock

Svg = Html  # a drawing, which is no text to read
_SPOT = re.compile(r"^(\d{1,4}) +(\d{1,4})$")
_VIEW_BOX = re.compile(r'viewBox="0 0 (\d{1,4}) (\d{1,4})"')


@dataclass(frozen=True)
class Spot:
    """Where the number of an option stands, in the units of the drawing."""

    option: str
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class HotspotItem(MultipleItem):
    """A choose-all-that-apply item whose options also stand as numbers in a drawing, in the order
    of the list.
    """

    kind: ClassVar[str] = "hotspot"
    drawing: Svg  # checked SVG with a viewBox of 0 0 width height
    width: int
    height: int
    alt: str
    spots: tuple[Spot, ...]

    def spot(self, option: str) -> Spot:
        """The spot of an option. KeyError when there is none, which the parser rules out."""
        return {spot.option: spot for spot in self.spots}[option]


@item_kind(HotspotItem)
def parse_hotspot(block: RawBlock, draft: Draft) -> HotspotItem | None:
    """Read a `::: hotspot` block.

    `drawing: klas.svg` stands in media/ beside the lesson, `alt:` says what there is to see. An
    entry reads `- [x] a. Het bord = 240 60`: what it is, and where its number stands.
    """
    parts = open_block(block, draft, "drawing", "alt")
    check_marks(parts, "x ", draft)
    right = frozenset(marked(parts.entries))
    draft.expect(right, block.line, "one-right", "Zet bij minstens één keuze [x].")
    alt = attribute(parts, "alt")
    draft.expect(alt, block.line, "alt", "Zeg wat er te zien is: ‘alt: …’.")
    drawn = _drawing(parts, draft)
    if drawn is None or not alt or not right:
        return None
    drawing, width, height = drawn
    options: list[Option] = []
    spots: list[Spot] = []
    for entry in parts.entries:
        text, where = pair(entry, draft) or (entry.text, "0 0")
        options.append(option(replace(entry, text=text), draft))
        spots.append(_spot(entry, where, (width, height), draft))
    return HotspotItem(
        **common(block, parts, draft),
        options=tuple(options),
        right=right,
        drawing=drawing,
        width=width,
        height=height,
        alt=alt,
        spots=tuple(spots),
    )


def _drawing(parts: Parts, draft: Draft) -> tuple[Html, int, int] | None:
    note = parts.attributes.get("drawing")
    if note is None or not note.text or draft.folder is None:
        draft.error(
            parts.line, "drawing", "Noem de tekening uit de map media: ‘drawing: klas.svg’."
        )
        return None
    svg = read_drawing(draft.folder / "media" / note.text, note.line, draft)
    if svg is None:
        return None
    box = _VIEW_BOX.search(svg)
    if box is None or "0" in box.groups():
        draft.error(
            note.line,
            "drawing",
            f"‘{note.text}’ heeft geen viewBox van de vorm 0 0 breedte hoogte.",
        )
        return None
    return svg, int(box[1]), int(box[2])


def _spot(entry: Entry, where: str, size: tuple[int, int], draft: Draft) -> Spot:
    """The spot of an option; at 0 0 with a problem when the author did not say where."""
    width, height = size
    spot = Spot(entry.key, 0, 0)
    match = _SPOT.match(where)
    if match:
        spot = Spot(entry.key, int(match[1]), int(match[2]))
    if match is None or spot.x > width or spot.y > height:
        draft.error(
            entry.line,
            "spot",
            f"Zeg waar het nummer staat: ‘= x y’, van 0 0 tot en met {width} {height}, niet "
            f"‘{where}’.",
        )
    return spot
