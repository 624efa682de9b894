"""Figures about questions as rows and bars. Under five people there are none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from course.domain.learning.item_analysis import (
    Doubt,
    Interval,
    ItemSums,
    difficulty,
    discrimination,
    doubt,
    is_shown,
)
from course.kinds.item import Item
from course.kinds.registry import belongs, kind_of
from course.store.courses import releases
from course.store.learning.statistics import ItemTotals, ResponseTotals
from course.text.numbers import percent
from course.text.plain import plain
from course.web.page.formats import by_count, counted, whole
from course.web.page.lists import Field, coded, figure, linked
from course.web.page.parts import BarRow, SummaryRow

LONGEST = 90  # signs of a question in a list
DOUBTS = {
    Doubt.WRONG_KEY: "Sleutel klopt waarschijnlijk niet",
    Doubt.BELOW_CHANCE: "Minder vaak goed dan bij gokken",
    Doubt.TELLS_LITTLE: "Zegt weinig over de rest",
    Doubt.TOO_EASY: "Bijna iedereen weet het al",
    None: "",
}
_TITLES = {"beste": "Als beste gekozen", "slechtste": "Als slechtste gekozen"}


@dataclass(frozen=True)
class QuestionRow:
    """One question of a module. `hard` and `tells` are None where nothing can be said."""

    lesson: str
    item: Item
    sums: ItemSums
    sure_and_wrong: int
    hard: Interval | None
    tells: Interval | None
    doubt: Doubt | None

    @property
    def short(self) -> str:
        """The question for a list, without its end when it is long."""
        label = self.item.label
        if len(label) <= LONGEST:
            return label
        return f"{label[:LONGEST].rsplit(' ', 1)[0]} …"

    @property
    def is_shown(self) -> bool:
        """Whether enough people did it."""
        return is_shown(self.sums.people)


@dataclass(frozen=True)
class ChoiceGroup:
    """What was chosen at one place of a question: of all options, in a scene, for a card or gap."""

    title: str
    bars: tuple[BarRow, ...]


def rows(release: str, module: str, found: Iterable[ItemTotals]) -> list[QuestionRow]:
    """The questions that still stand in the module, what is probably wrong first."""
    listed: list[QuestionRow] = []
    for one in found:
        lesson = releases.lesson(release, module, one.lesson)
        if lesson is None:
            continue
        item = lesson.item(one.item)
        if item is not None:
            listed.append(_row(one, item))
    order = [*Doubt, None]
    return sorted(listed, key=lambda row: (not row.is_shown, order.index(row.doubt)))


def _row(one: ItemTotals, item: Item) -> QuestionRow:
    return QuestionRow(
        one.lesson,
        item,
        one.sums,
        one.sure_and_wrong,
        difficulty(one.sums),
        discrimination(one.sums),
        doubt(one.sums, _chance(item)),
    )


def _chance(item: Item) -> float | None:
    """What guessing has right, where one of some options is."""
    found = kind_of(item).one_right(item)
    if not found:
        return None
    return 1 / len(found[0])


def fields(course: str, module: str) -> tuple[Field[QuestionRow], ...]:
    """The list of questions."""

    def url(row: QuestionRow) -> str:
        return url_for(
            "questions.show_question",
            course=course,
            module=module,
            lesson=row.lesson,
            item=row.item.key,
        )

    return (
        linked("Vraag", "short", url),
        figure("Mensen", _people),
        figure("Meteen goed", _share),
        figure("Onderscheid", _telling),
        figure("Zeker en fout", _sure_and_wrong),
        coded("Let op", "doubt", DOUBTS),
    )


def _people(row: QuestionRow) -> str:
    if not row.is_shown:
        return "minder dan 5"
    return whole(row.sums.people)


def _share(row: QuestionRow) -> str:
    if not row.is_shown or row.hard is None:
        return ""
    return f"{_percent(row.hard.value)}%"


def _telling(row: QuestionRow) -> str:
    if not row.is_shown or row.tells is None:
        return ""
    return _signed(row.tells.value)


def _sure_and_wrong(row: QuestionRow) -> str:
    if not row.is_shown:
        return ""
    return whole(row.sure_and_wrong)


def _percent(share: float) -> int:
    """Whole per cent of a mean score; 100 and 0 only for all and none."""
    return percent(round(share * 10_000), 10_000)


def _signed(value: float) -> str:
    """0,35 or −0,12."""
    nearest = round(value, 2) + 0.0  # nothing has no sign
    return f"{nearest:.2f}".replace(".", ",").replace("-", "−")


def finding(listed: Sequence[QuestionRow]) -> str:
    """What the list says, in one sentence."""
    shown = [row for row in listed if row.is_shown]
    if not shown:
        return "Er zijn nog geen vragen die vijf mensen of meer maakten."
    doubted = sum(row.doubt is not None for row in shown)
    if not doubted:
        return f"Bij {counted(len(shown), 'vraag', 'vragen')} valt niets op."
    asked = counted(len(shown), "vraag", "vragen")
    stand = by_count(doubted, "Die staat", "Die staan")
    return f"Bij {whole(doubted)} van {asked} valt iets op. {stand} bovenaan."


def is_counted(item: Item) -> bool:
    """Whether something of it may be counted: not what people write in words of their own."""
    return item.graded or bool([*kind_of(item).stored_keys(item)])


def summary(sums: ItemSums) -> tuple[SummaryRow, ...]:
    """What is known of one marked question, each figure with its interval."""
    hard, tells = difficulty(sums), discrimination(sums)
    found: list[SummaryRow] = []
    if hard is not None:
        between = f"tussen {_percent(hard.low)}% en {_percent(hard.high)}%"
        found.append(SummaryRow("Meteen goed", f"{_percent(hard.value)}% ({between})"))
    if tells is not None:
        between = f"tussen {_signed(tells.low)} en {_signed(tells.high)}"
        found.append(SummaryRow("Onderscheid", f"{_signed(tells.value)} ({between})"))
    return tuple(found)


def chosen(item: Item, given: Sequence[ResponseTotals]) -> tuple[ChoiceGroup, ...]:
    """How many chose what, scene by scene in a story, else by card, gap or list of options."""
    kept = [one for one in given if belongs(item, one.response)]
    scenes = kind_of(item).decisions(item)
    if not scenes:
        return tuple(_group(item, name, counts) for name, counts in _by_field(item, kept).items())
    by_choice, groups = _by_choice(kept), []
    for number, scene in enumerate(scenes, start=1):
        counts = [(plain(text), by_choice[key]) for key, text in scene.choices]
        groups.append(ChoiceGroup(f"Moment {number}", _bars(counts)))
    return tuple(groups)


def _by_choice(given: Iterable[ResponseTotals]) -> Counter[str]:
    counted_: Counter[str] = Counter()
    for one in given:
        for key in one.response:
            counted_[key] += one.people
    return counted_


def _by_field(item: Item, given: Iterable[ResponseTotals]) -> Mapping[str, Counter[str]]:
    """By field of its form how often each value was sent; without what people wrote themselves."""
    kind, found = kind_of(item), defaultdict[str, Counter[str]](Counter)
    known = {*kind.stored_keys(item)}
    for one in given:
        for name, values in kind.fields(item, one.response).items():
            for value in values:
                if value in known and name != "order":
                    found[name][value] += one.people
    return found


def _group(item: Item, name: str, counts: Counter[str]) -> ChoiceGroup:
    texts = {reply.key: plain(reply.text) for reply in item.replies()}
    listed = [(texts.get(value, value), people) for value, people in counts.most_common()]
    return ChoiceGroup(_title(item, name), _bars(listed))


def _title(item: Item, name: str) -> str:
    """What was chosen for: a card in its words, a gap by its number; empty for all options."""
    place, _, key = name.partition("-")
    if place == "gat":
        return f"Gat {key}"
    named = plain(kind_of(item).part_name(item, key.replace("-", ".")))
    return named or _TITLES.get(name, "")


def _bars(counts: Sequence[tuple[str, int]]) -> tuple[BarRow, ...]:
    total = sum(people for _, people in counts)
    if not is_shown(total):
        return ()
    bars = []
    for label, people in counts:
        share = percent(people, total)
        bars.append(BarRow(label, share, f"{share}% · {counted(people, 'keer', 'keer')}"))
    return tuple(bars)


def ideas(
    item: Item, given: Iterable[ResponseTotals], names: Mapping[str, str]
) -> tuple[SummaryRow, ...]:
    """The wrong ideas behind what was chosen: how many people, and how many of them were sure."""
    codes = {reply.key: reply.misconception for reply in item.replies()}
    people: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    for one in given:
        values = {part.rpartition("=")[2] for part in one.response}
        for code in {codes.get(value) for value in values} - {None}:
            people[str(code)] += one.people
            sure[str(code)] += one.sure
    return tuple(
        SummaryRow(names.get(code, code), _how_many(count, sure[code]))
        for code, count in people.most_common()
    )


def _how_many(people: int, sure: int) -> str:
    told = counted(people, "keer", "keer")
    if not sure:
        return told
    return f"{told}, waarvan {whole(sure)} zeker"
