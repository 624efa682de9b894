"""The lessons that come with a version upgrade without a choice; lessons of one's own ask for one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskCliRunner

from course.cli import content_publishing as publishing
from course.domain.courses.publishing import RENEW_WITHIN, Text, TextChange, careful, unsettled
from course.models import Publication
from tests.content.made_lessons import PAGE, choice, folder
from tests.content.publishing import give_answer, publish

DAY = date(2026, 11, 1)
COURSE = "proef"


def test_what_holds_for_our_own_text_leaves_nothing_open() -> None:
    for is_other in (True, False):
        for edition in (1, 2):
            text = Text(1, edition, is_other, answered=is_other)
            chosen = careful(text, ["een/les/p1"], DAY)
            assert list(unsettled(text, chosen, DAY)) == []
    assert careful(Text(1, 2, is_other=True), [], DAY).renew_by == DAY + RENEW_WITHIN
    assert careful(Text(1, 1, is_other=True), ["x"], DAY).change is TextChange.MEANING


@pytest.fixture
def published(runner: FlaskCliRunner, session: Any, tmp_path: Path) -> Path:
    """An older text, with somebody busy in it who answered a question that goes."""
    modules = folder(tmp_path / "modules", {"les": PAGE})
    code, said = publish(runner, modules)
    assert code == 0, said
    release = session.query(Publication.release).filter_by(course=COURSE).scalar()
    give_answer(session, release)
    session.commit()
    return folder(tmp_path / "newer", {"les": PAGE.replace(choice("p1"), choice("p9"))})


@pytest.mark.empty  # nobody answered an earlier edition of this course
def test_our_own_lessons_upgrade_without_a_flag(
    runner: FlaskCliRunner, session: Any, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = publish(runner, published)
    assert code == 1, "of one's own: somebody chooses"
    assert "--change" in said
    monkeypatch.setattr(publishing, "OURS", published)
    code, said = publish(runner, published)
    assert code == 0, said
    assert "Wie bezig is, maakt de oude tekst af" in said
    last = session.query(Publication).filter_by(course=COURSE).order_by(Publication.id.desc())
    assert last.first().change == TextChange.MEANING.value
    assert publish(runner, published)[0] == 0, "twice is once"
