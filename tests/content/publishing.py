"""A folder of lessons is published, and answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskCliRunner

from course import clock
from course.models import Attempt
from tests.learning import learner


def publish(runner: FlaskCliRunner, modules: Path, *options: str) -> tuple[int, str]:
    """Publish this folder. Returns the exit code and everything that was said."""
    app = runner.app
    before = app.config["DEELWIJS"]
    app.config["DEELWIJS"] = replace(before, modules_dir=modules)
    try:
        result = runner.invoke(args=["content", "publish", *options])
    finally:
        app.config["DEELWIJS"] = before
    return result.exit_code, result.output


def give_answer(session: Any, release: str) -> None:
    """One answer to question p1 in this release."""
    session.add(
        Attempt(
            enrolment_id=learner(session).enrolment_id,
            release=release,
            module="een",
            lesson="les",
            item="p1",
            response=["a"],
            earned=1,
            possible=1,
            settled=True,
            submission="inzending-1",
            submitted_at=clock.now(),
        )
    )
    session.commit()
