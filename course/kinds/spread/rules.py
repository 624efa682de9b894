"""A message that spreads: the response is every step so far; it ends after the last round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from course.kinds.marking import (
    Examples,
    Form,
    Remark,
    Response,
    first,
    kept_as,
    keys_of,
    picked,
)
from course.kinds.registry import rules
from course.kinds.spread.item import SpreadItem
from course.kinds.spread.playing import Spreading, Stage, play
from course.kinds.steps import StepsKind


@rules
class SpreadRules(StepsKind[SpreadItem, Spreading]):
    """`stap` holds every step so far, `kies` a deed; `ga` says that a form with choices was sent.

    `opnieuw` starts again. Steps alone leave it where it stands.
    """

    item_class = SpreadItem
    picture = "picture.svg"
    paint: ClassVar[Mapping[str, str]] = {  # a file stands alone: the light colours of tokens.css
        "network__round": "",
        "network__line": 'stroke="#6E7783" stroke-width="1"',
        "network__seen": 'fill="#0B5A63"',
        "network__copy": 'fill="#C65A11" stroke="#1C2530" stroke-width="1.5"',
        "network__you": 'fill="#F4B740" stroke="#1C2530" stroke-width="2"',
        "network__was": 'fill="#6E7783"',
        "network__trend": 'fill="none" stroke="#0B5A63" stroke-width="2"',
        "network__point": 'fill="#0B5A63"',
        "network__number": 'font-size="12" fill="#1C2530"',
        "network__gone": 'fill="#F1EDE4" stroke="#6E7783" stroke-width="2"',
    }

    def further(self, item: SpreadItem, now: Spreading, path: Response, form: Form) -> Response:
        deed = first(form, "kies")
        if now.stage is Stage.CHOOSE:
            return (*path, *_answers(_settings(item), form))
        if now.stage is Stage.PREDICT and first(form, "ga"):
            return (*path, *_answers(_boxes(item), form))
        if now.stage is Stage.PLAY and deed:
            return (*path, picked(form, "kies", keys_of(item.deeds)))
        return path

    def state(self, item: SpreadItem, response: Response) -> Spreading:
        return play(item, response)

    def remarks(self, item: SpreadItem, response: Response, *, full: bool) -> Sequence[Remark]:
        said = []
        for one in play(item, response).rounds:
            if one.deed:
                said.append(Remark(one.deed.told, True, one.deed.text))
        return said

    def examples(self, item: SpreadItem) -> Examples:
        path: list[str] = []
        for name, keys in (_settings(item) | _boxes(item)).items():
            path += kept_as(name, keys[:1])
        return Examples({"stap": path, "kies": ["delete"]}, None, {"stap": ["bestaat-niet"]})

    def solution(self, item: SpreadItem) -> Mapping[str, object]:
        """What the model counts with, and the boxes: so good was a prediction."""
        counted: dict[str, object] = {"model": (item.forwards, item.damping, item.found_later)}
        for guess in item.guesses:
            counted[f"boxes {guess.key}"] = guess.bounds
        for question in item.settings:
            for setting in question.choices:
                counted[f"{question.key}={setting.key}"] = setting.value
        return counted

    def stored_keys(self, item: SpreadItem) -> Iterable[str]:
        kept: list[str] = []
        for name, keys in _settings(item).items():
            kept += kept_as(name, keys)
        return (*kept, *keys_of(item.guesses), *keys_of(item.deeds))

    def labels(self, item: SpreadItem) -> Iterable[str]:
        return (item.disclaimer,)

    def pictured(self, item: SpreadItem, response: Response) -> Spreading | None:
        """How it spread; nothing before the end."""
        now = play(item, response)
        if not now.over:
            return None
        return now


def _settings(item: SpreadItem) -> dict[str, tuple[str, ...]]:
    """What may be chosen for each question about the message."""
    return {question.key: keys_of(question.choices) for question in item.settings}


def _boxes(item: SpreadItem) -> dict[str, tuple[str, ...]]:
    """The boxes of each prediction, by their number."""
    return {guess.key: guess.boxes for guess in item.guesses}


def _answers(known: Mapping[str, Sequence[str]], form: Form) -> list[str]:
    """The answers of a form that asks several questions at once."""
    answers = []
    for name, keys in known.items():
        answers.append(f"{name}={picked(form, name, keys)}")
    return answers
