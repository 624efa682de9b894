"""`flask mail bounces`: who is not reached stands in the list; strangers are counted, not shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskCliRunner

from course import clock
from course.models import Unreached
from course.store.messages import reminders
from tests import builders
from tests.letters.test_bounces import OTHER, one, report


def test_people_are_marked_and_strangers_counted(
    runner: FlaskCliRunner, session: Any, tmp_path: Path
) -> None:
    builders.person(session, "Weg", "weg@voorbeeld.example")
    session.commit()
    file = tmp_path / "postbus"
    file.write_text(report(one("Weg@Voorbeeld.example"), one("vreemd@elders.example")))
    ran = runner.invoke(args=["mail", "bounces", str(file)])
    assert ran.exit_code == 0, ran.output
    assert "1 adressen niet bereikt, 1 adressen van niemand hier" in ran.output
    assert "vreemd" not in ran.output
    (row,) = session.query(Unreached).all()
    assert (row.email_key, row.code) == ("weg@voorbeeld.example", "5.1.1")


def test_standard_input_twice_is_once(runner: FlaskCliRunner, session: Any) -> None:
    builders.person(session, "Weg", "weg@voorbeeld.example")
    session.commit()
    for _ in range(2):
        text = report(one("weg@voorbeeld.example"))
        assert runner.invoke(args=["mail", "bounces", "-"], input=text).exit_code == 0
    assert session.query(Unreached).count() == 1


def test_a_file_without_reports_says_so_and_marks_nobody(
    runner: FlaskCliRunner, session: Any
) -> None:
    ran = runner.invoke(args=["mail", "bounces", "-"], input=OTHER)
    assert ran.exit_code == 1
    assert "geen bericht met een verslag van bezorging" in ran.output
    assert session.query(Unreached).count() == 0


def test_that_a_server_takes_mail_says_nothing_soon_after_a_report(session: Any) -> None:
    now = clock.now()
    reminders.came_back("weg@voorbeeld.example", "5.1.1", now)
    reminders.came_back("ook@voorbeeld.example", "550", now)
    reminders.reached("weg@voorbeeld.example", now + timedelta(days=29))
    reminders.reached("ook@voorbeeld.example", now)
    assert [row.email_key for row in session.query(Unreached)] == ["weg@voorbeeld.example"]
    reminders.reached("weg@voorbeeld.example", now + timedelta(days=30))
    assert session.query(Unreached).count() == 0
