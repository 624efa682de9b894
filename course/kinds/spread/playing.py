"""Where somebody stands in the share simulator, after these steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, starmap

from course.kinds.marking import by_key, chosen_by
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
        return self._says_yes("vanishing")

    @property
    def recognised(self) -> bool:
        """Whether somebody can be recognised in it."""
        return self._says_yes("sensitive")

    def _says_yes(self, asked: str) -> bool:
        answers = {question.key: setting.key for question, setting in self.chosen}
        return answers.get(asked) == "yes"

    @property
    def deleted_after(self) -> int:
        """After which round somebody deleted it; 0 when they did not."""
        return len(self.rounds) * (self.ending == "delete")

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
    chosen = []
    for question, step in zip(item.settings, path, strict=False):
        chosen.append((question, chosen_by(step, question, question.choices)))
    if not path:
        return Spreading((), Stage.CHOOSE, ())
    if len(path) == asked:
        return Spreading(tuple(path), Stage.PREDICT, tuple(chosen))
    if len(path) < predicted:
        raise ValueError(f"item {item.key}: a step is missing")
    return _played(item, tuple(path), tuple(chosen))


def _played(
    item: SpreadItem, path: tuple[str, ...], chosen: tuple[tuple[Question, Setting], ...]
) -> Spreading:
    """What happened once everything is chosen and predicted."""
    asked, predicted = len(item.settings), len(item.settings) + len(item.guesses)
    message, model = _message(chosen), item.model
    rounds = spread(message, model)
    untouched = totals(rounds, model)
    deeds = [_deed(item, step) for step in path[predicted:]]
    stage, ending, shown = Stage.PLAY, "", rounds[: len(deeds) + 1]
    if _is_over(deeds, len(rounds)):
        stage, ending, shown = Stage.OVER, _ending(deeds[-1], message), rounds[: len(deeds)]
    return Spreading(
        path=path,
        stage=stage,
        chosen=chosen,
        rounds=_told(shown, deeds),
        totals=totals(shown, model),
        untouched=untouched,
        after_first=totals(rounds[:1], model),
        ending=ending,
        forecasts=_forecasts(item, path[asked:predicted], untouched),
        people_per_dot=_scale(untouched.seen, MOST_DOTS),
        copies_per_square=_scale(max(one.copies for one in rounds), MOST_SQUARES),
        highest=max(one.seen for one in rounds),
    )


def _is_over(deeds: Sequence[Reaction], rounds: int) -> bool:
    """Whether the last deed ends it. ValueError when an earlier one did."""
    for number, deed in enumerate(deeds, start=1):
        if deed.key in STOPS or number == rounds:
            if number < len(deeds):
                raise ValueError(f"it was over after round {number}")
            return True
    return False


def _told(rounds: Sequence[Round], deeds: Sequence[Reaction]) -> tuple[Played, ...]:
    """Each round with what was done after it; after the last that may still be asked."""
    numbered = zip(count(1), rounds, [*deeds, None], strict=False)
    return tuple(starmap(Played, numbered))


def _forecasts(item: SpreadItem, steps: Sequence[str], untouched: Totals) -> tuple[Forecast, ...]:
    counted = zip(item.guesses, steps, (untouched.seen, untouched.copies), strict=True)
    return tuple(starmap(_forecast, counted))


def _scale(number: int, most: int) -> int:
    """How many one mark stands for, so that there are not too many marks."""
    for scale in SCALES:
        if number <= scale * most:
            return scale
    return -(-number // most)


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
    if message.vanishes:
        return "vanished"
    return "rounds"


def _forecast(guess: Guess, step: str, actual: int) -> Forecast:
    name, _, number = step.partition("=")
    if name != guess.key or number not in guess.boxes:
        raise ValueError(f"no step {step} at {guess.key}")
    return Forecast(guess, int(number), box(actual, guess.bounds))


def _deed(item: SpreadItem, step: str) -> Reaction:
    deeds = by_key(item.deeds)
    if step not in deeds:
        raise ValueError(f"item {item.key} has no deed {step}")
    return deeds[step]
