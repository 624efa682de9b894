"""What every parser of an item block needs. `docs/content-format.md` shows each kind."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TypedDict

from course.kinds.item import Audience, Level, Option
from course.text.plain import Html, plain
from course.text.source import Draft, Entry, Parts, RawBlock, read_parts

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
    known = COMMON_ATTRIBUTES | set(attributes)
    for name, note in parts.attributes.items():
        if name not in known:
            draft.error(
                note.line,
                "attribute",
                f"‘{name}’ kent een {block.kind} niet. Bekend zijn: {', '.join(sorted(known))}.",
            )
    if not block.argument or " " in block.argument:
        draft.error(
            block.line, "item-key", f"Geef deze vraag één blijvende sleutel: ::: {block.kind} 2-01."
        )
    if len(block.argument) > LONGEST_KEY:
        message = f"Deze sleutel heeft meer dan {LONGEST_KEY} tekens. Kies een kortere."
        draft.error(block.line, "item-key", message)
    if not parts.stem:
        draft.error(block.line, "no-question", "Deze vraag heeft geen tekst.")
    if entries and len(parts.entries) < 2:
        draft.error(
            block.line,
            "few-options",
            "Geef minstens twee keuzes, elk op een regel als ‘- [ ] a. tekst’.",
        )
    seen: dict[str, int] = {}
    for entry in parts.entries:
        if entry.key in seen:
            draft.error(
                entry.line,
                "option-key",
                f"Sleutel ‘{entry.key}’ staat ook op regel {seen[entry.key]}.",
            )
        seen.setdefault(entry.key, entry.line)
    return parts


def common(block: RawBlock, parts: Parts, draft: Draft) -> Common:
    """The fields that all kinds share."""
    question = draft.html(parts.stem)
    return Common(
        key=block.argument,
        question=question,
        label=plain(question),
        goal=_value(parts, "goal"),
        level=_level(parts, draft),
        facts=words(parts, "facts"),
        key_item=yes(parts, "key-item", draft),
        variant_of=_value(parts, "variant-of"),
        requires=words(parts, "requires"),
        clauses=words(parts, "clauses"),
        audiences=_audiences(parts, draft),
        hint=draft.note(parts, "hint"),
        refutation=draft.note(parts, "refute"),
    )


def _audiences(parts: Parts, draft: Draft) -> tuple[Audience, ...]:
    known = set(Audience)
    for word in words(parts, "audiences"):
        if word not in known:
            draft.error(
                parts.attributes["audiences"].line,
                "attribute",
                f"‘audiences’ kent ‘{word}’ niet. Kies uit: {', '.join(Audience)}.",
            )
    return tuple(Audience(word) for word in words(parts, "audiences") if word in known)


def words(parts: Parts, name: str) -> tuple[str, ...]:
    """An attribute as a tuple of words, separated by spaces or commas."""
    note = parts.attributes.get(name)
    return tuple(note.text.replace(",", " ").split()) if note else ()


def phrases(parts: Parts, name: str) -> tuple[str, ...]:
    """An attribute as a tuple of phrases, separated by `|`."""
    note = parts.attributes.get(name)
    return tuple(part.strip() for part in note.text.split("|") if part.strip()) if note else ()


def yes(parts: Parts, name: str, draft: Draft) -> bool:
    """An attribute that is `yes` or left out."""
    note = parts.attributes.get(name)
    if note is None or note.text == "no":
        return False
    if note.text != "yes":
        draft.error(note.line, "attribute", f"‘{name}’ is yes of no, niet ‘{note.text}’.")
    return True


def whole(parts: Parts, name: str, default: int, draft: Draft) -> int:
    """An attribute that is a whole number of 0 or more."""
    note = parts.attributes.get(name)
    if note is None:
        return default
    if not note.text.isdecimal():
        draft.error(note.line, "attribute", f"‘{name}’ is een heel getal, niet ‘{note.text}’.")
        return default
    return int(note.text)


def option(entry: Entry, draft: Draft) -> Option:
    """One entry as an option."""
    return Option(entry.key, draft.inline(entry.text), draft.html(entry.feedback), entry.code)


def pair(entry: Entry, draft: Draft) -> tuple[str, str] | None:
    """An entry written as `left = right`, or None with a problem."""
    left, separator, right = entry.text.rpartition(" = ")
    if not separator or not left.strip() or not right.strip():
        draft.error(entry.line, "pair", "Schrijf deze regel als ‘- a. kaart = plaats’.")
        return None
    return left.strip(), right.strip()


def attribute(parts: Parts, name: str) -> str:
    """The text of an attribute; empty when it was left out."""
    note = parts.attributes.get(name)
    return note.text if note else ""


def check_words(entry: Entry, words: Iterable[str], rule: str, draft: Draft) -> None:
    """Report a group whose lines do not have exactly these keys, in this order."""
    asked = tuple(words)
    if tuple(child.key for child in entry.children) != asked:
        text = f"Onder ‘{entry.key}’ staan, in deze volgorde: {', '.join(asked)}."
        draft.error(entry.line, rule, text)


def check_groups(
    block: RawBlock, found: Container[str], names: Iterable[str], draft: Draft
) -> None:
    """Report a group that is missing; the rule has the name of the kind."""
    for name in names:
        if name not in found:
            text = f"Hier ontbreekt ‘- {name}. …’ met regels eronder."
            draft.error(block.line, block.kind, text)


def check_marks(parts: Parts, allowed: str, draft: Draft) -> None:
    """Report entries whose mark is not one of `allowed` (a space stands for empty brackets)."""
    for entry in parts.entries:
        if (entry.mark or " ") not in allowed:
            shown = " of ".join(f"[{mark}]" for mark in allowed)
            draft.error(entry.line, "mark", f"[{entry.mark}] betekent hier niets. Gebruik {shown}.")


def _value(parts: Parts, name: str) -> str | None:
    note = parts.attributes.get(name)
    return note.text if note and note.text else None


def _level(parts: Parts, draft: Draft) -> Level | None:
    note = parts.attributes.get("level")
    if note is None:
        return None
    try:
        return Level(note.text)
    except ValueError:
        draft.error(
            note.line,
            "level",
            f"Niveau ‘{note.text}’ bestaat niet. Kies F (feit), T (toepassen) of A (afwegen).",
        )
        return None
