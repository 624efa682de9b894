"""What keeps a text from being published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from course.models import Release
from course.store.courses import releases
from tests.content.made_lessons import (
    DEAD_LINK,
    PAGE,
    folder,
)
from tests.content.publishing import give_answer, publish


@pytest.mark.empty  # nobody answered an earlier edition of this course
def test_publishing_keeps_the_right_answer_of_a_question_that_was_answered(
    runner: FlaskCliRunner, session: Any, tmp_path: Path
) -> None:
    other_right = (
        PAGE.replace("[x] a.", "[ ] a.")
        .replace("[ ] b.", "[x] b.", 1)
        .replace("eerste", "eerste {V5}")
    )
    old, new = (
        folder(tmp_path / name, {"les": text})
        for name, text in (("oud", PAGE), ("nieuw", other_right))
    )
    assert publish(runner, old)[0] == 0
    first = releases.current("proef")
    assert first is not None
    give_answer(session, first)
    code, said = publish(runner, new, "--change", "wording")
    assert code == 1
    assert "een/les/p1: een ander antwoord is nu goed." in said
    assert "--allow-key-change" in said
    assert releases.current("proef") == first
    assert publish(runner, new, "--change", "wording", "--allow-key-change")[0] == 0
    assert set(session.scalars(select(Release.hash))) > {first}


@pytest.mark.empty  # nobody answered an earlier edition of this course
def test_publishing_may_change_a_question_that_nobody_answered(
    runner: FlaskCliRunner, session: Any, tmp_path: Path
) -> None:
    old, new = (
        folder(tmp_path / "oud", {"les": PAGE}),
        folder(tmp_path / "nieuw", {"les": PAGE.replace("p2", "p8")}),
    )
    assert publish(runner, old)[0] == 0
    first = releases.current("proef")
    assert first is not None
    give_answer(session, first)
    code, said = publish(runner, new)
    assert (code, "Kies wat er is veranderd. (--change" in said) == (1, True)
    assert releases.current("proef") == first
    assert publish(runner, new, "--change", "wording", "--dry-run")[0] == 0
    assert releases.current("proef") == first
    assert publish(runner, new, "--change", "wording")[0] == 0
    assert releases.current("proef") != first
    assert publish(runner, old, "--change", "wording")[0] == 0
    assert releases.current("proef") == first, "an earlier text is current again"


def test_publishing_is_refused_for_an_error_that_only_the_linter_sees(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    code, said = publish(runner, folder(tmp_path / "modules", {"les": DEAD_LINK}))
    assert (code, "[dead-link]" in said) == (1, True)
