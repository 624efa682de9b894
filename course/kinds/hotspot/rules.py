"""Numbered spots in a drawing: read, marked and explained as choose all that apply."""

from __future__ import annotations

from collections.abc import Iterable

from course.kinds.hotspot.item import HotspotItem
from course.kinds.multiple.item import MultipleItem
from course.kinds.multiple.rules import MultipleRules
from course.kinds.registry import rules


@rules
class HotspotRules(MultipleRules):
    """The keys of the chosen spots, in the order of the list, which is the control."""

    item_class = HotspotItem
    votable = False  # the drawing does not stand on the board

    def labels(self, item: MultipleItem) -> Iterable[str]:
        if not isinstance(item, HotspotItem):
            return ()
        return (item.alt,)
