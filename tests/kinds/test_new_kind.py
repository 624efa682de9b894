"""A further kind is one folder: put down in a temporary place, it is read, published, drawn, marked
and printed.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from cattrs.errors import ClassValidationError

from course import clock, kinds
from course.content.catalog import read_catalog
from course.content.check import check_folder
from course.content.check.changes import changed_keys
from course.content.check.pace import lesson_minutes
from course.content.types import Lesson
from course.content.versioning import from_json, to_json
from course.kinds import registry
from course.kinds.marking import NotGradable
from course.store.learning import reading
from course.web.learn.printing import question_of
from tests import builders
from tests.content.reading import write_folder
from tests.learning import answer, learner

FOLDER = Path(__file__).parent / "new_kind" / "scale"
EXAMPLE = (FOLDER / "example.md").read_text("utf-8")
LESSON = f'+++\ntitle = "Les"\nkind = "page"\ngoals = ["L1"]\n+++\n\nEen korte tekst.\n\n{EXAMPLE}'
only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # no SQL of its own
REGISTERED = (registry.ITEM_CLASSES, registry._PARSERS, registry._KINDS, registry._WORDINGS)


@pytest.fixture
def further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder beside our own in which kinds are found too; what they registered is gone
    afterwards.
    """
    folder = tmp_path / "kinds"
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(folder)])
    before: list[dict[str, Any]] = [dict(known) for known in REGISTERED]
    yield folder
    for known, old in zip(REGISTERED, before, strict=True):
        known.clear()
        known.update(old)  # type: ignore[arg-type]
    for name in [name for name in sys.modules if name.startswith("course.kinds.scale")]:
        del sys.modules[name]
    if hasattr(kinds, "scale"):
        del kinds.scale


@only_sqlite
def test_a_further_kind_is_one_folder(
    further: Path, make_app: Any, session: Any, tmp_path: Path
) -> None:
    shutil.copytree(FOLDER, further / "scale")
    registry.discover([str(further)])

    modules = write_folder(tmp_path / "modules", les=LESSON)
    catalog = read_catalog(modules)
    assert catalog.problems == ()
    lesson = catalog.courses[0].modules[0].lessons[0]
    item: Any = lesson.items[0]
    assert (item.kind, item.answer) == ("scale", 4)
    assert from_json(to_json(lesson), Lesson) == lesson

    assert {problem.rule for problem in check_folder(modules).problems} <= {"goal-items"}
    assert 0 < lesson_minutes(lesson) < 1
    other = replace(
        lesson,
        blocks=tuple(
            replace(item, answer=5) if block is item else block for block in lesson.blocks
        ),
    )
    assert [change.message for change in changed_keys([("een", lesson)], [("een", other)])] == [
        "een ander antwoord is nu goed."
    ]
    printed = question_of(item)
    assert (len(printed.choices), printed.note) == (5, "Kruis één stand aan.")

    builders.publish(catalog.courses[0], clock.now())
    noor = learner(session)
    client = noor.sign_in(make_app().test_client())
    url = "/leren/proef/een/les"
    page = client.get(url)
    assert "kies een stand" in page.text
    assert 'data-enhance="kinds/scale"' in page.text
    refused = answer(client, url, "s1")
    assert refused.status_code == 422
    assert "Kies eerst een stand." in refused.text
    assert "hoort niet bij deze vraag" in answer(client, url, "s1", stand="6").text
    assert answer(client, url, "s1", stand="2").status_code == 303
    assert "Nog niet" in client.get(url).text
    assert answer(client, url, "s1", stand="4").status_code == 303
    done = client.get(url).text
    assert "Dat klopt" in done
    assert "Binnen een uur" in done
    given = reading.given(noor.enrolment_id, "een", "les")
    session.rollback()
    assert [(one.response, one.earned, one.settled) for one in given] == [
        (("2",), 0, False),
        (("4",), 1, True),
    ]
    assert "Kruis één stand aan." in client.get("/leren/proef/een/afdrukken").text
    sheet = client.get(page.text.split('<link rel="stylesheet" href="')[1].split('"')[0])
    assert ".scale{gap" in sheet.text


@pytest.mark.parametrize(
    "method", ["solution", "stored_keys", "pace", "printed", "remarks", "examples"]
)
def test_what_may_not_be_forgotten_is_missed_at_once(further: Path, method: str) -> None:
    shutil.copytree(FOLDER, further / "scale")
    rules = further / "scale" / "rules.py"
    rules.write_text(rules.read_text("utf-8").replace(f"def {method}(", f"def _{method}("), "utf-8")
    with pytest.raises(TypeError, match=method):
        registry.discover([str(further)])


def test_a_kind_without_words_is_missed_at_once(further: Path) -> None:
    shutil.copytree(FOLDER, further / "scale")
    wording = further / "scale" / "wording.py"
    wording.write_text(wording.read_text("utf-8").replace("on_paper=", "kicker_2="), "utf-8")
    with pytest.raises(TypeError, match="kicker_2"):
        registry.discover([str(further)])
    wording.unlink()
    with pytest.raises(ModuleNotFoundError, match="wording"):
        registry.discover([str(further)])


def test_a_folder_that_is_called_otherwise_than_its_kind_is_missed_at_once(further: Path) -> None:
    shutil.copytree(FOLDER, further / "scale")
    item = further / "scale" / "item.py"
    item.write_text(item.read_text("utf-8").replace('= "scale"', '= "schaal"'), "utf-8")
    with pytest.raises(ValueError, match=r"the folder scale holds the kinds \['schaal'\]"):
        registry.discover([str(further)])


def test_a_stored_block_of_a_kind_that_is_gone_fails_loudly(further: Path, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, further / "scale")
    registry.discover([str(further)])
    lesson = (
        read_catalog(write_folder(tmp_path / "modules", les=LESSON))
        .courses[0]
        .modules[0]
        .lessons[0]
    )
    text = to_json(lesson)
    del registry.ITEM_CLASSES["scale"]
    with pytest.raises(ClassValidationError) as caught:
        from_json(text, Lesson)
    assert "no kind of block is called scale" in "".join(format_exception(caught.value))


def test_a_sentence_is_there_for_every_reason() -> None:
    with pytest.raises(KeyError):
        registry.wording_named("choice").sentence(NotGradable(_strange()))


def _strange() -> Any:
    from enum import StrEnum

    return StrEnum("Strange", {"ODD": "odd"}).ODD  # type: ignore[attr-defined]
