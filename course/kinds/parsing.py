"""What every parser of an item block needs. `docs/content-format.md` shows each kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from typing import TypedDict, TypeVar

from course.kinds.item import Audience, Level, Option
from course.kinds.marking import by_key, keys_of
from course.text.parts import read_parts
from course.text.plain import Html, plain
from course.text.source import Draft, Entry, Note, Parts, RawBlock

EnumT = TypeVar("EnumT", bound=StrEnum)
ToldT = TypeVar("ToldT")

COMMON_ATTRIBUTES = frozenset(
    {"level", "goal", "facts", "key-item", "variant-of", "requires", "audiences", "clauses"}
)
LONGEST_KEY = 80  # characters: what an address and the record of answers have room for


class Common(TypedDict):
    """What every item takes from its block, ready to hand to its constructor."""

    key: str
    question: Html
    label: str
    goal: str | None
    level: Level | None
    facts: tuple[str, ...]
    key_item: bool
    variant_of: str | None
    requires: tuple[str, ...]
    clauses: tuple[str, ...]
    audiences: tuple[Audience, ...]
    hint: Html
    refutation: Html


def open_block(block: RawBlock, draft: Draft, *attributes: str, entries: bool = True) -> Parts:
    """Take an item block apart, and report what no kind allows: no key, no question, an attribute
    it does not know.
    """
    parts = read_parts(block.lines, block.line, draft)
    check_attributes(block, parts, attributes, draft)
    check_item_key(block, f"Geef deze vraag één blijvende sleutel: ::: {block.kind} 2-01.", draft)
    draft.expect(parts.stem, block.line, "no-question", "Deze vraag heeft geen tekst.")
    draft.expect(
        not entries or len(parts.entries) >= 2,
        block.line,
        "few-options",
        "Geef minstens twee keuzes, elk op een regel als ‘- [ ] a. tekst’.",
    )
    _check_keys(parts, draft)
    return parts


def _check_keys(parts: Parts, draft: Draft) -> None:
    """Report a key that stands twice."""
    seen: dict[str, int] = {}
    for entry in parts.entries:
        line = seen.setdefault(entry.key, entry.line)
        text = f"Sleutel ‘{entry.key}’ staat ook op regel {line}."
        draft.expect(line == entry.line, entry.line, "option-key", text)


def check_attributes(
    block: RawBlock, parts: Parts, attributes: Iterable[str], draft: Draft
) -> None:
    """Report an attribute that is neither common nor one of these."""
    known = COMMON_ATTRIBUTES.union(attributes)
    for name, note in parts.attributes.items():
        text = f"‘{name}’ kent een {block.kind} niet. Bekend zijn: {', '.join(sorted(known))}."
        draft.expect(name in known, note.line, "attribute", text)


def check_item_key(block: RawBlock, message: str, draft: Draft) -> None:
    """Report a block that does not have one word for a key, or a longer one than fits."""
    draft.expect(block.argument and " " not in block.argument, block.line, "item-key", message)
    too_long = f"Deze sleutel heeft meer dan {LONGEST_KEY} tekens. Kies een kortere."
    draft.expect(len(block.argument) <= LONGEST_KEY, block.line, "item-key", too_long)


def common(block: RawBlock, parts: Parts, draft: Draft) -> Common:
    """The fields that all kinds share."""
    question = draft.html(parts.stem)
    return Common(
        key=block.argument,
        question=question,
        label=plain(question),
        goal=attribute(parts, "goal") or None,
        level=member(parts, "level", Level, ("level", _NO_LEVEL), draft),
        facts=words(parts, "facts"),
        key_item=yes(parts, "key-item", draft),
        variant_of=attribute(parts, "variant-of") or None,
        requires=words(parts, "requires"),
        clauses=words(parts, "clauses"),
        audiences=members(parts, "audiences", Audience, ("attribute", _NO_AUDIENCE), draft),
        hint=draft.note(parts, "hint"),
        refutation=draft.note(parts, "refute"),
    )


_NO_LEVEL = "Niveau ‘{}’ bestaat niet. Kies F (feit), T (toepassen) of A (afwegen)."
_NO_AUDIENCE = f"‘audiences’ kent ‘{{}}’ niet. Kies uit: {', '.join(Audience)}."


def attribute(parts: Parts, name: str, default: str = "") -> str:
    """The text of an attribute, or this one when it was left out."""
    return parts.attributes.get(name, Note(0, default)).text


def line_of(parts: Parts, name: str) -> int:
    """Where an attribute stands; the line of the block when it was left out."""
    return parts.attributes.get(name, parts).line


def pieces(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a text between separators, without spaces around them and without empty ones."""
    stripped = map(str.strip, text.split(separator))
    return tuple(filter(None, stripped))


def words(parts: Parts, name: str) -> tuple[str, ...]:
    """An attribute as a tuple of words, separated by spaces or commas."""
    return tuple(attribute(parts, name).replace(",", " ").split())


def phrases(parts: Parts, name: str) -> tuple[str, ...]:
    """An attribute as a tuple of phrases, separated by `|`."""
    return pieces(attribute(parts, name), "|")


def yes(parts: Parts, name: str, draft: Draft) -> bool:
    """An attribute that is `yes` or left out."""
    text = attribute(parts, name, "no")
    message = f"‘{name}’ is yes of no, niet ‘{text}’."
    draft.expect(text in ("yes", "no"), line_of(parts, name), "attribute", message)
    return text != "no"


def whole(parts: Parts, name: str, default: int, draft: Draft) -> int:
    """An attribute that is a whole number of 0 or more."""
    text = attribute(parts, name, str(default))
    if text.isdecimal():
        return int(text)
    message = f"‘{name}’ is een heel getal, niet ‘{text}’."
    draft.error(line_of(parts, name), "attribute", message)
    return default


Fault = tuple[str, str]  # a rule, and what to say with `{}` for the word that is not known


def member(parts: Parts, name: str, known: type[EnumT], fault: Fault, draft: Draft) -> EnumT | None:
    """An attribute that is one word of an enum; None when it was left out, or with a problem."""
    if name not in parts.attributes:
        return None
    return known_word(attribute(parts, name), known, line_of(parts, name), fault, draft)


def members(
    parts: Parts, name: str, known: type[EnumT], fault: Fault, draft: Draft
) -> tuple[EnumT, ...]:
    """An attribute that holds words of an enum, without those it does not have."""
    line = line_of(parts, name)
    found = [known_word(word, known, line, fault, draft) for word in words(parts, name)]
    return tuple(filter(None, found))


def known_word(
    word: str, known: type[EnumT], line: int, fault: Fault, draft: Draft
) -> EnumT | None:
    """A word of an enum, or None with a problem."""
    try:
        return known(word)
    except ValueError:
        rule, message = fault
        draft.error(line, rule, message.format(word))
        return None


def needed_note(parts: Parts, name: str, rule: str, message: str, draft: Draft) -> Html:
    """A labelled paragraph that may not be left out."""
    note = draft.note(parts, name)
    draft.expect(note, parts.line, rule, message)
    return note


def needed_attribute(parts: Parts, name: str, rule: str, message: str, draft: Draft) -> str:
    """The text of an attribute that may not be left out."""
    draft.expect(name in parts.attributes, parts.line, rule, message)
    return attribute(parts, name)


def marked(entries: Iterable[Entry], mark: str = "x") -> tuple[str, ...]:
    """The keys of the entries with this mark."""
    return tuple(entry.key for entry in entries if entry.mark == mark)


def entries_by_key(parts: Parts) -> dict[str, Entry]:
    """The entries of a block; of two with one key, which is reported, the last."""
    return by_key(parts.entries)


def option(entry: Entry, draft: Draft) -> Option:
    """One entry as an option."""
    return Option(entry.key, draft.inline(entry.text), draft.html(entry.feedback), entry.code)


def options_of(entries: Iterable[Entry], draft: Draft) -> tuple[Option, ...]:
    """The entries as options."""
    return tuple(option(entry, draft) for entry in entries)


def told(
    make: Callable[[str, Html, Html], ToldT], entries: Iterable[Entry], draft: Draft
) -> tuple[ToldT, ...]:
    """Things with a key, a text and what is told of them, made of these entries."""
    made = []
    for entry in entries:
        made.append(make(entry.key, draft.inline(entry.text), draft.html(entry.feedback)))
    return tuple(made)


def pair(entry: Entry, draft: Draft) -> tuple[str, str] | None:
    """An entry written as `left = right`, or None with a problem."""
    left, _, right = entry.text.rpartition(" = ")
    sides = left.strip(), right.strip()
    if all(sides):
        return sides
    draft.error(entry.line, "pair", "Schrijf deze regel als ‘- a. kaart = plaats’.")
    return None


def check_words(entry: Entry, words: Iterable[str], rule: str, draft: Draft) -> None:
    """Report a group whose lines do not have exactly these keys, in this order."""
    asked = tuple(words)
    text = f"Onder ‘{entry.key}’ staan, in deze volgorde: {', '.join(asked)}."
    draft.expect(keys_of(entry.children) == asked, entry.line, rule, text)


def check_entries(
    block: RawBlock, parts: Parts, known: Collection[str], hint: str, draft: Draft
) -> None:
    """Report an entry that is no part of this block; the rule has the name of the kind."""
    for entry in parts.entries:
        text = f"‘{entry.key}’ is hier geen onderdeel. {hint}"
        draft.expect(entry.key in known, entry.line, block.kind, text)


def check_groups(
    block: RawBlock, found: Collection[str], names: Iterable[str], draft: Draft
) -> None:
    """Report a group that is missing; the rule has the name of the kind."""
    for name in names:
        text = f"Hier ontbreekt ‘- {name}. …’ met regels eronder."
        draft.expect(name in found, block.line, block.kind, text)


def check_marks(parts: Parts, allowed: str, draft: Draft) -> None:
    """Report entries whose mark is not one of `allowed` (a space stands for empty brackets)."""
    for entry in parts.entries:
        if (entry.mark or " ") not in allowed:
            shown = " of ".join(f"[{mark}]" for mark in allowed)
            draft.error(entry.line, "mark", f"[{entry.mark}] betekent hier niets. Gebruik {shown}.")
