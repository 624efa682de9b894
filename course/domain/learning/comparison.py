"""How somebody’s answers to an exercise differ from those of most colleagues.

It goes by totals, never by people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from course.kinds.marking import Response

FEWEST_COLLEAGUES = 10  # below that, what most of them chose says something about one of them
MOST_SHOWN = 2  # where colleagues agreed most; a longer list is no longer something to talk about
# questions below a card, asked of some people or in choices of its own
_OF_SOME = frozenset({"voorwaarde", "eigen"})


@dataclass(frozen=True)
class Difference:
    """A part of a response, such as `a` or `3.rol`, with what this person and what most colleagues
    chose for it.
    """

    part: str
    own: str
    most: str

    @property
    def card(self) -> str:
        """The key of the card that the part belongs to."""
        return self.part.partition(".")[0]


def enough(colleagues: int) -> bool:
    """Whether totals over so many people, the reader not counted, may be shown."""
    return colleagues >= FEWEST_COLLEAGUES


def differences(
    own: Response, totals: Iterable[tuple[Response, int]]
) -> tuple[Difference, ...] | None:
    """Where most colleagues chose otherwise: at most two cards, those on which they agree most
    first.

    Units:  `totals` are responses of the form `part=choice` with the number of colleagues who gave
            each, the reader not among them. Most is more than half of those who answered that part,
            and no part is compared over fewer than ten. None when there are fewer than ten
            colleagues; empty when nothing differs.
    Errors: none. A part that colleagues met in another release is compared as far as the keys are
            the same.
    Source: curriculum, end of the card exercises; issue 4: only from ten people up, from totals.
    """
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    people = 0
    for response, count in totals:
        people += count
        for part, choice in _choices(response).items():
            counted[part][choice] += count
    if not enough(people):
        return None
    found: list[tuple[float, Difference]] = []
    for part, choice in _choices(own).items():
        most = _majority(counted[part])
        if most is not None and most.choice != choice:
            found.append((most.share, Difference(part, choice, most.choice)))
    found.sort(key=lambda pair: -pair[0])  # stable: then in the order of the exercise
    by_card: dict[str, Difference] = {}
    for _, difference in found:
        by_card.setdefault(difference.card, difference)
    return tuple(by_card.values())[:MOST_SHOWN]


class _Majority(NamedTuple):
    choice: str
    share: float


def _majority(counted: Counter[str]) -> _Majority | None:
    """What more than half chose, of enough people; None when there is no such choice."""
    everybody = counted.total()
    if not enough(everybody):
        return None
    choice, people = counted.most_common(1)[0]
    if 2 * people <= everybody:
        return None
    return _Majority(choice, people / everybody)


def _choices(response: Response) -> Mapping[str, str]:
    pairs = (given.partition("=") for given in response)
    return {part: choice for part, _, choice in pairs if part.partition(".")[2] not in _OF_SOME}
