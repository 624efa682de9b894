"""Fill the gaps."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from course.kinds.cloze.item import GAP, ClozeItem, Gap
from course.kinds.item import Option
from course.kinds.kind import Kind, Printed
from course.kinds.marking import (
    Examples,
    Form,
    NotGradable,
    Reason,
    Remark,
    Response,
    Score,
    by_key,
    first,
)
from course.kinds.options import keys_of
from course.kinds.pace import Pace, always_read, options_read
from course.kinds.registry import rules
from course.text.numbers import whole_number
from course.text.plain import Html, plain, text_as_html

MAX_TYPED = 80  # characters
LONG_WORD = 6  # letters, from which one slip is forgiven
ARTICLES = frozenset({"de", "het", "een"})
_BLANK = '<span class="letter__line letter__line--short"></span>'


def is_spelled(given: str, accepted: str, around: Sequence[str] = ()) -> bool:
    """Whether a typed text is an accepted one, as it is spelled.

    Capitals, accents, spaces, hyphens and a final full stop do not matter, nor an article, nor a
    word that stands beside the gap anyway (`around`). A number is a number: 13, ‘13 jaar’ and 13,0
    are the same where years are asked; ‘13 maanden’ is not.
    """
    number = whole_number(accepted)
    if number is not None:
        return whole_number(given, around) == number
    return _folded(_bare(given, around)) == _folded(_bare(accepted, around))


def same_word(given: str, accepted: str, around: Sequence[str] = ()) -> bool:
    """Whether a typed text is an accepted one, or nearly.

    In words of six letters or more one letter may be wrong, missing, extra or swapped with its
    neighbour. Numbers must be exact.
    """
    if is_spelled(given, accepted, around):
        return True
    left, right = _folded(_bare(given, around)), _folded(_bare(accepted, around))
    has_digits = any(char.isdigit() for char in right)
    return len(right) >= LONG_WORD and not has_digits and _one_slip(left, right)


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
    return "".join(char for char in decomposed if char.isalnum())


def _one_slip(left: str, right: str) -> bool:
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    rest_left, rest_right = left[start:], right[start:]
    return (
        rest_left[1:] == rest_right[1:]
        or rest_left[1:] == rest_right
        or rest_left == rest_right[1:]
        or (rest_left[:2] == rest_right[:2][::-1] and rest_left[2:] == rest_right[2:])
    )


@rules
class ClozeRules(Kind[ClozeItem]):
    """`gap=option key`, or `gap=~typed text` for a typed gap. One point per gap.

    Units:  whole points.
    Errors: ValueError for a gap the item does not have.
    """

    item_class = ClozeItem

    def read(self, item: ClozeItem, form: Form) -> Response | NotGradable:
        given: list[str] = []
        for gap in item.gaps:
            value = first(form, f"gat-{gap.key}")
            if not value:
                return NotGradable(Reason.NOTHING_WRITTEN, f"gat-{gap.key}")
            if gap.typed:
                given.append(f"{gap.key}=~{value[:MAX_TYPED]}")
            elif value in {option.key for option in gap.options}:
                given.append(f"{gap.key}={value}")
            else:
                return NotGradable(Reason.UNKNOWN, f"gat-{gap.key}")
        return tuple(given)

    def fields(self, item: ClozeItem, response: Response) -> Form:
        return {
            f"gat-{key}": [value.removeprefix("~")] for key, value in _given(item, response).items()
        }

    def words(self, item: ClozeItem, response: Response) -> Sequence[Html]:
        given = _given(item, response)
        texts = by_key(chain.from_iterable(gap.options for gap in item.gaps))
        return [
            text_as_html(value.removeprefix("~")) if value.startswith("~") else texts[value].text
            for value in given.values()
        ]

    def grade(self, item: ClozeItem, response: Response) -> Score:
        given = _given(item, response)
        return Score(
            sum(_chosen(item, gap, given) in gap.right for gap in item.gaps), len(item.gaps)
        )

    def verdicts(self, item: ClozeItem, response: Response) -> Mapping[str, bool]:
        given = _given(item, response)
        return {gap.key: _chosen(item, gap, given) in gap.right for gap in item.gaps}

    def remarks(self, item: ClozeItem, response: Response, *, full: bool) -> Sequence[Remark]:
        given = _given(item, response)
        said: list[Remark] = []
        for gap in item.gaps:
            chosen = _chosen(item, gap, given)
            options = {option.key: option for option in gap.options}
            right = chosen in gap.right
            if chosen in options:
                said.append(Remark(options[chosen].feedback, right))
            if not right and full:
                answer = options[gap.right[0]]
                said.append(Remark(answer.feedback, True, key=answer.text))
        return said

    def shown(self, item: ClozeItem, fields: Form, question: Html) -> list[tuple[Html, Gap | None]]:  # noqa: ARG002
        """The sentence in pieces: a text, and the gap that follows it."""
        gaps = {gap.key: gap for gap in item.gaps}
        pieces = GAP.split(question.removeprefix("<p>").removesuffix("</p>"))
        texts, numbers = pieces[::2], [*pieces[1::2], ""]
        return [(Html(text), gaps.get(number)) for text, number in zip(texts, numbers, strict=True)]

    def examples(self, item: ClozeItem) -> Examples:
        right = {f"gat-{gap.key}": [_sent(gap, gap.right[0])] for gap in item.gaps}
        wrong = {f"gat-{gap.key}": [_wrong(gap)] for gap in item.gaps}
        return Examples(right, wrong, {f"gat-{item.gaps[0].key}": [""]})

    def solution(self, item: ClozeItem) -> Mapping[str, object]:
        """The right options of each gap; of a typed gap also how they are spelled, as that is what
        decides there.
        """
        right = {gap.key: frozenset(gap.right) for gap in item.gaps}
        spelled = {f"spelling {gap.key}": _spellings(gap) for gap in item.gaps if gap.typed}
        return {**right, **spelled}

    def stored_keys(self, item: ClozeItem) -> Iterable[str]:
        return chain.from_iterable(keys_of(gap.options) for gap in item.gaps)

    def pace(self, item: ClozeItem) -> Pace:
        return Pace(
            always_read(item) + sum(options_read(gap.options, 1) for gap in item.gaps),
            len(item.gaps),
        )

    def printed(self, item: ClozeItem) -> Printed:
        return Printed(Html(GAP.sub(_BLANK, item.question)))

    def wrong_options(self, item: ClozeItem) -> Sequence[Option]:
        return [*chain.from_iterable(_wrong_in(gap) for gap in item.gaps)]


def _given(item: ClozeItem, response: Response) -> dict[str, str]:
    """Gap to what was chosen or typed in it.

    ValueError for a gap or an option that the item does not have.
    """
    given = dict(part.split("=", 1) for part in response)
    gaps = {gap.key: gap for gap in item.gaps}
    for key, value in given.items():
        gap = gaps.get(key)
        if gap is None or not (
            value.startswith("~") if gap.typed else value in keys_of(gap.options)
        ):
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


def _sent(gap: Gap, key: str) -> str:
    return (
        plain(next(option.text for option in gap.options if option.key == key))
        if gap.typed
        else key
    )


def _spellings(gap: Gap) -> frozenset[str]:
    return frozenset(
        _folded(plain(option.text)) for option in gap.options if option.key in gap.right
    )


def _wrong_in(gap: Gap) -> list[Option]:
    return [option for option in gap.options if option.key not in gap.right]


def _wrong(gap: Gap) -> str:
    wrong = _wrong_in(gap)
    return wrong[0].key if wrong and not gap.typed else "zzz"
