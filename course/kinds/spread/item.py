"""A message that spreads: choose a message, predict its reach, then decide after each round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.marking import keys_of, with_key
from course.kinds.parsing import (
    check_entries,
    check_groups,
    check_words,
    common,
    entries_by_key,
    line_of,
    needed_attribute,
    open_block,
    pair,
    phrases,
    told,
    whole,
)
from course.kinds.registry import item_kind
from course.kinds.spread.simulation import Model
from course.text.plain import Html
from course.text.source import Draft, Entry, Parts, RawBlock

SETTINGS = ("audience", "tone", "sensitive", "vanishing")  # asked beforehand, in this order
YES_NO = ("yes", "no")
FEWEST = 1  # so many share it on in each round: no group is so small that nothing leaves it
ACTIONS = ("nothing", "delete", "correct", "report")  # what can be done after a round


@dataclass(frozen=True)
class Setting:
    """One choice about the message.

    `value` is what the model counts with; 0 where it counts nothing.
    """

    key: str
    text: Html
    value: int = 0


@dataclass(frozen=True)
class Question:
    """A question about the message, with its choices."""

    key: str
    text: Html
    choices: tuple[Setting, ...]

    def choice(self, key: str) -> Setting:
        """The choice with this key. KeyError when there is none."""
        return with_key(self.choices, key)


@dataclass(frozen=True)
class Guess:
    """A prediction in boxes. `bounds` are the highest numbers of all boxes but the last."""

    key: str
    text: Html
    bounds: tuple[int, ...]

    @property
    def boxes(self) -> tuple[str, ...]:
        """The boxes by their number, from 0."""
        return tuple(map(str, range(len(self.bounds) + 1)))


@dataclass(frozen=True)
class Reaction:
    """What somebody may do after a round, and what is said about it."""

    key: str
    text: Html
    told: Html


@dataclass(frozen=True, kw_only=True)
class SpreadItem(Item):
    """The numbers of the model stand in the block; the formulas in `simulation.py`."""

    kind: ClassVar[str] = "spread"
    stepwise: ClassVar[bool] = True
    graded: ClassVar[bool] = False
    settings: tuple[Question, ...]
    guesses: tuple[Guess, ...]
    deeds: tuple[Reaction, ...]
    forwards: int
    damping: int
    found_later: int
    disclaimer: str  # that this is a model, shown with every number
    after: Html

    @property
    def model(self) -> Model:
        """What holds for every message."""
        return Model(self.forwards, self.damping, self.found_later, FEWEST)


@item_kind(SpreadItem)
def parse_spread(block: RawBlock, draft: Draft) -> SpreadItem | None:
    """Read a `::: spread` block: the four questions about the message, and `deeds` with what can be
    done.
    """
    parts = open_block(
        block, draft, "forwards", "damping", "found-later", "viewers", "copies", "model"
    )
    before = len(draft.problems)
    groups = entries_by_key(parts)
    check_groups(block, groups, (*SETTINGS, "deeds"), draft)
    hint = f"Kies {', '.join(SETTINGS)} of deeds."
    check_entries(block, parts, (*SETTINGS, "deeds"), hint, draft)
    ask = "Zeg dat het een model is: ‘model: De getallen zijn geen meting.’"
    disclaimer = needed_attribute(parts, "model", "spread", ask, draft)
    guesses = [_guess(parts, name, draft) for name in ("viewers", "copies")]
    item = SpreadItem(
        **common(block, parts, draft),
        settings=tuple(_question(groups[name], draft) for name in SETTINGS if name in groups),
        guesses=tuple(filter(None, guesses)),
        deeds=_deeds(groups["deeds"], draft) if "deeds" in groups else (),
        forwards=whole(parts, "forwards", 8, draft),
        damping=whole(parts, "damping", 50, draft),
        found_later=whole(parts, "found-later", 25, draft),
        disclaimer=disclaimer,
        after=draft.note(parts, "after"),
    )
    if len(draft.problems) > before:
        return None
    return item


def _question(entry: Entry, draft: Draft) -> Question:
    """Everything but `vanishing` counts with a number: `- groep. Een groep = 12`."""
    keys = keys_of(entry.children)
    draft.expect(
        entry.key not in ("sensitive", "vanishing") or keys == YES_NO,
        entry.line,
        "spread",
        f"Onder ‘{entry.key}’ staan precies ‘- yes. …’ en ‘- no. …’.",
    )
    draft.expect(
        len(keys) >= 2 and len(set(keys)) == len(keys),
        entry.line,
        "few-options",
        f"Geef onder ‘{entry.key}’ minstens twee keuzes, elk met een sleutel.",
    )
    counts = entry.key != "vanishing"
    return Question(
        entry.key,
        draft.inline(entry.text),
        tuple(_setting(child, counts, draft) for child in entry.children),
    )


def _setting(entry: Entry, counts: bool, draft: Draft) -> Setting:
    if not counts:
        return Setting(entry.key, draft.inline(entry.text))
    sides = pair(entry, draft)
    if sides is None:
        return Setting(entry.key, draft.inline(entry.text))
    if not sides[1].isdecimal():
        draft.error(entry.line, "spread", f"Achter = staat een heel getal, niet ‘{sides[1]}’.")
        return Setting(entry.key, draft.inline(sides[0]))
    return Setting(entry.key, draft.inline(sides[0]), int(sides[1]))


def _guess(parts: Parts, name: str, draft: Draft) -> Guess | None:
    text, *bounds = phrases(parts, name) or ("",)
    numbers = tuple(map(int, filter(str.isdecimal, bounds)))
    rises = list(numbers) == sorted(set(numbers))
    if not text or not rises or len(numbers) < max(2, len(bounds)):
        draft.error(
            line_of(parts, name),
            "spread",
            f"Geef een voorspelling oplopende grenzen: ‘{name}: Hoeveel? | 50 | 200 | 500’.",
        )
        return None
    return Guess(name, draft.inline(text), numbers)


def _deeds(entry: Entry, draft: Draft) -> tuple[Reaction, ...]:
    check_words(entry, ACTIONS, "spread", draft)
    return told(Reaction, entry.children, draft)
