"""Matching: give every card its place."""

from __future__ import annotations

from course.kinds.match.item import MatchItem
from course.kinds.registry import rules
from course.kinds.sorting import SortingKind


@rules
class MatchRules(SortingKind):
    """As every sorting of cards."""

    item_class = MatchItem
