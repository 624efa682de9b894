"""What a mail of a ledger was about, by its steps, and how it ended."""

from __future__ import annotations

import pytest

from course.domain.messages.fates import WAITING, MailEnd, MailKind, end_of, kind_of


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        (["d:given"], MailKind.GIVEN),
        (["d:given", "d:2026-12-01:-14"], MailKind.BEFORE),
        (["d:2026-12-01:+0"], MailKind.ON_THE_DAY),
        (["d:2026-12-01:-3", "d:2026-12-01:+7"], MailKind.AFTER),
        (["d:2026-12-01:-1"], MailKind.BEFORE),
        (["d:2026-12-01:+1"], MailKind.AFTER),
        (["d:hand:2026-12-01"], MailKind.BY_HAND),
        (["other:2026-12-01:+7", "d:given"], MailKind.GIVEN),  # one mail about two duties
        (["week:2026-49"], None),  # to who leads or trains
    ],
)
def test_of_several_steps_the_last_says_what_a_mail_is(
    steps: list[str], kind: MailKind | None
) -> None:
    assert kind_of(steps, "d") is kind


@pytest.mark.parametrize(
    ("outcome", "fate", "end"),
    [
        ("sent", None, WAITING),
        ("sent", "returned", MailEnd.RETURNED),
        ("day-off", None, "day-off"),
    ],
)
def test_a_line_ends_as_its_silence_or_as_its_mail(
    outcome: str, fate: str | None, end: str
) -> None:
    assert end_of(outcome, fate) == end
