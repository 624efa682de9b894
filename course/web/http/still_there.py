"""What a form is about may be gone by the time that it arrives: a school or a team went up in
another since its page was drawn. Looked at before any view, and once more, while the school is
held, when its view begins to write; such a form stores nothing.

What ended or left the scope of who sends it no view finds. All three get the same answer, 404, with
what was typed (`errors.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from flask import abort, request

from course import clock
from course.store import transaction
from course.store.people import merged

# the fields in which a form says which school or team it is about, or which assignment there
FIELDS = ("school", "voor", "in", "mens", "waar", "doel", "team", "toewijzing")
BOARD = "bestuur:"  # before the code of a board, where a school may be chosen too
# says it at the field, and keeps every school that was ticked
SAYS_IT = "/trainen/toewijzen/breed"
MERGES = "/samenvoegen"
# they hold their schools for themselves, more firmly, and ask it then
HOLDS_ITSELF = (MERGES, "/importeren/uitvoeren")


def check() -> None:
    """Errors: NotFound when the form that arrived is about what went up in another, also later,
    when its view begins to write.
    """
    rule = str(request.url_rule)
    named = set(_in_address(rule)) | set(_in_form())
    if not named or rule.startswith(SAYS_IT):
        return
    _refuse_gone(named)
    if not rule.endswith(HOLDS_ITSELF):
        transaction.ask_first(partial(_hold, named))


def _hold(named: Collection[str]) -> None:
    """None of these goes up in another until what is written now is there."""
    merged.hold(named)
    _refuse_gone(named)


def _refuse_gone(named: Collection[str]) -> None:
    if merged.names_gone(named, clock.today()):
        abort(404)


def _in_address(rule: str) -> Iterator[str]:
    """Codes of schools and refs; a board has a code of its own."""
    asked = request.view_args or {}
    if "besturen/<code>" in rule:
        asked = {}
    elif rule.endswith(MERGES):  # pressed twice: the view knows what went up, and where
        asked = {"code": asked.get("code", "")} if "ref" in asked else {}
    yield from (str(asked[name]) for name in ("code", "ref") if name in asked)


def _in_form() -> Iterator[str]:
    """The last word of each value: before a colon stands what it is, or who."""
    form = request.form
    for name in FIELDS:
        for value in form.getlist(name):
            yield from (one.rpartition(":")[2] for one in value.split() if _no_board(one))


def _no_board(value: str) -> bool:
    return not value.startswith(BOARD)
