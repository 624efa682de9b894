"""No text keeps the parser busy: twice as much of anything takes about twice as many steps, or is
refused with its line.

Steps are calls, which are the same on a busy machine; what one call may cost is bounded by the size
of a line and a paragraph. `python3 -m tests.text.worst` measures the time of the worst lessons.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from course.content.catalog import read_catalog
from course.content.check import check_folder
from course.content.lesson import MAX_BYTES, read_lesson
from course.text import bounds
from course.text.html import render
from course.text.source import MAX_PROBLEMS
from course.text.tables import BadToml, read_toml
from tests.content.reading import COURSES, MODULE, write_folder
from tests.text.worst import HEAD, PATTERNS, SHAPES, Shape, in_paragraphs, lesson, steps

MOST = 2.6  # times as many steps for twice as much: the square would be 4
# Steps that one byte more may take. A table in each paragraph takes 130, everything else less than
# 80; and of all that is let through at 64 kB the slowest takes 0.13 s.
MOST_A_BYTE = 150
WORST = (in_paragraphs, "a|b\n-|-\n")


@pytest.mark.parametrize(
    ("shape", "pattern"),
    [WORST, *((SHAPES[n % len(SHAPES)], PATTERNS[n]) for n in range(1, len(PATTERNS), 2))],
)
def test_twice_as_much_of_anything_takes_about_twice_as_many_steps(
    shape: Shape, pattern: str, tmp_path: Path
) -> None:
    """Also in every rule of the check. The command above tries each pattern in each shape."""
    half, whole = (
        lesson(shape, pattern, size, tmp_path / str(size))
        for size in (MAX_BYTES // 32, MAX_BYTES // 16)
    )
    check_folder(half)  # what is made once
    first, second = steps(lambda: check_folder(half)), steps(lambda: check_folder(whole))
    assert second < MOST * first, f"{first} steps, then {second}"
    assert second - first < MOST_A_BYTE * MAX_BYTES // 32, second - first


@pytest.mark.parametrize("mark", ["- ", "1. ", "> ", ": ", "* "])
def test_what_is_nested_deep_is_refused(mark: str) -> None:
    nested = "".join(f"{' ' * 4 * depth}{mark}a\n" for depth in range(60))
    assert bounds.excess_in(nested) is not None
    assert "<li>" not in render(nested)  # shown as it was typed


def lesson_of(body: str | bytes, folder: Path) -> list[tuple[int, str]]:
    path = folder / "01-proef.md"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    _, draft = read_lesson(path, "een/01-proef.md", "proef")
    assert all(problem.file == "een/01-proef.md" for problem in draft.problems)
    return [(problem.line, problem.rule) for problem in draft.problems]


@pytest.mark.parametrize(
    ("body", "line", "rule"),
    [
        (f"{HEAD}Eerst.\n\n{'[' * 1500}\n", 6, "too-much"),
        (f"{HEAD}Eerst.\n\n" + "a\n: b\n" * 300, 6, "too-much"),
        (f"{HEAD}{'x' * 3000}\n", 4, "too-much"),
        (f"{HEAD}a\n\n" + "> " * 30 + "x\n", 6, "too-much"),
        (
            f"{HEAD}::: choice {'k' * 81}\n\nVraag?\n\n- [x] a. ja\n- [ ] b. nee\n:::\n",
            4,
            "item-key",
        ),
        (f"{HEAD}a\n\n" + "*b* " * 400 + "\n" + "*b* " * 200, 7, "too-much"),
        (f"{HEAD}::: choice k\ngoal: {'9' * 5000}\n:::\n", 5, "too-much"),
        (f"{HEAD}a\n\nb\0c\n", 6, "encoding"),
        (HEAD.encode("utf-16"), 0, "encoding"),
        (b"+++\n\xff\xfe\n+++\n", 0, "encoding"),
        (f"{HEAD}{'a' * 70_000}", 0, "too-large"),
        (HEAD + "a\n\n" * 4000, 1000, "too-large"),
        (HEAD + ":::\n" * 900, 204, "too-many"),
        (f'+++\ntitle = "P"\nminutes = {"9" * 5000}\n+++\n', 3, "too-much"),
        ('+++\ntitle = "P"\nminutes = inf\n+++\n', 1, "head"),
        ('+++\ntitle = "P"\nminutes = nan\n+++\n', 1, "head"),
        ('+++\ntitle = "P"\nminutes = true\n+++\n', 1, "head"),
        (f'+++\ntitle = "P"\ndraw = 0x{"f" * 1000}\n+++\n', 1, "head"),
        (f'+++\ntitle = "P"\nkind = 0x{"f" * 1900}\n+++\n', 1, "head"),
        ('+++\ntitle = "P"\nchecked = 2026-11-20T10:00:00\n+++\n', 1, "head"),
        (f'+++\ntitle = "{"P" * 300}"\n+++\n', 1, "head"),
        (f"+++\ntitle = {'[' * 990}\n+++\n", 1, "toml"),
        (
            "+++\n" + "".join(f"k{number} = 1\n" for number in range(900)) + 'title = "P"\n+++\n',
            102,
            "head",
        ),
        (f'+++\ntitle = "P"\n{"a." * 900}a = 1\n+++\n', 3, "toml"),
    ],
)
def test_every_file_of_an_author_is_a_problem_with_a_line(
    body: str | bytes, line: int, rule: str, tmp_path: Path
) -> None:
    found = lesson_of(body, tmp_path)
    assert (line, rule) in found
    assert len(found) <= MAX_PROBLEMS + 1


def test_a_folder_that_is_called_a_lesson_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "01-proef.md").mkdir()
    _, draft = read_lesson(tmp_path / "01-proef.md", "een/01-proef.md", "proef")
    assert [problem.rule for problem in draft.problems] == ["missing"]


def test_a_mark_of_utf8_at_the_start_is_no_problem(tmp_path: Path) -> None:
    assert lesson_of(f"\ufeff{HEAD}Tekst.\n", tmp_path) == []


@pytest.mark.parametrize(
    "block",
    [
        "::: callout tip" + " " * 1900 + "x\nTekst.\n:::\n",
        "::: choice k\nVraag?\n- a. x" + " " * 1900 + "{A1\n:::\n",
    ],
)
def test_runs_of_spaces_take_no_square(block: str, tmp_path: Path) -> None:
    """Inside one regular expression steps cannot be counted: the square would be 256 times as much
    for 16 times, so a busy machine makes no difference.
    """
    few, many = (
        min(
            _seconds(HEAD + block.replace(" " * 1900, " " * spaces) * 8, tmp_path) for _ in range(3)
        )
        for spaces in (110, 1760)
    )
    assert many < 64 * few


def _seconds(text: str, folder: Path) -> float:
    start = time.process_time()
    lesson_of(text, folder)
    return time.process_time() - start


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "{b = " * 5000,
        "a." * 30_000 + "a = 1",
        "x = {" + "a." * 30_000 + "a = 1}",
        f"a = {'9' * 5000}",
        "a = 2026-13-45",
        "a = 2026-02-31T25:61:61Z",
        "\0",
        "a = '\ud800'",
        '[a]\n[a]\n"',
    ],
)
def test_hostile_toml_is_a_message_with_a_line(text: str) -> None:
    start = time.process_time()
    read = read_toml(text)
    assert time.process_time() - start < 1
    if not isinstance(read, BadToml):
        assert read == {"a": "\ud800"}  # what is no text never comes out of a file
        return
    assert read.line >= 1
    assert read.message


@pytest.mark.parametrize(
    "name", ["facts.toml", "variables.toml", "clauses.toml", "misconceptions.toml"]
)
@pytest.mark.parametrize(
    "content", [b"\xff\xfe\0a", b"x" * 2_000_000, b"a = " + b"[" * 5000, b"a = " + b"9" * 5000]
)
def test_every_table_of_a_folder_survives_any_bytes(
    name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "een").mkdir()
    (tmp_path / "courses.toml").write_text(COURSES)
    (tmp_path / "een" / "module.toml").write_text(MODULE)
    (tmp_path / name).write_bytes(content)
    assert name in {problem.file for problem in read_catalog(tmp_path).problems}


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("facts.toml", "[facts.F{}]\n"),
        ("variables.toml", "[v{}]\n"),
        ("clauses.toml", "['v {}']\n"),
        ("misconceptions.toml", "V{} = 1\n"),
    ],
)
def test_a_table_full_of_problems_is_not_searched_for_each(
    name: str, row: str, tmp_path: Path
) -> None:
    """The line of every problem is looked up; searching for a thousand took twenty seconds."""
    folder = write_folder(tmp_path / "modules")
    (folder / name).write_text("".join(row.format(number) for number in range(20_000)))
    start = time.process_time()
    assert name in {problem.file for problem in check_folder(folder).problems}
    assert time.process_time() - start < 2


def test_a_drawing_of_comments_or_of_depth_is_refused_in_time(tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">'
    for name, inside in (("open", "<!--" * 20_000), ("deep", "<g>" * 10_000 + "</g>" * 10_000)):
        (media / f"{name}.svg").write_text(f"{start}{inside}</svg>")
        before = time.process_time()
        assert lesson_of(f"{HEAD}::: figure {name}.svg\nalt: iets\n:::\n", tmp_path)[0] == (
            4,
            "drawing",
        )
        assert time.process_time() - before < 1
