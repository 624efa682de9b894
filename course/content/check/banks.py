"""Rules about the questions of a module together: a pattern that gives the answer away, key items,
doubles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from course.content.check.registry import Flaw, course_rule, module_rule
from course.content.cues import is_longest, single
from course.content.types import Course, Lesson, LessonKind, Module
from course.kinds.marking import by_key, keys_of
from course.kinds.registry import kind_of
from course.text.plain import plain
from course.text.problems import Severity

FEWEST = 6  # questions before a pattern means anything
MOST = 1 / 2  # of the questions; with three options chance gives a third
VARIANTS = 2
_STUDIED = (LessonKind.PAGE, LessonKind.EXERCISE, LessonKind.TEST)


@module_rule("longest-key")
def key_is_longest(module: Module) -> Iterator[Flaw]:
    """In a test bank the right option is not the longest one in more than half of the single-choice
    questions.

    Writers tend to make the right answer complete, and so long. Who picks the longest then passes
    without knowing anything. Counted from six questions on; with three options chance gives a
    third.
    """
    for lesson in module.lessons:
        if lesson.kind is not LessonKind.TEST:
            continue
        asked = by_key(single(lesson.items))
        longest = [key for key, one in asked.items() if is_longest(one.texts, one.right)]
        if shows(len(longest), len(asked)):
            message = (
                f"Bij {len(longest)} van de {len(asked)} vragen is het goede antwoord het "
                f"langst: {', '.join(longest)}."
            )
            yield Flaw(message, lesson=lesson.slug)


def shows(found: int, asked: int, most: float = MOST) -> bool:
    """Whether so many of all that is asked is a pattern."""
    return asked >= FEWEST and found > asked * most


@module_rule("key-place")
def key_in_one_place(module: Module) -> Iterator[Flaw]:
    """Over a module, the right option does not stand in the same place in more than half of the
    questions.

    Options may be shown as written, in print for example. Then a fixed place gives the answer away.
    """
    places: Counter[int] = Counter()
    for lesson in module.lessons:
        for one in by_key(single(lesson.items)).values():
            places[keys_of(one.options).index(one.right) + 1] += 1
    asked = places.total()
    for place, count in places.most_common(1):
        if shows(count, asked):
            yield Flaw(
                f"Bij {count} van de {asked} vragen staat het goede antwoord op plaats {place}."
            )


@module_rule("key-variants")
def key_item_without_variants(module: Module) -> Iterator[Flaw]:
    """A key item has at least two variants for the refreshers.

    A refresher with the very same question trains the answer; another situation trains the rule
    behind it.
    """
    made = Counter(item.variant_of for _, item in module.items)
    for lesson, item in module.items:
        count = made[item.key]
        if item.key_item and count < VARIANTS:
            message = (
                f"Kernvraag ‘{item.key}’ heeft {count} varianten. Schrijf er minstens {VARIANTS}."
            )
            yield Flaw(message, lesson=lesson.slug, item=item.key)


@module_rule("goal-items")
def goal_without_items(module: Module) -> Iterator[Flaw]:
    """Every learning goal of a module is worked on by at least two marked items on its pages,
    exercises and test.

    What is asked once, may be guessed once. Refreshers do not count: they come after the module is
    mastered. In a story with meters every decision is weighed, so each of its scenes counts as an
    item.
    """
    asked = times_asked(module)
    for goal in module.goals:
        if asked[goal.key] < 2:
            yield Flaw(
                f"Leerdoel ‘{goal.key}’ heeft {asked[goal.key]} vragen. Stel er minstens twee.",
                quote=f'"{goal.key}"',
            )


def times_asked(module: Module) -> Counter[str]:
    """How often each learning goal is asked before the module is mastered."""
    asked: Counter[str] = Counter()
    for lesson, item in module.items:
        times = kind_of(item).times_asked(item, studied=lesson.kind in _STUDIED)
        asked[item.goal or ""] += times
    return asked


@module_rule("item-goal")
def item_without_goal(module: Module) -> Iterator[Flaw]:
    """Every marked item and every dilemma names the learning goal it works on; a variant has that
    of its key item.

    An item without a goal either teaches something nobody planned, or hides that a goal is taught.
    """
    for lesson, item in module.items:
        if item.goal or item.variant_of:
            continue
        if kind_of(item).needs_goal(item):
            message = "Zeg bij welk leerdoel dit hoort: ‘goal: …’."
            yield Flaw(message, lesson=lesson.slug, item=item.key)


@course_rule("duplicate-key", Severity.ERROR)
def duplicate_key(course: Course) -> Iterator[Flaw]:
    """An item key is used once in a course, also across modules.

    Reports and trainers call a question by its key. Two questions with one key would be read as
    one.
    """
    seen: dict[str, str] = {}
    for module in course.modules:
        first: dict[str, Lesson] = {}
        for lesson, item in module.items:
            first.setdefault(item.key, lesson)
        for key, lesson in first.items():
            if key in seen:
                message = f"Sleutel ‘{key}’ komt ook voor in module ‘{seen[key]}’."
                yield Flaw(message, lesson=lesson.slug, item=key, module=module.slug)
            seen.setdefault(key, module.slug)


@course_rule("duplicate-question")
def duplicate_question(course: Course) -> Iterator[Flaw]:
    """No two items of a course ask the same in the same words.

    Who meets a question twice remembers the answer, not the reason.
    """
    seen: dict[str, str] = {}
    for module in course.modules:
        for lesson, item in module.items:
            asked = " ".join(plain(item.question).lower().split())
            if asked and asked in seen:
                message = (
                    f"Deze vraag staat er al als ‘{seen[asked]}’. Geef haar een andere situatie."
                )
                yield Flaw(message, lesson=lesson.slug, item=item.key, module=module.slug)
            seen.setdefault(asked, item.key)
