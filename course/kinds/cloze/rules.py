"""Fill the gaps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from course.kinds.cloze.item import GAP, ClozeItem, Gap
from course.kinds.item import Option
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    Reason,
    Refused,
    Remark,
    Response,
    Score,
    by_key,
    by_part,
    first,
    keys_of,
    with_key,
)
from course.kinds.pace import Pace, always_read, options_read
from course.kinds.registry import rules
from course.text.numbers import own_units, whole_number
from course.text.plain import Html, plain

MAX_TYPED = 80  # characters
LONG_WORD = 6  # letters, from which one slip is forgiven
ARTICLES = frozenset({"de", "het", "een"})
_BLANK = '<span class="letter__line letter__line--short"></span>'


def is_spelled(given: str, accepted: str, around: Sequence[str] = ()) -> bool:
    """Whether a typed text is an accepted one, as it is spelled.

    Capitals, accents, spaces, hyphens and a final full stop do not matter, nor an article, nor a
    word that stands beside the gap anyway (`around`). A number is a number: 13, dertien, ‘13 jaar’
    and 13,0 are the same where years are asked; ‘13 maanden’ is not.
    """
    units = own_units(accepted)
    number = whole_number(accepted, units)
    if number is not None:
        return whole_number(given, (*units, *around)) == number
    return _folded(_bare(given, around)) == _folded(_bare(accepted, around))


def same_word(given: str, accepted: str, around: Sequence[str] = ()) -> bool:
    """Whether a typed text is an accepted one, or nearly.

    In words of six letters or more one letter may be wrong, missing, extra or swapped with its
    neighbour. Numbers must be exact.
    """
    if is_spelled(given, accepted, around):
        return True
    left, right = _folded(_bare(given, around)), _folded(_bare(accepted, around))
    if len(right) < LONG_WORD or any(map(str.isdigit, right)):
        return False
    return _one_slip(left, right)


def _bare(text: str, around: Sequence[str]) -> str:
    """Without an article before it, and without what stands beside the gap; never empty by that."""
    beside = {_folded(word) for word in around}
    words = text.split()
    while len(words) > 1 and _folded(words[0]) in beside | ARTICLES:
        words = words[1:]
    while len(words) > 1 and _folded(words[-1]) in beside:
        words = words[:-1]
    return " ".join(words)


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(filter(str.isalnum, decomposed)) or word.strip()


def _one_slip(left: str, right: str) -> bool:
    """Whether two words differ in one letter, or in the order of two neighbours."""
    left, right = _without_same_start(left, right)
    left, right = _without_same_start(left[::-1], right[::-1])
    if max(len(left), len(right)) == 2:
        return left == right[::-1]
    return max(len(left), len(right)) < 2


def _without_same_start(left: str, right: str) -> tuple[str, str]:
    same = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        same += 1
    return left[same:], right[same:]


@rules
class ClozeRules(Kind[ClozeItem]):
    """`gap=option key`, or `gap=~typed text` for a typed gap. One point per gap.

    Units:  whole points.
    Errors: ValueError for a gap the item does not have.
    """

    item_class = ClozeItem

    def given(self, item: ClozeItem, form: Form) -> Response:
        return tuple(f"{gap.key}={_value(gap, form)}" for gap in item.gaps)

    def fields(self, item: ClozeItem, response: Response) -> Form:
        given = _given(item, response)
        return {f"gat-{key}": [value.removeprefix("~")] for key, value in given.items()}

    def words(self, item: ClozeItem, response: Response) -> Sequence[Html]:
        words = []
        for key, value in _given(item, response).items():
            words.append(with_key(item.gaps, key).words(value))
        return words

    def grade(self, item: ClozeItem, response: Response) -> Score:
        return Score(sum(self.verdicts(item, response).values()), len(item.gaps))

    def verdicts(self, item: ClozeItem, response: Response) -> Mapping[str, bool]:
        given = _given(item, response)
        return {gap.key: _chosen(item, gap, given) in gap.right for gap in item.gaps}

    def remarks(self, item: ClozeItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = _given(item, response)
        said: list[Remark] = []
        for gap in item.gaps:
            chosen = _chosen(item, gap, given)
            right = chosen in gap.right
            if chosen:
                said.append(Remark(gap.option(chosen).feedback, right))
            if full and not right:
                answer = gap.option(gap.right[0])
                said.append(Remark(answer.feedback, True, key=answer.text))
        return said

    def shown(self, item: ClozeItem, fields: Form, question: Html) -> list[tuple[Html, Gap | None]]:
        """The sentence in pieces: a text, and the gap that follows it."""
        gaps = by_key(item.gaps)
        pieces = GAP.split(question.removeprefix("<p>").removesuffix("</p>"))
        texts = map(Html, pieces[::2])
        after = map(gaps.get, [*pieces[1::2], ""])
        return list(zip(texts, after, strict=True))

    def examples(self, item: ClozeItem) -> Examples:
        right: dict[str, list[str]] = {}
        wrong: dict[str, list[str]] = {}
        for gap in item.gaps:
            field, good = f"gat-{gap.key}", gap.right[0]
            if gap.typed:
                right[field] = [plain(gap.option(good).text)]
                wrong[field] = ["zzz"]
            else:
                right[field] = [good]
                wrong[field] = [*keys_of(gap.wrong), "zzz"][:1]
        return Examples(right, wrong, {f"gat-{item.gaps[0].key}": [""]})

    def solution(self, item: ClozeItem) -> Mapping[str, object]:
        """The right options of each gap; of a typed gap also how they are spelled, as that is what
        decides there.
        """
        found: dict[str, object] = {}
        for gap in item.gaps:
            found[gap.key] = frozenset(gap.right)
            if gap.typed:
                right = [option for option in gap.options if option.key in gap.right]
                spellings = [_folded(plain(option.text)) for option in right]
                found[f"spelling {gap.key}"] = frozenset(spellings)
        return found

    def stored_keys(self, item: ClozeItem) -> Iterable[str]:
        kept: list[str] = []
        for gap in item.gaps:
            kept += keys_of(gap.options)
        return kept

    def pace(self, item: ClozeItem) -> Pace:
        told = sum(options_read(gap.options, 1) for gap in item.gaps)
        return Pace(always_read(item) + told, len(item.gaps))

    def printed(self, item: ClozeItem) -> Printed:
        return Printed(Html(GAP.sub(_BLANK, item.question)))

    def wrong_options(self, item: ClozeItem) -> Sequence[Option]:
        wrong: list[Option] = []
        for gap in item.gaps:
            wrong += gap.wrong
        return wrong


def _value(gap: Gap, form: Form) -> str:
    """What stands in a gap as it is kept. Refused when it is empty, or an option of no gap."""
    field = f"gat-{gap.key}"
    value = first(form, field)
    if not value:
        raise Refused(Reason.NOTHING_WRITTEN, field)
    if gap.typed:
        return f"~{value[:MAX_TYPED]}"
    if not gap.may_hold(value):
        raise Refused(Reason.UNKNOWN, field)
    return value


def _given(item: ClozeItem, response: Response) -> dict[str, str]:
    """Gap to what was chosen or typed in it.

    ValueError for a gap or an option that the item does not have.
    """
    given = by_part(response)
    gaps = by_key(item.gaps)
    for key, value in given.items():
        if key not in gaps or not gaps[key].may_hold(value):
            raise ValueError(f"item {item.key} has no gap {key} for {value}")
    return given


def _chosen(item: ClozeItem, gap: Gap, given: dict[str, str]) -> str:
    """The key of the option that was chosen or typed; an empty string when it is none of them.

    What is spelled as an option is that one; only then comes what is nearly one, the right ones
    first.
    """
    value = given.get(gap.key, "")
    if not value.startswith("~"):
        return value
    typed, around = value.removeprefix("~"), words_beside(item, gap)
    ordered = sorted(gap.options, key=lambda option: option.key not in gap.right)
    for is_meant in (is_spelled, same_word):
        for option in ordered:
            if is_meant(typed, plain(option.text), around):
                return option.key
    return ""


def words_beside(item: ClozeItem, gap: Gap) -> tuple[str, ...]:
    """The words right before and after a gap in its sentence."""
    before, _, after = plain(item.question).partition(f"[[{gap.key}]]")
    return (*before.split()[-1:], *after.split()[:1])
