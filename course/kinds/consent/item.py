"""May this be shared? Situations to judge, and the texts of the rules that judge them.

The texts stand in the block; which rule holds when stands in `law.py`. The same block also feeds
the tool outside the course.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import ClassVar

from course.kinds.item import Item
from course.kinds.marking import keys_of
from course.kinds.parsing import (
    check_entries,
    check_groups,
    check_words,
    common,
    entries_by_key,
    line_of,
    open_block,
    pair,
    phrases,
)
from course.kinds.registry import item_kind
from course.text.plain import NO_TEXT, Html
from course.text.source import Draft, Entry, Parts, RawBlock

_SITUATION = re.compile(r"s\d+")
_STEP = re.compile(r"^(.+?) (\d{1,3})$")


class Service(StrEnum):
    """What the pictures or data of pupils would go to."""

    SOCIAL = "social"  # a social medium with an account
    MESSAGING = "messaging"
    AGREED = "agreed"  # a digital learning tool that the school has an agreement with
    UNAGREED = "unagreed"  # one without
    CHATBOT = "chatbot"  # without an agreement
    VIEWING = "viewing"  # watching together, without an account


class Purpose(StrEnum):
    """What for."""

    LESSON = "lesson"  # pupils use it themselves
    PUBLISH = "publish"  # recognisable pictures of pupils, or work with their names
    ORGANISE = "organise"  # homework, contact, entering data
    INFORM = "inform"  # without personal data


class Verdict(StrEnum):
    """The outcome of a rule, mildest first."""

    ALLOWED = "allowed"
    ARRANGE = "arrange"  # something comes first
    STOP = "stop"


class Decider(StrEnum):
    """Whose consent counts; the school where consent is not the question."""

    PARENTS = "parents"
    PUPIL = "pupil"
    SCHOOL = "school"


RULES = tuple(f"r{number}" for number in range(1, 13))
# service, purpose and age; then the age of the app, and that somebody said no or that the parents
# do not agree with each other
_FACTS = re.compile(
    r"([a-z]+)\s*,\s*([a-z]+)\s*,\s*(\d+)\s*((?:,\s*(?:app \d+|refused|disagree)?\s*)*)"
)
_APP = re.compile(r"app (\d+)")


@dataclass(frozen=True)
class Named:
    """One choice in words. `age` is the lowest age that a service of this sort usually asks."""

    key: str
    text: Html
    age: int | None = None


@dataclass(frozen=True)
class RuleText:
    """What is said when a rule holds: in short, why, what to do first, and what to ask whom."""

    key: str
    title: Html
    why: Html
    first: Html
    ask: Html
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """One situation to judge.

    Ages are years; `app_age` is the lowest age of the app, None where it has none.
    """

    key: str
    text: Html
    told: Html
    service: Service
    purpose: Purpose
    age: int
    app_age: int | None
    refused: bool
    agreed: bool


@dataclass(frozen=True)
class Lead:
    """One step before a lesson can start, in school days."""

    text: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ConsentItem(Item):
    """The situations come in the order of the block.

    `leads` and `check` are a worked example, not a rule.
    """

    kind: ClassVar[str] = "consent"
    stepwise: ClassVar[bool] = True
    services: tuple[Named, ...]
    purposes: tuple[Named, ...]
    verdicts: tuple[Named, ...]
    deciders: tuple[Named, ...]
    rules: tuple[RuleText, ...]
    situations: tuple[Situation, ...]
    leads: tuple[Lead, ...]
    check: Lead
    after: Html

    def rule(self, key: str) -> RuleText:
        """The texts of a rule. Every block has all twelve."""
        return self.rules[RULES.index(key)]


@item_kind(ConsentItem)
def parse_consent(block: RawBlock, draft: Draft) -> ConsentItem | None:
    """Read a `::: consent` block: four lists of words, the twelve rules, then the situations."""
    before = len(draft.problems)
    parts = open_block(block, draft, "leads", "check")
    entries = entries_by_key(parts)
    check_groups(block, entries, (*_LISTS, *RULES), draft)
    situations = _situations(block, parts, draft)
    leads = _leads(parts, "leads", draft)
    check = _leads(parts, "check", draft)
    named: dict[str, tuple[Named, ...]] = {}
    for name in filter(entries.__contains__, _LISTS):
        named[name] = _named(entries[name], _LISTS[name], draft)
    rules = tuple(_rule(entries[key], draft) for key in RULES if key in entries)
    read = [_situation(entry, draft) for entry in situations]
    if len(draft.problems) > before:
        return None
    fields = common(block, parts, draft)
    facts = chain(fields["facts"], *(rule.facts for rule in rules))
    fields["facts"] = tuple(dict.fromkeys(facts))
    return ConsentItem(
        **fields,
        **named,
        rules=rules,
        situations=tuple(filter(None, read)),
        leads=leads,
        check=check[0],
        after=draft.note(parts, "after"),
    )


_LISTS: dict[str, type[StrEnum]] = {
    "services": Service,
    "purposes": Purpose,
    "verdicts": Verdict,
    "deciders": Decider,
}


def _situations(block: RawBlock, parts: Parts, draft: Draft) -> list[Entry]:
    """The entries that are situations; reports what is no part of this block, and when there is
    none.
    """
    found = [entry for entry in parts.entries if _SITUATION.fullmatch(entry.key)]
    known = {*_LISTS, *RULES, *keys_of(found)}
    check_entries(block, parts, known, "Situaties heten s1, s2 …", draft)
    text = "Geef minstens één situatie: ‘- s1. Tekst = social, lesson, 13’."
    draft.expect(found, block.line, "consent", text)
    return found


def _named(entry: Entry, words: type[StrEnum], draft: Draft) -> tuple[Named, ...]:
    """Every word once, in its own order. A service may end in ` = 13`."""
    check_words(entry, words, "consent", draft)
    found: list[Named] = []
    for child in entry.children:
        text, separator, age = child.text.rpartition(" = ")
        if separator and not age.isdecimal():
            draft.error(
                child.line, "consent", f"Achter = staat een leeftijd in jaren, niet ‘{age}’."
            )
        elif separator:
            found.append(Named(child.key, draft.inline(text), int(age)))
        else:
            found.append(Named(child.key, draft.inline(child.text)))
    return tuple(found)


def _rule(entry: Entry, draft: Draft) -> RuleText:
    """`- r1. Kort oordeel = F4.1 F7.16` with `- why. …`, `- first. …` and at times `- ask. …`."""
    text, _, facts = entry.text.rpartition(" = ")
    draft.expect(
        text,
        entry.line,
        "consent",
        "Zeg op welke feiten deze regel rust: ‘- r1. Kort oordeel = F4.1 F7.16’.",
    )
    told = {child.key: child.text for child in entry.children}
    if unknown := told.keys() - {"why", "first", "ask"}:
        draft.error(
            entry.line,
            "consent",
            f"Onder een regel staan why, first en ask, niet {', '.join(sorted(unknown))}.",
        )
    ask = NO_TEXT
    if "ask" in told:
        ask = draft.inline(told["ask"])
    for name in ("why", "first"):
        draft.expect(name in told, entry.line, "consent", f"Deze regel mist ‘- {name}. …’.")
    return RuleText(
        key=entry.key,
        title=draft.inline(text),
        why=draft.inline(told.get("why", "")),
        first=draft.inline(told.get("first", "")),
        ask=ask,
        facts=tuple(facts.replace(",", " ").split()),
    )


def _situation(entry: Entry, draft: Draft) -> Situation | None:
    """`- s1. Tekst = social, lesson, 13, app 13, refused`"""
    sides = pair(entry, draft)
    if sides is None:
        return None
    facts = _facts_of(sides[1])
    if facts is None:
        text = (
            "Schrijf na = dienst, doel en leeftijd: ‘social, lesson, 13, app 13’. "
            "Erachter mag refused of disagree."
        )
        draft.error(entry.line, "consent", text)
        return None
    text = "Leg onder deze situatie uit wat er eerst moet, met ‘  > ’."
    draft.expect(entry.feedback, entry.line, "consent", text)
    text = f"‘{facts.service}’ met ‘{facts.purpose}’ bestaat niet."
    draft.expect(exists(facts.service, facts.purpose), entry.line, "consent", text)
    return replace(
        facts, key=entry.key, text=draft.inline(sides[0]), told=draft.html(entry.feedback)
    )


def _facts_of(text: str) -> Situation | None:
    """What is true in a situation, without its words; None when it is not written so."""
    match = _FACTS.fullmatch(text.strip())
    if match is None:
        return None
    service, purpose, age, more = match.groups()
    app_age = None
    if app := _APP.search(more):
        app_age = int(app[1])
    try:
        return Situation(
            key="",
            text=NO_TEXT,
            told=NO_TEXT,
            service=Service(service),
            purpose=Purpose(purpose),
            age=int(age),
            app_age=app_age,
            refused="refused" in more,
            agreed="disagree" not in more,
        )
    except ValueError:
        return None


def exists(service: Service, purpose: Purpose) -> bool:
    """Watching together without an account publishes and organises nothing."""
    return service is not Service.VIEWING or purpose in (Purpose.LESSON, Purpose.INFORM)


def _leads(parts: Parts, name: str, draft: Draft) -> tuple[Lead, ...]:
    """`leads: Brief maken 2 | Reactietijd 10`, in school days."""
    found = phrases(parts, name)
    leads: list[Lead] = []
    for phrase in found:
        if match := _STEP.match(phrase):
            leads.append(Lead(match[1], int(match[2])))
    example, fits = "Brief maken 2 | …", len(leads) == len(found) > 0
    if name == "check":  # that is one step
        example, fits = "Brief maken 2", len(leads) == len(found) == 1
    message = f"Schrijf schooldagen als ‘{name}: {example}’."
    draft.expect(fits, line_of(parts, name), "consent", message)
    return tuple(leads)
