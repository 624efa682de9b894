"""Be the manipulator: put a harmless message together, see who passes it on, then name the tricks
in messages of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.marking import keys_of, with_key
from course.kinds.parsing import (
    check_groups,
    check_words,
    common,
    entries_by_key,
    needed_attribute,
    open_block,
    pair,
)
from course.kinds.registry import item_kind
from course.text.plain import Html
from course.text.source import Draft, Entry, RawBlock

PARTS = ("feeling", "expert", "dilemma")  # of a message, in the order in which they are chosen
PLAIN = "plain"  # the line without a trick: each part has one
ALWAYS, NEVER = "always", "never"  # who passes on whatever it says, and who never does


@dataclass(frozen=True)
class Phrase:
    """What may be said in one part of the message: in a word, and as it stands in the message."""

    key: str
    text: Html
    told: Html


@dataclass(frozen=True)
class MessagePart:
    """One part of the message, with what may be said there."""

    key: str
    text: Html
    phrases: tuple[Phrase, ...]

    def phrase(self, key: str) -> Phrase:
        """The phrase with this key. KeyError when there is none."""
        return with_key(self.phrases, key)


@dataclass(frozen=True)
class Bystander:
    """Somebody who meets the message.

    `moved` are the phrases that make them pass it on, or `always` or `never`; `told` is what they
    say then, or why they do not.
    """

    key: str
    text: Html
    moved: tuple[str, ...]
    told: Html


@dataclass(frozen=True)
class NamedTrick:
    """The name of a trick, by the part in which it is used, and what helps against it."""

    key: str
    text: Html
    told: Html


@dataclass(frozen=True)
class ForeignMessage:
    """A message of another, with the trick that it uses."""

    key: str
    text: Html
    right: str


@dataclass(frozen=True, kw_only=True)
class SwayItem(Item):
    """Choosing costs nothing; naming the tricks afterwards is marked."""

    kind: ClassVar[str] = "sway"
    stepwise: ClassVar[bool] = True
    by: str  # who posts the message
    model: str  # that people and outcome are made up, shown with every outcome
    parts: tuple[MessagePart, ...]
    people: tuple[Bystander, ...]
    tricks: tuple[NamedTrick, ...]
    samples: tuple[ForeignMessage, ...]
    after: Html


@item_kind(SwayItem)
def parse_sway(block: RawBlock, draft: Draft) -> SwayItem | None:
    """Read a `::: sway` block: three parts of a message, `people`, `tricks` and `samples`."""
    before = len(draft.problems)
    parts = open_block(block, draft, "by", "model")
    groups = entries_by_key(parts)
    check_groups(block, groups, (*PARTS, "people", "tricks", "samples"), draft)
    ask = "Zeg wie het bericht plaatst: ‘by: Waterdam Nieuws’."
    by = needed_attribute(parts, "by", "sway", ask, draft)
    ask = "Zeg dat het verzonnen is: ‘model: De mensen en de uitkomst zijn verzonnen.’"
    model = needed_attribute(parts, "model", "sway", ask, draft)
    if len(draft.problems) > before:
        return None
    check_words(groups["tricks"], PARTS, "sway", draft)
    message = tuple(_part(groups[name], draft) for name in PARTS)
    known = {ALWAYS, NEVER, *keys_of(_all_phrases(message))}
    item = SwayItem(
        **common(block, parts, draft),
        by=by,
        model=model,
        parts=message,
        people=tuple(_person(one, known - {PLAIN}, draft) for one in groups["people"].children),
        tricks=tuple(_trick(one, draft) for one in groups["tricks"].children),
        samples=tuple(_sample(one, draft) for one in groups["samples"].children),
        after=draft.note(parts, "after"),
    )
    _check_keys(block, item, draft)
    if len(draft.problems) > before:
        return None
    return item


def _check_keys(block: RawBlock, item: SwayItem, draft: Draft) -> None:
    """Report a key that stands twice, and a block in which nobody is moved or nothing is named."""
    phrases = [phrase for phrase in _all_phrases(item.parts) if phrase.key != PLAIN]
    for things in (phrases, item.people, item.samples):
        keys = keys_of(things)
        text = "Een sleutel staat hier twee keer. Geef elke regel een eigen sleutel."
        draft.expect(len(set(keys)) == len(keys), block.line, "option-key", text)
    text = "Noem onder ‘people’ minstens drie mensen, en onder ‘samples’ minstens twee berichten."
    draft.expect(len(item.people) >= 3 and len(item.samples) >= 2, block.line, "sway", text)
    taken = {*PARTS} & {*keys_of(item.samples)}
    text = f"Geef een bericht onder ‘samples’ een andere sleutel dan {', '.join(PARTS)}."
    draft.expect(not taken, block.line, "option-key", text)


def _all_phrases(parts: Sequence[MessagePart]) -> list[Phrase]:
    phrases: list[Phrase] = []
    for part in parts:
        phrases += part.phrases
    return phrases


def _part(entry: Entry, draft: Draft) -> MessagePart:
    phrases: list[Phrase] = []
    for one in entry.children:
        phrases.append(Phrase(one.key, draft.inline(one.text), _told(one, draft)))
    text = (
        f"Onder ‘{entry.key}’ staat één keer ‘- plain. …’, de eerlijke zin, en minstens één truc."
    )
    has_both = keys_of(phrases).count(PLAIN) == 1 and len(phrases) >= 2
    draft.expect(has_both, entry.line, "sway", text)
    return MessagePart(entry.key, draft.inline(entry.text), tuple(phrases))


def _person(entry: Entry, known: set[str], draft: Draft) -> Bystander:
    """`- p1. De conciërge = anger doctor`: who it is, and what makes them pass it on."""
    text, moved = pair(entry, draft) or (entry.text, NEVER)
    words = tuple(moved.split())
    _expect_known(entry, words, known, draft)
    return Bystander(entry.key, draft.inline(text), words, _told(entry, draft))


def _sample(entry: Entry, draft: Draft) -> ForeignMessage:
    """`- t1. ‘Kies: …’ = dilemma`: a message, and its trick."""
    text, right = pair(entry, draft) or (entry.text, PARTS[0])
    _expect_known(entry, (right,), set(PARTS), draft)
    return ForeignMessage(entry.key, draft.inline(text), right)


def _trick(entry: Entry, draft: Draft) -> NamedTrick:
    return NamedTrick(entry.key, draft.inline(entry.text), _told(entry, draft))


def _told(entry: Entry, draft: Draft) -> Html:
    text = f"Schrijf onder ‘{entry.key}’ wat er gezegd wordt, met ‘> ’."
    draft.expect(entry.feedback, entry.line, "sway", text)
    return draft.html(entry.feedback)


def _expect_known(entry: Entry, words: Sequence[str], known: set[str], draft: Draft) -> None:
    for word in words:
        text = f"‘{word}’ bestaat hier niet. Kies uit: {', '.join(sorted(known))}."
        draft.expect(word in known, entry.line, "sway", text)
