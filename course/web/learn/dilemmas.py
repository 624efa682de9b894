"""A dilemma, one moment per page: the path travels with the form, the server checks it and
remembers it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import abort, render_template, request

from course.kinds.dilemma.item import DilemmaItem, Ending, stories_of
from course.kinds.dilemma.story import (
    METER_MAX,
    Walk,
    choices_for,
    ending_of,
    lowest_meter,
    moments,
    walk,
)
from course.kinds.marking import by_key
from course.store.learning import reading
from course.store.learning.before import longest_ago, played
from course.store.learning.reading import Given
from course.text.plain import NO_TEXT, plain
from course.web.learn.around import sources_of
from course.web.learn.going_on import JUST_DONE, closing
from course.web.learn.items import ItemView
from course.web.learn.learner import OpenLesson, frame, item_stamp
from course.web.learn.lessons import text_blocks
from course.web.learn.pages import DilemmaPage, Meter, PathStep, Story
from course.web.learn.practising import module_link, practice_after, practice_url, practice_views
from course.web.page.formats import signed
from course.web.page.labels import SECTORS
from course.web.page.parts import Milestone, SourceLine

ENDINGS = {
    Ending.GOOD: "Zo loopt het goed af",
    Ending.BETTER: "Het kan beter",
    Ending.HARM: "Er is schade",
}


@dataclass(frozen=True)
class Reached:
    """How far somebody is in the story they opened."""

    stories: list[DilemmaItem]
    given: list[Given]
    item: DilemmaItem
    walked: Walk


def reached(opened: OpenLesson) -> Reached:
    """The story that somebody plays or asks for, and the moment they had reached in it."""
    stories = stories_of(opened.lesson.items)
    place = opened.place
    given = reading.given(place.enrolment_id, place.module, place.lesson)
    item = _story(stories, given, opened)
    paths = {answer.item: answer.response for answer in given}  # the last one of each
    return Reached(stories, given, item, _walk(item, paths.get(item.key, ())))


def render_scene(opened: OpenLesson, error: str = "", replaced: ItemView | None = None) -> str:
    """The moment that somebody had reached in a story, or its start.

    `replaced` is a practice question in error.
    """
    at = reached(opened)
    item, walked = at.item, at.walked
    ending, ending_words = _ending(item, walked)
    practice = practice_after(opened, walked)
    title, intro, warning = walked.scene.title, [], NO_TEXT
    if not walked.steps:
        title, intro, warning = item.title, text_blocks(opened), item.warning
    shown = frame(opened, title=title)
    # within a story the way out is never the filled button, also for who played one before
    shown = replace(shown, following_first=shown.following_first and walked.is_over)
    reader = str(opened.place.enrolment_id)
    colleague_on, colleague = walked.colleague
    page = DilemmaPage(
        frame=shown,
        intro=intro,
        key=item.key,
        submission=item_stamp(opened.place, item.key, opened.url),
        kicker=_kicker(item, walked),
        title=shown.title,
        text=walked.scene.text,
        echoes=list(walked.echoes),
        colleague_on=colleague_on,
        colleague=colleague,
        warning=warning,
        instead=item.instead,
        choices=[(choice.key, choice.text) for choice in choices_for(item, walked.scene, reader)],
        path=[step.choice.key for step in walked.steps],
        ending=ending,
        ending_words=ending_words,
        lesson=walked.scene.lesson,
        steps=list(_steps(opened, at)),
        meters=[Meter(name, value) for name, value in walked.meters],
        meter_words=_meter_words(item, walked),
        practice=practice_views(practice, opened.url, replaced) if practice else [],
        practice_url=f"{practice_url(opened.url)}?verhaal={item.key}",
        practice_from=practice.module if practice else None,
        stories=_stories(opened, at),
        sources=_sources(opened, at),
        moment=_moment(opened, walked),
        error=error,
    )
    return render_template("learn/dilemma.html", page=page)


def _moment(opened: OpenLesson, walked: Walk) -> Milestone | None:
    """What is said when the module is done with the end of this story; nothing before that."""
    if not walked.is_over:
        return None
    return closing(opened, just_done=JUST_DONE in request.args)


def _ending(item: DilemmaItem, walked: Walk) -> tuple[str, str]:
    """How it ended, as a word for the styles and in words; both empty before that."""
    ending = ending_of(item, walked)
    if ending is None:
        return "", ""
    return ending.value, ENDINGS[ending]


def _steps(opened: OpenLesson, at: Reached) -> Iterator[PathStep]:
    """Each choice that was made, with the way back to it."""
    reader = str(opened.place.enrolment_id)
    back: list[str] = []
    for step in at.walked.steps:
        changes = [f"{name} {signed(change)}" for name, change in step.changes if change]
        yield PathStep(
            title=step.scene.title,
            choice=step.choice.text,
            back=list(back),
            place=choices_for(at.item, step.scene, reader).index(step.choice),
            choices=len(step.scene.choices),
            changes=", ".join(changes),
            module=module_link(opened, step.scene.module),
        )
        back.append(step.choice.key)


def _stories(opened: OpenLesson, at: Reached) -> list[Story]:
    """Every story there is to choose from."""
    played = {answer.item for answer in at.given if answer.settled}
    titles = Counter(story.title for story in at.stories)
    told = []
    for story in at.stories:
        title = story.title
        if titles[title] > 1:
            title = _title_apart(story)
        url = f"{opened.url}?verhaal={story.key}"
        told.append(Story(title, url, story.key == at.item.key, story.key in played))
    return told


def _title_apart(story: DilemmaItem) -> str:
    """A story that is told for each kind of school under one title."""
    schools = ", ".join(SECTORS[sector].lower() for sector in story.sectors)
    return f"{story.title} ({schools})"


def _sources(opened: OpenLesson, at: Reached) -> list[SourceLine]:
    """What the story rests on; it is told at the end."""
    if not at.walked.is_over:
        return []
    facts = dict.fromkeys((*at.item.facts, *opened.lesson.facts))
    return sources_of(opened.learner.course, tuple(facts))


def _story(stories: list[DilemmaItem], given: list[Given], opened: OpenLesson) -> DilemmaItem:
    """The story asked for, else the one being played, else the one to begin with."""
    asked = request.values.get("verhaal") or request.form.get("vraag")
    known = by_key(stories)
    if asked:
        if asked not in known:
            abort(404)
        return known[asked]
    if given:
        return known.get(given[-1].item, stories[0])
    return _to_begin_with(stories, opened)


def _to_begin_with(stories: list[DilemmaItem], opened: OpenLesson) -> DilemmaItem:
    """The first story that fits the reader's kind of school; in a renewal the one that is new to
    them.
    """
    learner, module = opened.learner, opened.place.module
    fitting = [story for story in stories if set(story.sectors) & learner.reader.sectors]
    if not fitting:
        return stories[0]
    if learner.reader.only is None:
        return fitting[0]
    known = played(learner.actor.id, learner.course.slug)
    return min(fitting, key=lambda story: longest_ago((module, story.key), known))


def _walk(item: DilemmaItem, path: tuple[str, ...]) -> Walk:
    """The walk so far; from the start when the path belongs to another release."""
    try:
        return walk(item, path)
    except ValueError:
        return walk(item, ())


def _kicker(item: DilemmaItem, walked: Walk) -> str:
    if walked.is_over:
        return "Dilemma · het einde"
    fewest, most = moments(item)
    number = len(walked.steps) + 1
    if fewest == most:
        return f"Dilemma · moment {number} van {most}"
    return f"Dilemma · moment {number} van ongeveer {most}"


def _meter_words(item: DilemmaItem, walked: Walk) -> str:
    """Which meter ended lowest, and which decision did most of that; nothing before the end."""
    lowest = lowest_meter(walked)
    if not walked.is_over or lowest is None:
        return ""
    (name, step), values = lowest, dict(walked.meters)
    stands = "staat het laagst"
    if values[name] < METER_MAX // 2:
        stands = "is laag"
    words = f"Uw {name}-meter {stands}: {values[name]} van de {METER_MAX}."
    if step is None or values[name] >= dict(item.meters)[name]:
        return words
    return (
        f"{words} Het kwam vooral door uw keuze bij ‘{step.scene.title}’: {plain(step.choice.text)}"
    )
