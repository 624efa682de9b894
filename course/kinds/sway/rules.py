"""Be the manipulator. The response is every step: `feeling=anger`, `expert=plain`, `dilemma=split`,
then `t1=expert` for each message whose trick was named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.marking import Examples, Form, Remark, Response, Score, first, keys_of, picked
from course.kinds.registry import rules
from course.kinds.steps import StepsKind
from course.kinds.sway.item import PLAIN, SwayItem
from course.kinds.sway.swaying import Swaying, sway


@rules
class SwayRules(StepsKind[SwayItem, Swaying]):
    """`stap` holds every step so far; a part or a message has a field of its own name, and `ga`
    says that it was sent.
    """

    item_class = SwayItem

    def further(self, item: SwayItem, now: Swaying, path: Response, form: Form) -> Response:
        if now.over or not first(form, "ga"):
            return path
        if now.part is not None:
            chosen = picked(form, now.part.key, keys_of(now.part.phrases))
            return (*path, f"{now.part.key}={chosen}")
        tricks = keys_of(item.tricks)
        named = (f"{one.key}={picked(form, one.key, tricks)}" for one in item.samples)
        return (*path, *named)

    def state(self, item: SwayItem, response: Response) -> Swaying:
        return sway(item, response)

    def grade(self, item: SwayItem, response: Response) -> Score:
        return Score(sway(item, response).points, len(item.samples))

    def remarks(self, item: SwayItem, response: Response, *, full: bool) -> Sequence[Remark]:
        return [
            Remark(one.right.told, one.is_right, one.sample.text, one.right.text)
            for one in sway(item, response).namings
        ]

    def examples(self, item: SwayItem) -> Examples:
        return Examples(
            _play(item, right=True), _play(item, right=False), {"stap": ["bestaat-niet"]}
        )

    def solution(self, item: SwayItem) -> Mapping[str, object]:
        return {sample.key: sample.right for sample in item.samples}

    def stored_keys(self, item: SwayItem) -> Iterable[str]:
        """Each phrase of each part, and each trick that a message may be called."""
        kept: list[str] = []
        for part in item.parts:
            kept += [f"{part.key}={phrase.key}" for phrase in part.phrases]
        for sample in item.samples:
            kept += [f"{sample.key}={trick.key}" for trick in item.tricks]
        return kept

    def labels(self, item: SwayItem) -> Iterable[str]:
        return (item.by, item.model)


def _play(item: SwayItem, *, right: bool) -> Form:
    """A message without tricks, and every trick named rightly or wrongly."""
    form = {"stap": [f"{part.key}={PLAIN}" for part in item.parts], "ga": ["ja"]}
    for sample in item.samples:
        others = [trick.key for trick in item.tricks if trick.key != sample.right]
        form[sample.key] = [sample.right if right else others[0]]
    return form
