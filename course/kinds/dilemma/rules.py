"""A dilemma: the response is the path walked so far, as choice keys.

It is finished at an ending, and never marked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from statistics import mean

from course.kinds.choice.item import ChoiceItem
from course.kinds.dilemma.item import DilemmaItem, Ending, Scene
from course.kinds.dilemma.story import first_way, paths, walk
from course.kinds.dilemma.wording import WHAT_NOW
from course.kinds.dilemma.worth import decisions_of
from course.kinds.item import Option
from course.kinds.kind import Advice, Ballot, DecisionPoint, Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    every,
    first,
    keys_of,
    with_key,
)
from course.kinds.pace import Pace
from course.kinds.registry import rules
from course.text.plain import NO_TEXT, Html
from course.text.readability import count_words


@rules
class DilemmaRules(Kind[DilemmaItem]):
    """`pad` holds the path so far, `kies` the next choice; without `kies` the path stands as it is
    (a step back).
    """

    item_class = DilemmaItem
    votable = True

    def given(self, item: DilemmaItem, form: Form) -> Response:
        path = tuple(filter(None, (*every(form, "pad"), first(form, "kies"))))
        try:
            walk(item, path)
        except ValueError:
            raise Refused(Reason.OUT_OF_STEP, "kies") from None
        return path

    def fields(self, item: DilemmaItem, response: Response) -> Form:
        return {"pad": response}

    def remarks(self, item: DilemmaItem, response: Response, *, full: bool) -> Sequence[Remark]:
        scene = walk(item, response).scene
        return [Remark(scene.lesson or scene.text, scene.ending is not None)]

    def settles(self, item: DilemmaItem, response: Response, earlier: int) -> bool:
        return walk(item, response).is_over

    def examples(self, item: DilemmaItem) -> Examples:
        *before, last = first_way(item)
        return Examples(
            {"pad": before, "kies": [last]}, None, {"pad": ["bestaat-niet"], "kies": ["x"]}
        )

    def ways(self, item: DilemmaItem) -> Sequence[Response]:
        return paths(item)

    def solution(self, item: DilemmaItem) -> Mapping[str, object]:
        """Nothing is right, but a path that was walked still leads where it led, and does to the
        meters what it did.
        """
        led: dict[str, object] = {"start": item.scenes[0].key, "meters": item.meters}
        for scene in item.scenes:
            echoes = {echo.after: echo.changes for echo in scene.echoes if echo.changes}
            led[f"scene {scene.key}"] = (scene.ending, echoes)
            for choice in scene.choices:
                led[f"choice {scene.key}.{choice.key}"] = (choice.target, choice.changes)
        return led

    def stored_keys(self, item: DilemmaItem) -> Iterable[str]:
        kept: list[str] = []
        for scene in item.scenes:
            kept += keys_of(scene.choices)
        return kept

    def pace(self, item: DilemmaItem) -> Pace:
        return _way(item, item.scenes[0], {})

    def printed(self, item: DilemmaItem) -> Printed:
        return Printed(item.question)

    def ballot(self, item: DilemmaItem) -> Ballot:
        """The first scene as a choice without a right answer; told in the end is where each choice
        leads.
        """
        scene = item.scenes[0]
        options: list[Option] = []
        told: list[Option] = []
        for choice in scene.choices:
            target = item.scene(choice.target)
            options.append(Option(choice.key, choice.text, NO_TEXT))
            told.append(Option(choice.key, choice.text, target.text))
        asked = ChoiceItem(
            key=item.key,
            question=Html(f"{scene.text}<p>{WHAT_NOW}</p>"),
            label=item.label,
            options=tuple(options),
            right="",
        )
        return Ballot(asked, tuple(told), {"antwoord": frozenset()})

    def suits(self, item: DilemmaItem, sectors: Collection[str]) -> bool:
        return not set(item.sectors).isdisjoint(sectors)

    def expert(self, item: DilemmaItem) -> Html:
        return item.scenes[0].expert

    def came_of(self, item: DilemmaItem, choice: str) -> str:
        target = with_key(item.scenes[0].choices, choice).target
        return item.scene(target).title

    def needs_goal(self, item: DilemmaItem) -> bool:
        return True

    def times_asked(self, item: DilemmaItem, *, studied: bool) -> int:
        """In a story with meters every decision is weighed, so each of its scenes counts."""
        if not item.meters:
            return 0
        weighed = [scene for scene in item.scenes if scene.choices]
        return len(weighed)

    def labels(self, item: DilemmaItem) -> Iterable[str]:
        return (item.title, *(scene.title for scene in item.scenes))

    def modules(self, item: DilemmaItem) -> Iterable[str]:
        return filter(None, [scene.module for scene in item.scenes])

    def endings(self, item: DilemmaItem) -> Sequence[str]:
        endings = [scene.ending for scene in item.scenes]
        return list(filter(None, endings))

    def decisions(self, item: DilemmaItem) -> Sequence[DecisionPoint]:
        return decisions_of(item)

    def advice(self, item: DilemmaItem) -> Iterator[Advice]:
        if not item.meters and Ending.GOOD not in self.endings(item):
            message = "Geen enkele weg loopt goed af. Schrijf een einde met [good]."
            yield Advice("good-ending", message)
        for scene in item.scenes:
            if scene.ending is not None and not scene.lesson:
                message = f"Zeg bij dit einde wat wél werkt: ‘lesson: …’ onder ‘{scene.title}’."
                yield Advice("ending-lesson", message, f"## {scene.key}")
        for scene, key in _untold(item):
            message = f"Vertel in een latere scène wat er van ‘{key}’ komt: ‘after-{key}: …’."
            yield Advice("told-result", message, f"## {scene.key}")
        if not item.meters and not item.scenes[0].expert:
            message = "Laat in de eerste scène zien hoe een ervaren collega denkt: ‘expert: …’."
            yield Advice("expert", message, f"## {item.scenes[0].key}")


def _untold(item: DilemmaItem) -> Iterator[tuple[Scene, str]]:
    """The choices of a story with meters of which no scene tells what came of them: there the next
    scene is the same whatever somebody chose.
    """
    if not item.meters:
        return
    told: set[str] = set()
    for scene in item.scenes:
        told |= {echo.after for echo in scene.echoes if echo.text}
    for scene in item.scenes:
        for choice in scene.choices:
            if choice.key not in told:
                yield scene, choice.key


def _way(story: DilemmaItem, scene: Scene, known: dict[str, Pace]) -> Pace:
    """Words and decisions from this scene to an end, averaged over the choices; each scene once."""
    if scene.key in known:
        return known[scene.key]
    words: float = count_words(scene.text) + count_words(scene.expert) + count_words(scene.lesson)
    decisions: float = 0
    further: list[Pace] = []
    for choice in scene.choices:
        words += count_words(choice.text)
        further.append(_way(story, story.scene(choice.target), known))
    if further:
        words += mean(way.words for way in further)
        decisions = 1 + mean(way.decisions for way in further)
    known[scene.key] = Pace(words, decisions)
    return known[scene.key]
