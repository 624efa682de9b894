"""`python3 -m tests.mutants [file …]`: plants small faults, says how many no test noticed, and
which.

Without files: the rules, the queries and who may what. What was noticed before is kept in
`.mutants/` and not tried again while the code around it stays the same; `--fresh` tries everything.
`--tests` names tests to run instead of all. Ends with 1 when something unnoticed is not in
`survivors.toml`, or is not unnoticed any more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tests.mutants.running import NOTICED, ROOT, Outcome, Runner
from tools.environment import PYTHON

KEPT = ROOT / ".mutants"
SURVIVORS = Path(__file__).with_name("survivors.toml")
FLOORS = ("course/domain", "course/kinds", "course/store", "course/content/check")
FILES = ("course/web/http/access.py", "course/web/http/csrf.py")
STRICT = 0.95  # of the faults in what decides over other people's rows; elsewhere LENIENT
LENIENT = 0.90
STRICT_PLACES = (  # a file, or what the names of several begin with
    "course/web/http/access.py",
    "course/web/http/csrf.py",
    "course/store/scope.py",
    "course/store/learning/recording",
    "course/store/learning/projecting",
    "course/store/duties/",
    "course/store/people/roster",
    "course/store/learning/sittings",
)


def main(arguments: list[str]) -> int:
    """The faults of some files, in so many processes side by side.

    Returns 0 when nothing new went unnoticed.
    """
    parser = argparse.ArgumentParser(prog="python3 -m tests.mutants")
    parser.add_argument("files", nargs="*", help="modules below course/; without any, all of them")
    parser.add_argument("--tests", nargs="+", default=["tests"], help="files or folders of tests")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--fresh", action="store_true", help="try again what was noticed before")
    chosen = parser.parse_args(arguments)
    files = chosen.files or everything()
    KEPT.mkdir(exist_ok=True)
    if chosen.jobs > 1 and len(files) > 1:
        _side_by_side(files, arguments, chosen)
    else:
        for file in files:
            _try(file, chosen.tests, fresh=chosen.fresh)
    return _report(files)


def everything() -> list[str]:
    """Every module in which a rule or a query stands."""
    found = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [str(path.relative_to(ROOT)) for path in found if path.name != "__init__.py"] + list(
        FILES
    )


def _side_by_side(files: list[str], arguments: list[str], chosen: argparse.Namespace) -> None:
    """Each process takes every so manieth file, with databases of its own."""
    options = [word for word in arguments if word == "--fresh"]
    command = [sys.executable, "-m", "tests.mutants", "--jobs=1", *options]
    started = [
        subprocess.Popen(
            [*command, *files[one :: chosen.jobs], "--tests", *chosen.tests],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        for one in range(chosen.jobs)
    ]
    for process in started:
        process.wait()


def _kept(file: str) -> Path:
    return KEPT / f"{file.removesuffix('.py').replace('/', '.')}.json"


def _outcomes(file: str) -> list[Outcome]:
    path = _kept(file)
    return [Outcome(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _try(file: str, tests: list[str], *, fresh: bool) -> None:
    import pytest

    known = {} if fresh else {(one.file, one.name): one for one in _outcomes(file)}
    found: list[Outcome] = []

    def write(outcome: Outcome) -> None:
        found.append(outcome)
        _kept(file).write_text(json.dumps([asdict(one) for one in found], indent=1), "utf-8")

    runner = Runner([file], known, write)
    pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *tests], plugins=[runner])


def _report(files: Iterable[str]) -> int:
    """The table, and every fault that went unnoticed without being listed.

    Returns the exit code.
    """
    listed = _listed()
    strange = 0
    for file in files:
        found = _outcomes(file)
        counts = Counter(one.verdict == NOTICED for one in found)
        share = counts[True] / len(found) if found else 1.0
        low = share < (STRICT if file.startswith(STRICT_PLACES) else LENIENT)
        print(
            f"{file:44} {counts[True]:4} of {len(found):4} noticed  "
            f"{share:6.1%}{'  too few' if low else ''}"
        )
        for one in found:
            if one.verdict != NOTICED and (file, one.name) not in listed:
                print(f"    {file}:{one.line} {one.verdict}: {one.name}")
                strange += 1
        strange += low
    return 1 if strange else 0


def _listed() -> set[tuple[str, str]]:
    """The faults that may go unnoticed, each with a reason beside it."""
    with SURVIVORS.open("rb") as file:
        rows = tomllib.load(file)["survivor"]
    assert all(row["why"] for row in rows)
    return {(row["file"], row["name"]) for row in rows}


if __name__ == "__main__":
    if Path(sys.executable) != PYTHON and "DEELWIJS_TEST_STARTED" not in os.environ:
        environ = {**os.environ, "DEELWIJS_TEST_STARTED": "1"}
        sys.exit(
            subprocess.run(
                [str(PYTHON), "-m", "tests.mutants", *sys.argv[1:]], env=environ, check=False
            ).returncode
        )
    sys.exit(main(sys.argv[1:]))
