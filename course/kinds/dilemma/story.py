"""Where a path through a story leads, and how it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from course.kinds.dilemma.item import Change, Choice, DilemmaItem, Echo, Ending, Scene
from course.kinds.marking import by_key
from course.text.mixing import rank
from course.text.plain import NO_TEXT, Html

METER_MAX = 10


@dataclass(frozen=True)
class Step:
    """One choice made: where, what, and what it did to the meters."""

    scene: Scene
    choice: Choice
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Walk:
    """Where a path leads. `echoes` are the texts that earlier choices add to this scene."""

    scene: Scene
    steps: tuple[Step, ...]
    meters: tuple[Change, ...]
    echoes: tuple[Html, ...]

    @property
    def is_over(self) -> bool:
        """True at an ending."""
        return self.scene.ending is not None

    @property
    def colleague(self) -> tuple[str, Html]:
        """What an experienced colleague thinks about the choice that was just made, after the title
        of its scene. Nothing before the first choice: it would make the choice for the reader.
        """
        if not self.steps:
            return "", NO_TEXT
        scene = self.steps[-1].scene
        return scene.title, scene.expert


def walk(item: DilemmaItem, path: Sequence[str]) -> Walk:
    """Follow a path from the first scene.

    Units:  meters from 0 to 10; each change is added and then kept within those bounds, so order
            matters.
    Errors: ValueError when a choice does not exist in the scene where it is made.
    """
    scene = item.scenes[0]
    meters = dict(item.meters)
    steps: list[Step] = []
    made: set[str] = set()
    for key in path:
        choices = by_key(scene.choices)
        if key not in choices:
            raise ValueError(f"no choice {key} in scene {scene.key}")
        choice = choices[key]
        changes = _changes(choice, _heard(scene, made))
        for name, change in changes:
            meters[name] = min(METER_MAX, max(0, meters[name] + change))
        steps.append(Step(scene, choice, changes))
        made.add(key)
        scene = item.scene(choice.target)
    echoes = filter(None, [echo.text for echo in _heard(scene, made)])
    return Walk(scene, tuple(steps), tuple(meters.items()), tuple(echoes))


def _heard(scene: Scene, made: set[str]) -> list[Echo]:
    """What earlier choices bring about in a scene."""
    return [echo for echo in scene.echoes if echo.after in made]


def _changes(choice: Choice, heard: Iterable[Echo]) -> tuple[Change, ...]:
    """What a choice does to the meters, together with what works through from earlier ones."""
    total: Counter[str] = Counter()
    sources: list[Choice | Echo] = [choice, *heard]
    for source in sources:
        for name, change in source.changes:
            total[name] += change
    return tuple(total.items())


def choices_for(item: DilemmaItem, scene: Scene, reader: str) -> list[Choice]:
    """The choices of a scene in the order in which this reader meets them, always the same.

    Authors tend to put the best one at one place; kept are keys, so the order decides nothing.
    """
    seed = f"{reader} {item.key} {scene.key}"
    return sorted(scene.choices, key=lambda choice: rank(seed, choice.key))


def lowest_meter(walked: Walk) -> tuple[str, Step | None] | None:
    """The meter that ended lowest, and the step that lowered it most.

    None for a story without meters.
    """
    if not walked.meters:
        return None
    left = dict(walked.meters)
    name = min(left, key=left.__getitem__)
    fall = 0
    costliest = None
    for step in walked.steps:
        change = dict(step.changes).get(name, 0)
        if change < fall:  # of two that cost as much the first, as what follows comes from it
            fall, costliest = change, step
    return name, costliest


def ending_of(item: DilemmaItem, walked: Walk) -> Ending | None:
    """How a story ended; None while it goes on.

    A story with meters ends as they stand: harm when one is empty, good when none is lower than at
    the start.
    """
    if walked.scene.ending is None or not item.meters:
        return walked.scene.ending
    now, start = dict(walked.meters), dict(item.meters)
    if 0 in now.values():
        return Ending.HARM
    if any(now[name] < start[name] for name in now):
        return Ending.BETTER
    return Ending.GOOD


def costliest(walked: Walk) -> Step | None:
    """The decision to practise again: what lowered the lowest meter most, else what brought the
    least in all.

    None for a story without meters, or without a step.
    """
    lowest = lowest_meter(walked)
    if lowest is None or not walked.steps:
        return None
    _, step = lowest
    if step is not None:
        return step
    brought = [sum(dict(step.changes).values()) for step in walked.steps]
    return walked.steps[brought.index(min(brought))]


def moments(item: DilemmaItem) -> tuple[int, int]:
    """How many choices the shortest and the longest way through a story take."""
    known: dict[str, tuple[int, int]] = {}

    def from_scene(scene: Scene) -> tuple[int, int]:
        if not scene.choices:
            return 0, 0
        if scene.key not in known:
            after = [from_scene(item.scene(choice.target)) for choice in scene.choices]
            shortest, longest = zip(*after, strict=True)
            known[scene.key] = 1 + min(shortest), 1 + max(longest)
        return known[scene.key]

    return from_scene(item.scenes[0])


def first_way(item: DilemmaItem) -> tuple[str, ...]:
    """The path of who always takes the first choice."""
    scene, path = item.scenes[0], list[str]()
    while scene.choices:
        path.append(scene.choices[0].key)
        scene = item.scene(scene.choices[0].target)
    return tuple(path)


def paths(item: DilemmaItem) -> list[tuple[str, ...]]:
    """Every path from the start to an ending."""
    found: list[tuple[str, ...]] = []

    def follow(scene: Scene, path: tuple[str, ...]) -> None:
        if scene.ending is not None:
            found.append(path)
        for choice in scene.choices:
            follow(item.scene(choice.target), (*path, choice.key))

    follow(item.scenes[0], ())
    return found
