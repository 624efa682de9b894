"""What refreshers would bring learners who forget as stated here. A simulation: it shows that the
rules do what they are meant to under these assumptions, and nothing about real people.

The model, for each learner and rule:
- What was learned is remembered after t days with chance exp(-t / s): exponential forgetting with
  a stability s in days, as in half-life regression (B. Settles and B. Meeder, 2016, A trainable
  spaced repetition model for language learning, ACL). s is drawn around 90 days: B. Reinheimer and
  others (2020, An investigation of phishing awareness and education over time, SOUPS) found staff
  of a German office still well after four months and not after six.
- A right answer makes s larger, most when it was nearly forgotten (the spacing effect; J. Ye,
  J. Su and Y. Cao, 2022, A stochastic shortest path algorithm for optimizing spaced repetition
  scheduling, KDD): s becomes s * (1 + GAIN * (1 - chance)). After a wrong one the explanation is
  learned anew, with the stability of something new. These numbers are our own.
- Who does not know a rule guesses one of three options.
- A reworded question needs, besides, that the rule is seen in another case. S. Pan and T. Rickard
  (2018, Transfer of test-enhanced learning, Psychological Bulletin) found d = 0.40 for transfer of
  what is practised; here half of what is remembered is seen in another case, and a bit more for
  each time that it was practised in other words. These numbers are our own too.
- People differ: in how fast they forget, in what they know at the end, and in how many of their
  refreshers they answer. The exam has twelve questions. How large d is depends on how much people
  differ, which we assumed.

Compared on day 180: refreshers by the ladder of the application, at most two in seven days, two
rules in each, ever fewer to who does not answer; nothing; and one repeat with as many questions as
that learner answered in refreshers. A yearly repeat is half a year old in the middle of its year
(day 1); one on day 90 is as fresh as it can be without being aimed at the exam, and harder to beat.
README.md says what came out, and which of these assumptions matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random
from statistics import fmean, pstdev

from course.domain.duties.reminders import Addressee
from course.domain.learning.ladder import AskedRule, Ladder, Origin, RuleKey
from course.domain.learning.refreshing import RULES_FIRST, due_rules
from course.domain.messages.refreshers import MailDays, next_after, refresher_silence

BEGIN = date(2026, 9, 7)
RULES, LAST, YEARLY, HALFWAY = 30, 180, 1, 90  # days, but the first
STABILITY, NEW, GAIN = 90.0, 45.0, 1.5
DIFFER, FEWEST_KNOWN, MOST_KNOWN = 0.8, 0.6, 0.95
# the shares of their refreshers that people answer
ANSWER = {
    "all": (1.0, 1.0),
    "three in four": (0.75, 0.75),
    "half": (0.5, 0.5),
    "20 to 90%": (0.2, 0.9),
}
SURE_OF_WRONG, GUESS, EXAM = 0.4, 1 / 3, 12
SEEN, SEEN_MORE, SEEN_MOST = 0.5, 0.08, 0.8
AIMS = {"same": 0.6, "reworded": 0.25}


@dataclass
class Memory:
    """What one learner remembers of one rule."""

    stability: float
    since: float
    known: bool
    practised: int = 0

    def chance(self, day: float) -> float:
        """Of remembering it on a day."""
        return exp(-(day - self.since) / self.stability) if self.known else 0.0

    def seen(self, day: float) -> float:
        """The chance of remembering it and seeing it in another case."""
        return self.chance(day) * min(SEEN_MOST, SEEN + SEEN_MORE * self.practised)

    def ask(self, day: int, random: Random) -> bool:
        """A refresher asks it in other words, and explains it. Whether the answer was right."""
        chance = self.chance(day)
        remembered = random.random() < chance
        right = remembered or random.random() < GUESS
        grown = self.stability * (1 + GAIN * (1 - chance)) if remembered else NEW
        self.stability = max(self.stability, grown) if remembered else grown
        self.since, self.known, self.practised = day, True, self.practised + 1
        return right


@dataclass
class Learner:
    """Somebody who just did the course."""

    random: Random
    answering: tuple[float, float]
    answers: float = 0.0  # the chance that they answer a refresher
    rules: dict[RuleKey, Memory] = field(default_factory=dict)
    origins: dict[RuleKey, Origin] = field(default_factory=dict)

    def __post_init__(self) -> None:
        firm = STABILITY * self.random.lognormvariate(0, DIFFER)
        knows = self.random.uniform(FEWEST_KNOWN, MOST_KNOWN)
        self.answers = self.random.uniform(*self.answering)
        for number in range(RULES):
            rule, known = RuleKey("m", f"L{number:02}"), self.random.random() < knows
            spread = self.random.lognormvariate(0, 0.3)
            self.rules[rule] = Memory(firm * spread, 0, known)
            wrong = Origin.SURE_WRONG if self.random.random() < SURE_OF_WRONG else Origin.WRONG
            often = Origin.OFTEN_WRONG if number < 5 else Origin.OTHER
            self.origins[rule] = often if known else wrong


def refreshed(learner: Learner, ladder: Ladder) -> int:
    """Half a year of refreshers. How many questions it took."""
    states = {rule: ladder.begin(origin, BEGIN) for rule, origin in learner.origins.items()}
    sent: list[date] = []
    asked, unanswered, look_on = 0, 0, BEGIN
    for number in range(1, LAST):
        today = BEGIN + timedelta(days=number)
        if today < look_on:
            continue
        quiet = Addressee(quiet=today.weekday() >= 5)
        due, _ = due_rules(states, today)
        silence = refresher_silence(quiet, MailDays(tuple(sent[-2:])), today)
        if silence or not due:
            continue
        sent.append(today)
        if learner.random.random() >= learner.answers:
            look_on, unanswered = next_after(today, unanswered), unanswered + 1
            continue
        unanswered = 0
        for rule in due[:RULES_FIRST]:
            right = learner.rules[rule].ask(number, learner.random)
            states[rule] = ladder.after(states[rule], AskedRule(rule, today, right))
            asked += 1
    return asked


def repeated(learner: Learner, questions: int, on: int) -> None:
    """One repeat with so many questions on a day, each rule in turn."""
    memories = list(learner.rules.values())
    for number in range(questions):
        memories[number % len(memories)].ask(on, learner.random)


@dataclass(frozen=True)
class Simulated:
    """How the four groups did, as shares of the rules that were right on the last day."""

    none: list[float]
    yearly: list[float]
    halfway: list[float]
    refreshed: list[float]


def simulate(
    people: int, answering: tuple[float, float], seed: str = "refreshers"
) -> tuple[dict[str, Simulated], float]:
    """The same learners four times, by kind of question; and how many questions each was asked."""
    found = {kind: Simulated([], [], [], []) for kind in AIMS}
    questions: list[int] = []
    for number in range(people):
        none, yearly, halfway, again = (
            Learner(Random(f"{seed} {number}"), answering) for _ in range(4)
        )
        questions.append(refreshed(again, Ladder()))
        repeated(yearly, questions[-1], YEARLY)
        repeated(halfway, questions[-1], HALFWAY)
        for kind, chance in KINDS.items():
            exam = Random(f"{seed} {number} {kind}")
            found[kind].none.append(_score(none, chance, exam))
            found[kind].yearly.append(_score(yearly, chance, exam))
            found[kind].halfway.append(_score(halfway, chance, exam))
            found[kind].refreshed.append(_score(again, chance, exam))
    return found, fmean(questions)


KINDS: dict[str, Callable[[Memory], float]] = {
    "same": lambda memory: memory.chance(LAST),
    "reworded": lambda memory: memory.seen(LAST),
}


def effect(more: list[float], less: list[float]) -> float:
    """Cohen's d: the difference in standard deviations."""
    spread = ((pstdev(more) ** 2 + pstdev(less) ** 2) / 2) ** 0.5
    return (fmean(more) - fmean(less)) / spread


def table(people: int = 1000) -> str:
    """What came out."""
    lines = [
        f"A simulation: {people} learners, {RULES} rules, {EXAM} questions on day {LAST}.",
        "",
        "| Refreshers answered, questions in all | Exam | nothing | repeat on day 1 | on day 90"
        " | refreshers | d to each of these | aim |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for who, answering in ANSWER.items():
        found, questions = simulate(people, answering)
        for kind, seen in found.items():
            shares = " | ".join(f"{100 * fmean(one):.0f}%" for one in vars(seen).values())
            others = (seen.none, seen.yearly, seen.halfway)
            told = ", ".join(f"{effect(seen.refreshed, one):.2f}" for one in others)
            about = f"| {who}, {questions:.0f} | {kind}"
            lines.append(f"{about} | {shares} | {told} | {AIMS[kind]} |")
    return "\n".join(lines)


def _score(learner: Learner, chance: Callable[[Memory], float], exam: Random) -> float:
    asked = exam.sample(sorted(learner.rules), EXAM)
    chances = (chance(learner.rules[rule]) for rule in asked)
    right = (exam.random() < one + (1 - one) * GUESS for one in chances)
    return fmean(right)
