"""What kinds have in common whose response is somebody's own: kept as given, never marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.kind import ItemT, Kind, Printed
from course.kinds.marking import Remark, Response


class OwnWordsKind(Kind[ItemT]):
    """Nothing in it is right or wrong, and it names nothing that a new release could take away."""

    def remarks(self, item: ItemT, response: Response, *, full: bool) -> Sequence[Remark]:
        return ()

    def solution(self, item: ItemT) -> Mapping[str, object]:
        return {}

    def stored_keys(self, item: ItemT) -> Iterable[str]:
        return ()

    def printed(self, item: ItemT) -> Printed:
        return Printed(item.question)
