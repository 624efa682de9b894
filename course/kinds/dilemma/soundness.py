"""Whether a story can be told: every branch ends, nothing is out of reach, and keys are unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from course.kinds.marking import by_key, keys_of
from course.text.source import Draft

if TYPE_CHECKING:
    from course.kinds.dilemma.item import Scene

Lines = Mapping[str, int]  # scene to the line where it begins
Fault = tuple[str, str, str]  # the rule, the scene, and what is wrong


def is_sound(scenes: Sequence[Scene], lines: Lines, draft: Draft) -> bool:
    """Whether nothing is wrong with these scenes together. Reports all that is."""
    for search in (_doubles, _loose_ends, _unreachable):  # each leans on the one before it
        found = list(search(scenes))
        for rule, scene, message in found:
            draft.error(lines[scene], rule, message)
        if found:
            return False
    return True


def problem(rule: str, scene: str, message: str) -> Fault:
    """What is wrong with a scene, under the name of a rule."""
    return rule, scene, message


def _doubles(scenes: Sequence[Scene]) -> Iterator[Fault]:
    for key, times in sorted(Counter(keys_of(scenes)).items()):
        if times > 1:
            yield problem("scene-key", key, f"Scène ‘{key}’ staat er twee keer.")


def _loose_ends(scenes: Sequence[Scene]) -> Iterator[Fault]:
    targets = set(keys_of(scenes))
    chosen: set[str] = set()
    for scene in scenes:
        yield from _ends(scene)
        for choice in scene.choices:
            if choice.target not in targets:
                text = (
                    f"Keuze ‘{choice.key}’ gaat naar ‘{choice.target}’, maar die scène is er niet."
                )
                yield problem("target", scene.key, text)
            if choice.key in chosen:
                text = f"Keuze ‘{choice.key}’ komt in dit dilemma twee keer voor."
                yield problem("choice-key", scene.key, text)
            chosen.add(choice.key)
    for scene in scenes:
        for echo in scene.echoes:
            if echo.after not in chosen:
                text = f"‘after-{echo.after}’ noemt een keuze die er niet is."
                yield problem("echo", scene.key, text)


def _ends(scene: Scene) -> Iterator[Fault]:
    if scene.ending is None and not scene.choices:
        text = f"Scène ‘{scene.key}’ loopt dood: geef keuzes, of een einde als [good]."
        yield problem("no-ending", scene.key, text)
    if scene.ending is not None and scene.choices:
        text = f"Scène ‘{scene.key}’ is een einde en heeft toch keuzes."
        yield problem("ending-choices", scene.key, text)


def _unreachable(scenes: Sequence[Scene]) -> Iterator[Fault]:
    """Each way that comes back to where it was, and what no way leads to.

    Every scene is looked at once, so a long story takes no longer than its length.
    """
    known = by_key(scenes)
    reached: set[str] = set()
    ahead: list[tuple[str, tuple[str, ...]]] = [(scenes[0].key, ())]  # a scene, and the way to it
    while ahead:
        key, way = ahead.pop()
        if key in way:
            text = " -> ".join((*way, key))
            yield problem("loop", key, f"Wie hier langs komt, kan blijven rondlopen: {text}.")
        elif key not in reached:
            reached.add(key)
            further = reversed(known[key].choices)
            ahead += [(choice.target, (*way, key)) for choice in further]
    for key in sorted(known.keys() - reached):
        yield problem("unreachable", key, f"Geen enkele keuze leidt naar scène ‘{key}’.")
