"""Every mail: a folder that is complete, with an example that can be read as it goes out."""

from __future__ import annotations

from dataclasses import is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from course.letters.composing import LETTERS, compose

FOLDERS = sorted(path.parent.name for path in LETTERS.glob("*/__init__.py"))
MOST_SIGNS = 78  # of a subject: longer ones are cut off on a phone, and folded in the header


def example(folder: str) -> Any:
    return import_module(f"course.letters.{folder}.letter").EXAMPLE


def test_the_mails_are_found() -> None:
    assert {"sign_in_link", "invitation"} <= set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_complete(folder: str) -> None:
    mail = example(folder)
    assert is_dataclass(mail)
    assert mail.folder == folder
    found = {path.name for path in (LETTERS / folder).iterdir()} - {"__pycache__", "page.html"}
    assert found == {"__init__.py", "letter.py", "text.txt"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_example_reads_as_a_mail(folder: str) -> None:
    message = compose(example(folder))
    assert 0 < len(message.subject) <= MOST_SIGNS
    assert "\n" not in message.subject
    assert message.body.startswith("Beste ")
    assert "{" not in message.subject + message.body
    assert not {"je", "jij", "jou", "jouw"} & set(message.body.casefold().split())


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_mail_with_a_link_says_who_and_where(folder: str) -> None:
    mail = replace(example(folder), name="Zoë & Łukasz")
    message = compose(mail)
    assert message.subject.endswith(mail.brand)
    assert f"\n{mail.link}\n" in message.body
    assert "Beste Zoë & Łukasz," in message.body  # plain text: nothing is escaped


def test_a_mail_that_is_a_page_too_says_the_same_and_escapes() -> None:
    mail = replace(example("reminder"), name="Zoë <b> & Łukasz")
    message = compose(mail)
    assert message.html is not None
    assert "Beste Zoë &lt;b&gt; &amp; Łukasz," in message.html
    for course in mail.courses:
        assert course.title in message.html
        assert course.due in message.html
        assert f"- {course.title}: " in message.body
    assert f'href="{mail.stop}"' in message.html
    assert compose(example("invitation")).html is None


def test_an_unknown_name_in_a_text_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from course.letters import composing

    class Nameless:
        folder = "nameless"

    (tmp_path / "nameless").mkdir()
    (tmp_path / "nameless" / "text.txt").write_text("Over {{ mail.what }}\n\nBeste …\n")
    environment = composing._ENVIRONMENT.overlay(loader=composing.FileSystemLoader(tmp_path))
    monkeypatch.setattr(composing, "_ENVIRONMENT", environment)
    with pytest.raises(UndefinedError):
        compose(Nameless())


def test_who_did_not_begin_does_not_go_on() -> None:
    mail = example("reminder")
    begun = compose(mail)
    assert "verder waar u was" in begun.body
    fresh = compose(replace(mail, courses=tuple(replace(one, progress="") for one in mail.courses)))
    for text in (fresh.body, fresh.html or ""):
        assert "waar u was" not in text
        assert "U kunt op elk moment beginnen:" in text
