"""A message that spreads: the response is every step so far; it ends after the last round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import ClassVar

from course.kinds.kind import Kind, Printed
from course.kinds.marking import Examples, Form, NotGradable, Reason, Remark, Response, every, first
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.kinds.spread.item import SpreadItem
from course.kinds.spread.playing import Spreading, Stage, play


@rules
class SpreadRules(Kind[SpreadItem]):
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
        "network__gone": 'fill="#F1EDE4" stroke="#6E7783" stroke-width="2"',
    }

    def read(self, item: SpreadItem, form: Form) -> Response | NotGradable:
        if first(form, "opnieuw"):
            return ()
        path = every(form, "stap")
        try:
            now = play(item, path)
        except ValueError:
            return NotGradable(Reason.OUT_OF_STEP, "stap")
        if now.stage is Stage.CHOOSE:
            return _answers(_settings(item), path, form)
        if now.stage is Stage.PREDICT and first(form, "ga"):
            return _answers(_boxes(item), path, form)
        deed = first(form, "kies") if now.stage is Stage.PLAY else ""
        return _with_deed(item, path, deed) if deed else path

    def fields(self, item: SpreadItem, response: Response) -> Form:  # noqa: ARG002
        return {"stap": response} if response else {"opnieuw": ["ja"]}

    def state(self, item: SpreadItem, response: Response) -> Spreading:
        return play(item, response)

    def settles(self, item: SpreadItem, response: Response, earlier: int) -> bool:  # noqa: ARG002
        return play(item, response).stage is Stage.OVER

    def remarks(self, item: SpreadItem, response: Response, *, full: bool) -> Sequence[Remark]:  # noqa: ARG002
        now = play(item, response)
        return [Remark(one.deed.told, True, one.deed.text) for one in now.rounds if one.deed]

    def examples(self, item: SpreadItem) -> Examples:
        settings = [f"{question.key}={question.choices[0].key}" for question in item.settings]
        path = [*settings, *(f"{guess.key}=0" for guess in item.guesses)]
        return Examples({"stap": path, "kies": ["delete"]}, None, {"stap": ["bestaat-niet"]})

    def solution(self, item: SpreadItem) -> Mapping[str, object]:
        """What the model counts with, and the boxes: so good was a prediction."""
        counted: dict[str, object] = {"model": (item.forwards, item.damping, item.found_later)}
        counted |= {f"boxes {guess.key}": guess.bounds for guess in item.guesses}
        for question in item.settings:
            counted |= {f"{question.key}={one.key}": one.value for one in question.choices}
        return counted

    def stored_keys(self, item: SpreadItem) -> Iterable[str]:
        settings = chain.from_iterable(_pairs(name, keys) for name, keys in _settings(item).items())
        return chain(
            settings, (guess.key for guess in item.guesses), (deed.key for deed in item.deeds)
        )

    def pace(self, item: SpreadItem) -> Pace | None:  # noqa: ARG002
        return None  # what people do in a simulation does not show in its words

    def printed(self, item: SpreadItem) -> Printed:
        return Printed(item.question)

    def labels(self, item: SpreadItem) -> Iterable[str]:
        return (item.disclaimer,)

    def pictured(self, item: SpreadItem, response: Response) -> Spreading | None:
        """How it spread; nothing before the end."""
        now = play(item, response)
        return now if now.stage is Stage.OVER else None


def _with_deed(item: SpreadItem, path: Response, deed: str) -> Response | NotGradable:
    known = deed in {one.key for one in item.deeds}
    return (*path, deed) if known else NotGradable(Reason.UNKNOWN, "kies")


def _pairs(name: str, keys: Iterable[str]) -> list[str]:
    return [f"{name}={key}" for key in keys]


def _settings(item: SpreadItem) -> dict[str, set[str]]:
    """What may be chosen for each question about the message."""
    return {
        question.key: {setting.key for setting in question.choices} for question in item.settings
    }


def _boxes(item: SpreadItem) -> dict[str, set[str]]:
    """The boxes of each prediction, by their number."""
    return {
        guess.key: {str(number) for number in range(len(guess.bounds) + 1)}
        for guess in item.guesses
    }


def _answers(known: Mapping[str, set[str]], path: Response, form: Form) -> Response | NotGradable:
    """The answers of a form that asks several questions at once."""
    given: list[str] = []
    for name, keys in known.items():
        value = first(form, name)
        if not value:
            return NotGradable(Reason.NOTHING_CHOSEN, name)
        if value not in keys:
            return NotGradable(Reason.UNKNOWN, name)
        given.append(f"{name}={value}")
    return (*path, *given)
