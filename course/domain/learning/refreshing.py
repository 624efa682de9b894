"""What a refresher asks: a few rules that are due in other words, one story, in ninety seconds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from course.domain.learning.ladder import Origin, RuleKey, RuleState
from course.text.mixing import rank

LEAST, MOST = 3, 5  # questions, the story counted as one
SECONDS = 90  # from mail to done
PLAN = 6  # of them, to read the own plan that closes it
RULES_FIRST = 2  # before the story
OFTEN = 5  # rules of which most people are wrong, at most
FEWEST_PEOPLE = 10  # before anything is said about what most people have wrong
StoryPlace = tuple[str, str]  # module and item: another module may have an item of that key


@dataclass(frozen=True)
class Coat:
    """A question with which a rule can be asked. `codes` are the wrong ideas that it can show."""

    lesson: str
    item: str
    seconds: float
    variant_of: str | None = None
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MissedRule:
    """What somebody had wrong about a rule, last: the question, and the wrong ideas it showed."""

    item: str
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RefresherMoment:
    """One thing to do in a refresher. `rule` has no goal for a story."""

    rule: RuleKey
    coat: Coat
    is_story: bool = False

    @property
    def place(self) -> StoryPlace:
        """Of a story: which one it is."""
        return self.rule.module, self.coat.item


def origin_of(sure_wrong: bool, wrong: bool, often: bool) -> Origin:
    """Why a rule is asked: own errors first, what somebody was sure of before all."""
    reasons = (sure_wrong, wrong, often, True)
    return Origin(reasons.index(True))


def often_wrong(shares: Mapping[RuleKey, tuple[int, int]]) -> frozenset[RuleKey]:
    """The rules that are wrong most often. `shares`: how many answers were wrong, of how many."""
    known = {key: wrong / asked for key, (wrong, asked) in shares.items() if asked}
    worst = sorted(filter(known.get, known), key=lambda key: (-known[key], key))
    return frozenset(worst[:OFTEN])


def due_rules(
    states: Mapping[RuleKey, RuleState], today: date
) -> tuple[list[RuleKey], list[RuleKey]]:
    """The rules that are due in the order in which they are asked, and the others, the first due
    first.
    """

    def order(key: RuleKey) -> tuple[Origin, date, RuleKey]:
        return states[key].comes_first, states[key].due_on, key

    due: list[RuleKey] = []
    later: list[RuleKey] = []
    for key, state in states.items():
        if state.due_on <= today:
            due.append(key)
        else:
            later.append(key)
    return sorted(due, key=order), sorted(later, key=lambda key: (states[key].due_on, key))


def next_due(states: Mapping[RuleKey, RuleState]) -> date | None:
    """The first day on which anything is due; None when there is nothing to ask ever."""
    return min((state.due_on for state in states.values()), default=None)


def choose_coat(
    coats: Sequence[Coat], error: MissedRule | None, asked: Mapping[str, date], seed: str
) -> Coat | None:
    """The question for a rule: in other words than somebody had wrong, and than they read lately.

    One that was never asked goes before one that was; of those, a variant of what was wrong first,
    then one that can show the same wrong idea. None when the rule has no question.
    """
    missed = error or MissedRule("")

    def order(coat: Coat) -> tuple[bool, date, bool, bool, str]:
        return (
            coat.item == missed.item,
            asked.get(coat.item, date.min),
            coat.variant_of != missed.item,
            coat.codes.isdisjoint(missed.codes),
            rank(seed, coat.item),
        )

    return min(coats, key=order, default=None)


def choose_story(
    stories: Sequence[RefresherMoment],
    asked: Sequence[RefresherMoment],
    seen: Mapping[StoryPlace, int],
    own: Collection[StoryPlace],
) -> RefresherMoment | None:
    """A story in a new coat: one that was seen least, that fits in ninety seconds with what is
    `asked` first, about the same module, of the reader's own kind of school; each of these if there
    is one. None in a course without.
    """
    first = asked[:RULES_FIRST]
    modules = [moment.rule.module for moment in first[:1]]

    def order(story: RefresherMoment) -> tuple[int, bool, bool, bool, str]:
        place, about = story.place, story.rule.module in modules
        return seen.get(place, 0), not _fits(first, story), not about, place not in own, place[1]

    return min(stories, key=order, default=None)


def compose(
    due: Iterable[RefresherMoment], later: Iterable[RefresherMoment], story: RefresherMoment | None
) -> list[RefresherMoment]:
    """The moments of one refresher: what is due, the story after two of them, and what comes later
    only where there would be too little. Empty when nothing is due.

    Units:  three to five moments; more than three only within ninety seconds.
    """
    waiting = list(due)
    if not waiting:
        return []
    listed = [*waiting, *later]
    places = listed[:RULES_FIRST]
    chosen = places if story is None else [*places, story]
    rest = listed[len(places) :]
    chosen += rest[: max(0, LEAST - len(chosen))]
    for moment in waiting:
        if moment not in chosen and _fits(chosen, moment):
            chosen.append(moment)
    return chosen


def _fits(chosen: Collection[RefresherMoment], more: RefresherMoment) -> bool:
    seconds = sum(moment.coat.seconds for moment in chosen) + more.coat.seconds
    return len(chosen) < MOST and seconds + PLAN <= SECONDS
