"""Who learns in most of these tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from course import clock
from course.content.catalog import read_catalog
from tests import builders
from tests.checking_client import CheckingClient
from tests.content.reading import write_folder
from tests.learning import Learner, learner, publish, signed_in

OPTIONAL = (
    '+++\ntitle = "Nog een vraag"\nkind = "page"\nrequired = false\nminutes = 6\n+++\n\nLees dit.\n'
)


@pytest.fixture
def noor(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    """Noor, signed in, with the course of `tests.learning` before her."""
    publish(tmp_path / "modules")
    return signed_in(session, client)


@pytest.fixture
def extra(session: Any, client: CheckingClient, tmp_path: Path) -> Learner:
    """A course of one page, and a module of which nothing is required that opens after it."""
    folder = write_folder(tmp_path / "modules", les='+++\ntitle = "Les"\n+++\n\nTekst.\n')
    slot = folder / "slot"
    slot.mkdir()
    (slot / "module.toml").write_text(
        (folder / "een" / "module.toml")
        .read_text("utf-8")
        .replace('"Module een"', '"Slotstuk"')
        .replace("L1", "L9")
        .replace("minutes", "opens_after = 1\nminutes", 1),
        "utf-8",
    )
    (slot / "10-extra.md").write_text(OPTIONAL, "utf-8")
    courses = (folder / "courses.toml").read_text("utf-8")
    (folder / "courses.toml").write_text(courses.replace('["een"]', '["een", "slot"]'), "utf-8")
    catalog = read_catalog(folder)
    assert [str(problem) for problem in catalog.problems] == []
    builders.publish(catalog.courses[0], clock.now())
    found = learner(session)
    found.sign_in(client)
    return found
