"""Where a path through a story leads, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.kinds.dilemma.item import Change, Choice, DilemmaItem, Ending, Scene
from course.kinds.marking import keys_of, with_key
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
        title, told = "", NO_TEXT
        for step in self.steps[-1:]:
            title, told = step.scene.title, step.scene.expert
        return title, told


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
        choice = _choice(scene, key)
        changes = _sum(
            choice.changes, *(echo.changes for echo in scene.echoes if echo.after in made)
        )
        for name, change in changes:
            meters[name] = min(METER_MAX, max(0, meters[name] + change))
        steps.append(Step(scene, choice, changes))
        made.add(key)
        scene = item.scene(choice.target)
    echoes = tuple(echo.text for echo in scene.echoes if echo.after in made and echo.text)
    return Walk(scene, tuple(steps), tuple(meters.items()), echoes)


def choices_for(item: DilemmaItem, scene: Scene, reader: str) -> list[Choice]:
    """The choices of a scene in the order in which this reader meets them, always the same.

    Authors tend to put the best one at one place; kept are keys, so the order decides nothing.
    """
    seed = f"{reader} {item.key} {scene.key}"
    return sorted(scene.choices, key=lambda choice: rank(seed, choice.key))


def _choice(scene: Scene, key: str) -> Choice:
    if key not in keys_of(scene.choices):
        raise ValueError(f"no choice {key} in scene {scene.key}")
    return with_key(scene.choices, key)


def lowest_meter(walked: Walk) -> tuple[str, Step | None] | None:
    """The meter that ended lowest, and the step that lowered it most.

    None for a story without meters.
    """
    if not walked.meters:
        return None
    name = min(walked.meters, key=lambda meter: meter[1])[0]
    falls = [(dict(step.changes).get(name, 0), number) for number, step in enumerate(walked.steps)]
    # of two that cost as much the first, as what follows comes from it
    most, number = min(falls, default=(0, 0))
    return name, walked.steps[number] if most < 0 else None


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
    return Ending.GOOD if all(now[name] >= start[name] for name in now) else Ending.BETTER


def costliest(walked: Walk) -> Step | None:
    """The decision to practise again: what lowered the lowest meter most, else what brought the
    least in all.

    None for a story without meters, or without a step.
    """
    lowest = lowest_meter(walked)
    if lowest is None or not walked.steps:
        return None
    return lowest[1] or min(
        walked.steps, key=lambda step: sum(change for _, change in step.changes)
    )


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


def _sum(*groups: tuple[Change, ...]) -> tuple[Change, ...]:
    total: dict[str, int] = {}
    for group in groups:
        for name, change in group:
            total[name] = total.get(name, 0) + change
    return tuple(total.items())
