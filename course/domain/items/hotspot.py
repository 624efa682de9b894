"""Numbered spots in a drawing: read, marked and explained as choose all that apply."""

from __future__ import annotations

from course.content.items.hotspot import HotspotItem
from course.domain.items import rules
from course.domain.items.multiple import MultipleRules


@rules
class HotspotRules(MultipleRules):
    """The keys of the chosen spots, in the order of the list, which is the control."""

    item_class = HotspotItem
