"""`python3 -m tests.mutants [file …]`: plants small faults, says how many no test noticed, and
which.

Without files: the rules, the queries and who may what. What was noticed before is kept in
`.mutants/` and not tried again while the code around it stays the same; `--fresh` tries everything,
`--new` only what was never tried, `--one-in 8` one in eight, the same ones each time. `--tests`
names tests to run instead of all, `--minutes` when to stop; the next run goes on from there. Ends with 1 when something unnoticed is not in
`survivors.toml`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from dataclasses import asdict
from math import inf
from pathlib import Path

from tests import either
from tests.mutants.running import (
    NOTICED,
    ROOT,
    UNNOTICED,
    UNTOUCHED,
    Outcome,
    Runner,
    planted,
)
from tools.environment import PYTHON

KEPT = ROOT / ".mutants"
SURVIVORS = Path(__file__).with_name("survivors.toml")
FLOORS = (
    "course/domain",
    "course/kinds",
    "course/store",
    "course/content/check",
    "course/web/http",
)
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
    parser.add_argument("--new", action="store_true", help="pass over what went unnoticed before")
    parser.add_argument("--minutes", type=float, default=inf, help="stop after so many minutes")
    parser.add_argument("--one-in", type=int, default=1, help="try one fault in so many")
    chosen = parser.parse_args(arguments)
    files = chosen.files or everything()
    KEPT.mkdir(exist_ok=True)
    if chosen.jobs > 1 and len(files) > 1:
        _side_by_side(files, chosen)
    else:
        _try(files, chosen)
    return _report(files)


def everything() -> list[str]:
    """Every module in which a rule or a query stands."""
    found = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [str(path.relative_to(ROOT)) for path in found if path.name != "__init__.py"]


def _side_by_side(files: list[str], chosen: argparse.Namespace) -> None:
    """Each process takes every so manieth file, with databases of its own."""
    options = [f"--{name}" for name in ("fresh", "new") if getattr(chosen, name)]
    options += [f"--minutes={chosen.minutes}", f"--one-in={chosen.one_in}"]
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


def _try(files: list[str], chosen: argparse.Namespace) -> None:
    """One pytest for all of these files."""
    import pytest

    found = {file: {one.name: one for one in _outcomes(file)} for file in files}
    passed_over = {NOTICED, UNNOTICED, UNTOUCHED} if chosen.new else {NOTICED}
    known = {
        (file, name): one
        for file in files
        for name, one in found[file].items()
        if one.verdict in passed_over and not chosen.fresh
    }

    def write(outcome: Outcome) -> None:
        found[outcome.file][outcome.name] = outcome
        rows = [asdict(one) for one in found[outcome.file].values()]
        whole = _kept(outcome.file).with_suffix(".new")  # so that an end halfway loses nothing
        whole.write_text(json.dumps(rows, indent=1), "utf-8")
        whole.replace(_kept(outcome.file))

    until = time.monotonic() + 60 * chosen.minutes
    runner = Runner(files, known, write, until, chosen.one_in)
    options = ("-q", "-p", "no:cacheprovider", "-p", "no:faulthandler")
    os.environ[either.BOTH] = "1"  # else half of the tests of pages would be for PostgreSQL alone
    pytest.main([*options, *chosen.tests], plugins=[runner])
    for name in sorted(runner.failed):  # while it runs, pytest keeps what is printed
        print(f"fails without any fault, so it was left out: {name}")


def _report(files: Iterable[str]) -> int:
    """The table, and every fault that went unnoticed without being listed.

    Returns the exit code.
    """
    strange = [_report_one(file, _listed()) for file in files]
    return 1 if any(strange) else 0


def _report_one(file: str, listed: set[tuple[str, str]]) -> bool:
    """Whether there is something to do about a file, after its line was printed."""
    names = {mutant.name for mutant in planted(file)}
    found = [one for one in _outcomes(file) if one.name in names]
    noticed = sum(one.verdict == NOTICED for one in found)
    share = noticed / len(found) if found else 1.0
    low = share < (STRICT if file.startswith(STRICT_PLACES) else LENIENT)
    open_ones = len(names) - len(found)
    remarks = (f"  {open_ones} not tried" if open_ones else "") + ("  too few" if low else "")
    print(f"{file:44} {noticed:4} of {len(found):4} noticed  {share:6.1%}{remarks}")
    strange = [one for one in found if one.verdict != NOTICED and (file, one.name) not in listed]
    for one in strange:
        print(f"    {file}:{one.line} {one.verdict}: {one.name}")
    return bool(strange or low or open_ones)


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
