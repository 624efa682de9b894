"""How long a module takes: what a learner reads at a stated speed, and a moment for every decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import mean

from course.content.check.pages import most_words
from course.content.check.passages import answers_of
from course.content.check.registry import Finding, module_rule
from course.content.types import Lesson, LessonKind, Module
from course.kinds.best_worst.item import BestWorstItem
from course.kinds.cards.item import CardsItem, FacetCard
from course.kinds.categorise.item import CategoriseItem
from course.kinds.choice.item import ChoiceItem
from course.kinds.cloze.item import ClozeItem
from course.kinds.dilemma.item import DilemmaItem, Scene
from course.kinds.item import Audience, Item, Option
from course.kinds.match.item import MatchItem
from course.kinds.multiple.item import MultipleItem
from course.kinds.number.item import NumberItem
from course.kinds.opener.item import OpenerItem
from course.kinds.order.item import OrderItem
from course.kinds.plan.item import PlanItem
from course.kinds.reflection.item import ReflectionItem
from course.kinds.sorting import Card
from course.text.plain import Html
from course.text.readability import segments, words

# M. Brysbaert, L. Sui, N. Dirix and W. Duyck (2021), Improving reading rate prediction with word length information:
# evidence from Dutch. Quarterly Journal of Experimental Psychology. Silent reading of Dutch non-fiction by adults.
WORDS_PER_MINUTE = 238
# To choose one thing after reading it. Our own assumption, on the low side: nobody should meet a module that says
# it is shorter than it can be.
SECONDS_PER_DECISION = 4
_COUNTED = (
    *(BestWorstItem, CardsItem, CategoriseItem, ChoiceItem, ClozeItem, DilemmaItem, MatchItem, MultipleItem),
    *(NumberItem, OpenerItem, OrderItem, PlanItem, ReflectionItem),
)
_LATER = (LessonKind.SHEET, LessonKind.REFRESHER)


@module_rule("module-minutes")
def module_takes_longer(module: Module) -> Iterator[Finding]:
    """A module takes no longer than the minutes it promises.

    Counted: what a teacher reads on the way through (pages, one dilemma, one sitting of the test) at 238 words a
    minute, and 4 seconds for each decision. Of the options one reads all, of the feedback only that of one's choice.
    A simulation takes what its lesson says.
    Who promises ten minutes and takes fifteen, loses people halfway.
    """
    estimate = minutes_of(module)
    if round(estimate) > module.minutes:
        message = (
            f"Deze module duurt ongeveer {round(estimate)} minuten, en belooft er {module.minutes}. "
            "Kort in, of beloof meer."
        )
        yield Finding(message, quote="minutes =")


def minutes_of(module: Module) -> float:
    """What the module takes a teacher who does everything once, without what is optional."""
    lessons = [lesson for lesson in module.lessons if lesson.kind not in _LATER]
    return sum(
        lesson_minutes(lesson) for lesson in lessons if not lesson.audiences or Audience.TEACHING in lesson.audiences
    )


def lesson_minutes(lesson: Lesson) -> float:
    """What one lesson takes: its running text, and its items. Of a test one sitting, of dilemmas an average one.

    What people do in a simulation does not show in its words; then the author's own estimate counts.
    """
    if not all(isinstance(item, _COUNTED) for item in lesson.items):
        return lesson.minutes
    each = [_item_minutes(item) for item in lesson.items if item.compulsory]
    if each and lesson.kind is LessonKind.TEST:
        each = [mean(each)] * min(lesson.draw, len(each))
    elif each and lesson.kind is LessonKind.DILEMMA:
        each = [mean(each)]
    return most_words(lesson) / WORDS_PER_MINUTE + sum(each)


def _item_minutes(item: Item) -> float:
    if isinstance(item, DilemmaItem):
        read, decisions = _walk(item, item.scenes[0])
    else:
        read, decisions = _read(item), _decisions(item)
    return read / WORDS_PER_MINUTE + decisions * SECONDS_PER_DECISION / 60


def _read(item: Item) -> float:
    """The words a learner reads in an item when the first answer is right, so without the hint."""
    always = _count(item.question) + _count(getattr(item, "after", Html("")))
    match item:
        case ChoiceItem():
            return always + _options(item.options, 1)
        case BestWorstItem():
            return always + _options(item.options, 2)
        case ClozeItem():
            return always + sum(_options(gap.options, 1) for gap in item.gaps)
        case MatchItem() | CategoriseItem():
            own = (_options(card.conditions, 1) for card in item.cards)
            return always + _cards(item.cards) + sum(own)
        case CardsItem():
            return always + _cards(item.cards) + sum(_options(card.own, 1) for card in item.cards)
        case NumberItem():
            return always + _count(item.right)
    return always + sum(_count(answer.text) + _count(answer.feedback) for answer in answers_of(item))


def _options(options: Iterable[Option], chosen: int) -> float:
    """All options, and the feedback of as many as are chosen; of an average one, as we cannot know which."""
    listed = tuple(options)
    if not listed:
        return 0
    return sum(_count(option.text) for option in listed) + chosen * mean(_count(option.feedback) for option in listed)


def _cards(cards: Iterable[Card | FacetCard]) -> int:
    return sum(_count(card.text) + _count(card.feedback) for card in cards)


def _decisions(item: Item) -> int:
    match item:
        case ChoiceItem():
            return 1
        case BestWorstItem():
            return 2
        case ClozeItem():
            return len(item.gaps)
        case CardsItem():
            return sum(len(card.answers) + bool(card.own) for card in item.cards)
        case MatchItem() | CategoriseItem():
            return sum(1 + bool(card.conditions) for card in item.cards)
    return max(1, len(answers_of(item)))


def _walk(story: DilemmaItem, scene: Scene) -> tuple[float, float]:
    """Words and decisions from this scene to an end, averaged over the choices."""
    words_here = sum(_count(html) for html in (scene.text, scene.expert, scene.lesson))
    words_here += sum(_count(choice.text) for choice in scene.choices)
    if not scene.choices:
        return words_here, 0
    further = [_walk(story, story.scene(choice.target)) for choice in scene.choices]
    return words_here + mean(read for read, _ in further), 1 + mean(decisions for _, decisions in further)


def _count(html: Html) -> int:
    return sum(len(words(segment)) for segment in segments(html))
