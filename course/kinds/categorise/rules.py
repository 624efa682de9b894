"""Categorising: give every card its bin."""

from __future__ import annotations

from course.kinds.categorise.item import CategoriseItem
from course.kinds.registry import rules
from course.kinds.sorting import SortingKind


@rules
class CategoriseRules(SortingKind):
    """As every sorting of cards."""

    item_class = CategoriseItem
