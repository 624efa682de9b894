"""Rules about one question: its options, its feedback, its hint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.content.check.passages import TextRole
from course.content.check.registry import Flaw, Page, advised, page_rule
from course.content.types import LessonKind
from course.kinds.registry import kind_of
from course.text.plain import plain
from course.text.problems import Severity
from course.text.readability import words

MAX_FEEDBACK_WORDS = 60
_CATCH_ALL = re.compile(
    r"\b(?:alle|al het|allebei|beide|geen|geen van(?: de)?|niets van(?: het)?)\s+(?:de\s+|het\s+)?"
    r"(?:bovenstaande|hierboven|genoemde|antwoorden|opties|keuzes)\b"
    r"|\balles (?:hierboven|klopt|is goed|is juist|is waar)\b|\bgeen van (?:beide|deze|allen)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:niet|geen|nooit|niemand|niets|nergens|noch)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:.!?‘’“”–()]\s+|[‘“]"
    r"|\b(?:en|of|maar|want|dus|als|dat|die|omdat|zodat|terwijl|wie|wat|dan)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:niet|nooit|geen|niemand)\s+zonder\b"
    r"|\bniet\s+on(?:aardig|belangrijk|betrouwbaar|bekend|denkbaar|gewoon|handig|logisch"
    r"|mogelijk|nodig|redelijk|terecht|veilig|verstandig|waar)",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    r"\b(?:waar of (?:niet ?|on)waar|juist of onjuist|goed of fout)\?", re.IGNORECASE
)
_VERDICT = re.compile(r"^(?:niet )?waar\b", re.IGNORECASE)  # the fixed opening of waar of niet waar


@page_rule("option-feedback", Severity.ERROR)
def option_without_feedback(page: Page) -> Iterator[Flaw]:
    """Every choice of a marked item has feedback of its own, and a number says something to who is
    too low or high.

    A bare ‘fout’ teaches nothing: people learn from why their own choice does not fit.
    """
    for item in page.lesson.items:
        if not item.graded:
            continue
        for reply in item.replies():
            if not reply.feedback:
                message = f"Keuze ‘{reply.key}’ heeft geen uitleg."
                yield Flaw(message, item=item.key, quote=plain(reply.text))
    yield from advised(page, "option-feedback")


@page_rule("feedback-length")
def long_feedback(page: Page) -> Iterator[Flaw]:
    """Feedback is at most 60 words.

    It is read right after a choice, often on a phone. Three things fit in: what is true, why, and
    what to do next.
    """
    for passage in page.passages:
        if passage.role is not TextRole.FEEDBACK:
            continue
        count = sum(map(len, map(words, passage.segments)))
        if count > MAX_FEEDBACK_WORDS:
            message = f"Deze uitleg is {count} woorden. Houd het bij {MAX_FEEDBACK_WORDS}."
            yield Flaw(message, item=passage.item, quote=passage.segments[0])


@page_rule("catch-all-option")
def catch_all_option(page: Page) -> Iterator[Flaw]:
    """No option says *alle bovenstaande* or *geen van bovenstaande*.

    Options may be shown in another order, so nothing is surely above. And who sees that two are
    right need not read the third.
    """
    for passage in page.passages:
        if passage.role is TextRole.OPTION and _CATCH_ALL.search(plain(passage.html)):
            message = (
                "Verwijs in een keuze niet naar de andere keuzes. Maak er een eigen antwoord van."
            )
            yield Flaw(message, item=passage.item, quote=plain(passage.html))


@page_rule("true-or-false")
def more_than_two_answers(page: Page) -> Iterator[Flaw]:
    """A question that asks *waar of niet waar?* has two answers.

    With three it asks for the reason too, and says so: *waar of niet waar, en waarom?*
    """
    for item in page.lesson.items:
        asked, found = plain(item.question), kind_of(item).one_right(item)
        if found is None or len(found[0]) == len(("waar", "niet waar")):
            continue
        if match := _OF_TWO.search(asked):
            message = f"‘{match[0]}’ heeft twee antwoorden, en hier staan er {len(found[0])}."
            yield Flaw(message, item=item.key, quote=match[0])


@page_rule("double-negation")
def double_negation(page: Page) -> Iterator[Flaw]:
    """A question or an option holds no two negations in one clause, no *niet zonder* and no *niet
    on…*.

    Who turns a thought round twice is tested on reading, not on the subject. Clauses end at a
    comma, a quotation mark or a conjunction: ‘wie niets zegt, doet niets’ is plain Dutch, and so is
    ‘zonder akkoord kan het niet’, where *zonder* sets a condition. *Niet waar* at the start of an
    option is the verdict, not a part of its reason.
    """
    for passage in page.passages:
        if passage.role not in (TextRole.QUESTION, TextRole.OPTION):
            continue
        for sentence in passage.sentences:
            if _negates_twice(_VERDICT.sub("", sentence)):
                message = f"Twee ontkenningen bij elkaar: ‘{sentence}’. Zeg het andersom."
                yield Flaw(message, item=passage.item, quote=sentence)


def _negates_twice(sentence: str) -> bool:
    if _TWICE.search(sentence):
        return True
    return any(len(_NEGATION.findall(clause)) > 1 for clause in _CLAUSE.split(sentence))


@page_rule("distractor-code", only_on=LessonKind.TEST)
def distractor_without_code(page: Page) -> Iterator[Flaw]:
    """In a test, at least one wrong option of a question carries the code of the wrong idea behind
    it, such as `{V5}`.

    Only then can the author of a course see which misconception stays. Leave it out where none
    fits: a code that does not fit spoils those figures.
    """
    for item in page.lesson.items:
        wrong = list(kind_of(item).wrong_options(item))
        codes = [option.misconception for option in wrong]
        if wrong and not any(codes):
            message = (
                f"Geef keuze ‘{wrong[0].key}’ de code van de misvatting erachter, zoals {{V5}}."
            )
            yield Flaw(message, item=item.key, quote=plain(wrong[0].text))


@page_rule("hint")
def item_without_hint(page: Page) -> Iterator[Flaw]:
    """A marked question on a page, in a test or in a refresher has a hint.

    After a first wrong answer people get the hint and think again, before they are shown what is
    right. In an exercise the mark on each card already says where to look again.
    """
    if page.lesson.kind is LessonKind.EXERCISE:
        return
    for item in page.lesson.items:
        if item.graded and not item.hint:
            yield Flaw("Geef een hint voor de tweede poging: ‘hint: …’.", item=item.key)


@page_rule("refutation", only_on=LessonKind.TEST)
def item_without_refutation(page: Page) -> Iterator[Flaw]:
    """A single-choice question in a test has a refutation text.

    Who was sure and wrong learns most from feedback that first names the idea and then says how it
    is.
    """
    for item in page.lesson.items:
        if kind_of(item).one_right(item) and not item.refutation:
            message = "Schrijf wat iemand leest die het zeker wist en het fout had: ‘refute: …’."
            yield Flaw(message, item=item.key)


@page_rule("retrieval-question", only_on=LessonKind.PAGE)
def page_without_question(page: Page) -> Iterator[Flaw]:
    """A page asks to retrieve what it said: with a marked question, or with a reflection.

    Recalling keeps far more than reading once more. A page on which people make something of their
    own, such as a lesson plan, asks for more than recalling; its reflection will do.
    """
    if not any(kind_of(item).recalls(item) for item in page.lesson.items):
        yield Flaw("Sluit deze pagina af met een vraag over de boodschap.")
