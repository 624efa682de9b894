"""A confirmation that somebody read something. The day is that of the attempt."""

from __future__ import annotations

from collections.abc import Sequence

from course.kinds.confirm.item import ConfirmItem
from course.kinds.marking import UNKNOWN, Examples, Form, Kind, NotGradable, Remark, Response, every
from course.kinds.registry import rules
from course.text.plain import Html

READ = "gelezen"


@rules
class ConfirmRules(Kind[ConfirmItem]):
    """Ticked, or not yet."""

    item_class = ConfirmItem

    def read(self, item: ConfirmItem, form: Form) -> Response | NotGradable:  # noqa: ARG002
        given = every(form, "antwoord")
        if not given:
            return NotGradable("Zet eerst een vinkje als u dit hebt gelezen.")
        return (READ,) if set(given) == {READ} else NotGradable(UNKNOWN)

    def fields(self, item: ConfirmItem, response: Response) -> Form:  # noqa: ARG002
        return {"antwoord": response}

    def words(self, item: ConfirmItem, response: Response) -> Sequence[Html]:  # noqa: ARG002
        return [item.statement]

    def remarks(self, item: ConfirmItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        return [Remark(item.after, True)]

    def examples(self, item: ConfirmItem) -> Examples:  # noqa: ARG002
        return Examples({"antwoord": [READ]}, None, {"antwoord": []})
