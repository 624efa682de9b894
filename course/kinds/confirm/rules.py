"""A confirmation that somebody read something. The day is that of the attempt."""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.confirm.item import ConfirmItem
from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    picked_several,
)
from course.kinds.own_words import OwnWordsKind
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import Html

READ = "gelezen"


@rules
class ConfirmRules(OwnWordsKind[ConfirmItem]):
    """Ticked, or not yet."""

    item_class = ConfirmItem

    def given(self, item: ConfirmItem, form: Form) -> Response:
        return picked_several(form, "antwoord", (READ,))

    def words(self, item: ConfirmItem, response: Response) -> Sequence[Html]:
        return [item.statement]

    def remarks(self, item: ConfirmItem, response: Response, *, full: bool) -> Sequence[Remark]:
        return [Remark(item.after, True)]

    def examples(self, item: ConfirmItem) -> Examples:
        return Examples({"antwoord": [READ]}, None, {"antwoord": []})

    def pace(self, item: ConfirmItem) -> Pace | None:
        return None  # what is confirmed stands on another page, and takes what its lesson says
