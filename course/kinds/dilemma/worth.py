"""Which choice of a scene ends best. For authors only: no reader is told, and nothing is marked."""

from __future__ import annotations

from statistics import mean

from course.kinds.dilemma.item import Choice, DilemmaItem, Ending, Scene
from course.kinds.kind import DecisionPoint

_WORTH = {Ending.GOOD: 2, Ending.BETTER: 1, Ending.HARM: 0}


def decisions_of(story: DilemmaItem) -> list[DecisionPoint]:
    """Every scene with choices, and the best of them."""
    points = []
    for scene in story.scenes:
        if scene.choices:
            choices = tuple((choice.key, choice.text) for choice in scene.choices)
            points.append(DecisionPoint(scene.key, choices, _best(story, scene)))
    return points


def _best(story: DilemmaItem, scene: Scene) -> str | None:
    """The choice that is worth most.

    None when two are worth as much: then the reader has to weigh, and nothing gives it away.
    """
    worth = [_worth(story, choice) for choice in scene.choices]
    most = max(worth)
    if worth.count(most) > 1:
        return None
    return scene.choices[worth.index(most)].key


def _worth(story: DilemmaItem, choice: Choice) -> tuple[float, float]:
    """How well the best way after this choice ends, and how well all ways do on average.

    In a story with meters what the choice itself does to all of them together.
    """
    if story.meters:
        return sum(change for _, change in choice.changes), 0
    ends = _ends(story, story.scene(choice.target))
    return max(ends), mean(ends)


def _ends(story: DilemmaItem, scene: Scene) -> list[int]:
    """What the ending of each way from this scene is worth."""
    if scene.ending is not None:
        return [_WORTH[scene.ending]]
    found = []
    for choice in scene.choices:
        found += _ends(story, story.scene(choice.target))
    return found
