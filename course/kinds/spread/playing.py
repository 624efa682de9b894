"""Where somebody stands in the share simulator, after these steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from course.kinds.spread.item import Guess, Question, Reaction, Setting, SpreadItem
from course.kinds.spread.rings import Mark, Ring, rings, trend
from course.kinds.spread.simulation import (
    Post,
    Round,
    Totals,
    box,
    is_close,
    spread,
    totals,
)

NOTHING_YET = Totals(0, 0, 0)
STOPS = frozenset({"delete", "report"})
MOST_DOTS = 45  # in the whole picture
MOST_SQUARES = 32  # in one round
SCALES = (1, 5, 10, 25, 50, 100, 500)


class Stage(StrEnum):
    """How far somebody is."""

    CHOOSE = "choose"
    PREDICT = "predict"
    PLAY = "play"
    OVER = "over"


@dataclass(frozen=True)
class Played:
    """One round on the time line, with what was done after it; `deed` is None while that is still
    asked.
    """

    number: int
    round: Round
    deed: Reaction | None


@dataclass(frozen=True)
class Forecast:
    """A prediction beside what comes out when nobody intervenes. Both are numbers of boxes."""

    guess: Guess
    predicted: int
    actual: int

    @property
    def off(self) -> int:
        """How many boxes off."""
        return abs(self.predicted - self.actual)

    @property
    def is_good(self) -> bool:
        """At most one box off."""
        return is_close(self.predicted, self.actual)


@dataclass(frozen=True)
class Spreading:
    """Where the exercise stands.

    `totals` count the rounds played, `untouched` what happens without intervening.
    """

    path: tuple[str, ...]
    stage: Stage
    chosen: tuple[tuple[Question, Setting], ...]
    rounds: tuple[Played, ...] = ()
    totals: Totals = NOTHING_YET
    untouched: Totals = NOTHING_YET
    after_first: Totals = NOTHING_YET
    ending: str = ""  # delete, report, vanished or rounds
    forecasts: tuple[Forecast, ...] = ()
    people_per_dot: int = 1  # the scale of the picture, the same in every round
    copies_per_square: int = 1
    highest: int = 1  # the most viewers in one round when nobody intervenes

    @property
    def over(self) -> bool:
        """Whether the last round was played, or the message stopped."""
        return self.stage is Stage.OVER

    @property
    def gone(self) -> bool:
        """Whether the message itself is off the platform."""
        return self.ending in ("delete", "vanished")

    @property
    def vanished(self) -> bool:
        """Whether it was a message that vanishes by itself."""
        return any(
            question.key == "vanishing" and setting.key == "yes"
            for question, setting in self.chosen
        )

    @property
    def recognised(self) -> bool:
        """Whether somebody can be recognised in it."""
        return any(
            question.key == "sensitive" and setting.key == "yes"
            for question, setting in self.chosen
        )

    @property
    def deleted_after(self) -> int:
        """After which round somebody deleted it; 0 when they did not."""
        return len(self.rounds) if self.ending == "delete" else 0

    @property
    def spared(self) -> int:
        """How many people fewer saw it by what was done here."""
        return self.untouched.seen - self.totals.seen

    @property
    def rings(self) -> tuple[Ring, ...]:
        """The picture: a ring of people for each round."""
        shown = [played.round for played in self.rounds]
        return rings(shown, self.people_per_dot, self.copies_per_square)

    @property
    def trend(self) -> tuple[Mark, ...]:
        """Viewers per round, as a small line under the picture."""
        return trend([played.round for played in self.rounds], self.highest)

    @property
    def saved(self) -> int:
        """How many people fewer see it when it is deleted after the first round."""
        return self.untouched.seen - self.after_first.seen

    @property
    def calm(self) -> bool:
        """Whether the last deed changed nothing on the screen but numbers, so that the pressed
        button keeps focus.
        """
        return self.stage is Stage.PLAY and len(self.rounds) > 1


def play(item: SpreadItem, path: Sequence[str]) -> Spreading:
    """Follow these steps: four settings, two predictions, then a deed after each round.

    Errors: ValueError for a step that does not exist where it is taken, and for a step after the
            end.
    """
    asked = len(item.settings)
    predicted = asked + len(item.guesses)
    chosen = tuple(
        _setting(question, step) for question, step in zip(item.settings, path, strict=False)
    )
    if len(path) < predicted:
        if len(path) not in (0, asked):
            raise ValueError(f"item {item.key}: a step is missing")
        return Spreading(tuple(path), Stage.PREDICT if path else Stage.CHOOSE, chosen)
    return _played(item, tuple(path), chosen)


def _played(
    item: SpreadItem, path: tuple[str, ...], chosen: tuple[tuple[Question, Setting], ...]
) -> Spreading:
    """What happened once everything is chosen and predicted."""
    asked, predicted = len(item.settings), len(item.settings) + len(item.guesses)
    message, model = _message(chosen), item.model
    rounds = spread(message, model)
    untouched = totals(rounds, model)
    deeds = [_deed(item, step) for step in path[predicted:]]
    over = _is_over(deeds, len(rounds))
    shown = rounds[: len(deeds)] if over else rounds[: len(deeds) + 1]
    return Spreading(
        path=path,
        stage=Stage.OVER if over else Stage.PLAY,
        chosen=chosen,
        rounds=_told(shown, deeds),
        totals=totals(shown, model),
        untouched=untouched,
        after_first=totals(rounds[:1], model),
        ending=_ending(deeds[-1], message) if over else "",
        forecasts=_forecasts(item, path[asked:predicted], untouched),
        people_per_dot=_scale(untouched.seen, MOST_DOTS),
        copies_per_square=_scale(max(one.copies for one in rounds), MOST_SQUARES),
        highest=max(one.seen for one in rounds),
    )


def _is_over(deeds: Sequence[Reaction], rounds: int) -> bool:
    """Whether the last deed ends it. ValueError when an earlier one did."""
    ends = [deed.key in STOPS or number == rounds for number, deed in enumerate(deeds, start=1)]
    if True in ends[:-1]:
        raise ValueError(f"it was over after round {ends.index(True) + 1}")
    return bool(ends) and ends[-1]


def _told(rounds: Sequence[Round], deeds: Sequence[Reaction]) -> tuple[Played, ...]:
    """Each round with what was done after it; after the last that may still be asked."""
    pairs = zip(rounds, [*deeds, None], strict=False)
    return tuple(Played(number, one, deed) for number, (one, deed) in enumerate(pairs, start=1))


def _forecasts(item: SpreadItem, steps: Sequence[str], untouched: Totals) -> tuple[Forecast, ...]:
    counted = zip(item.guesses, steps, (untouched.seen, untouched.copies), strict=True)
    return tuple(_forecast(guess, step, actual) for guess, step, actual in counted)


def _scale(number: int, most: int) -> int:
    """How many one mark stands for, so that there are not too many marks."""
    return next((scale for scale in SCALES if number <= scale * most), -(-number // most))


def _message(chosen: Sequence[tuple[Question, Setting]]) -> Post:
    given = {question.key: setting for question, setting in chosen}
    return Post(
        audience=given["audience"].value,
        share=given["tone"].value,
        keep=given["sensitive"].value,
        sensitive=given["sensitive"].key == "yes",
        vanishes=given["vanishing"].key == "yes",
    )


def _ending(last: Reaction, message: Post) -> str:
    if last.key in STOPS:
        return last.key
    return "vanished" if message.vanishes else "rounds"


def _setting(question: Question, step: str) -> tuple[Question, Setting]:
    name, _, key = step.partition("=")
    for setting in question.choices:
        if name == question.key and setting.key == key:
            return question, setting
    raise ValueError(f"no step {step} at {question.key}")


def _forecast(guess: Guess, step: str, actual: int) -> Forecast:
    for number in range(len(guess.bounds) + 1):
        if step == f"{guess.key}={number}":
            return Forecast(guess, number, box(actual, guess.bounds))
    raise ValueError(f"no step {step} at {guess.key}")


def _deed(item: SpreadItem, step: str) -> Reaction:
    for deed in item.deeds:
        if deed.key == step:
            return deed
    raise ValueError(f"item {item.key} has no deed {step}")
