"""Be the manipulator. The response is every step: `feeling=anger`, `expert=plain`, `dilemma=split`,
then `t1=expert` for each message whose trick was named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    Score,
    first,
    kept_as,
    keys_of,
    picked,
)
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
        steps = list(path)
        for sample in item.samples:
            trick = picked(form, sample.key, keys_of(item.tricks))
            steps.append(f"{sample.key}={trick}")
        return tuple(steps)

    def state(self, item: SwayItem, response: Response) -> Swaying:
        return sway(item, response)

    def grade(self, item: SwayItem, response: Response) -> Score:
        return Score(sway(item, response).points, len(item.samples))

    def remarks(self, item: SwayItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said = []
        for one in sway(item, response).namings:
            said.append(Remark(one.right.told, one.is_right, one.sample.text, one.right.text))
        return said

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
            kept += kept_as(part.key, keys_of(part.phrases))
        for sample in item.samples:
            kept += kept_as(sample.key, keys_of(item.tricks))
        return kept

    def labels(self, item: SwayItem) -> Iterable[str]:
        return (item.by, item.model)


def _play(item: SwayItem, *, right: bool) -> Form:
    """A message without tricks, and every trick named rightly or wrongly."""
    form = {"stap": [f"{part.key}={PLAIN}" for part in item.parts], "ga": ["ja"]}
    for sample in item.samples:
        form[sample.key] = [sample.right]
        if not right:
            others = [key for key in keys_of(item.tricks) if key != sample.right]
            form[sample.key] = others[:1]
    return form
