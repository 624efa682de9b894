"""Everything that must be true, in one command: `python3 -m tests`. What follows it goes to pytest.

It needs Python 3.11 and makes the rest itself: `.venv` with requirements-dev.txt, a Chromium, a
PostgreSQL server. Every step runs, also after one that failed; each counts in the closing line
beside pytest's own tests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

from tests import machine
from tools.environment import PYTHON, ROOT, MissingError, prepare

STARTED_HERE = "DEELWIJS_TEST_STARTED"  # set for the second start, the one inside .venv


def main(arguments: list[str]) -> int:
    """Prepares with whatever Python there is, then runs the steps with the one in `.venv`."""
    if STARTED_HERE in os.environ:
        # whoever stops us, the server goes too
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return run(arguments)
        except KeyboardInterrupt:
            return 130
    try:
        print(f"Tests: {prepare('requirements-dev.txt')}.", flush=True)
    except MissingError as missing:
        print(missing, file=sys.stderr, flush=True)
        return 1
    environ = {name: value for name, value in os.environ.items() if own_setting(name)}
    inside = subprocess.Popen(
        [str(PYTHON), "-m", "tests", *arguments], cwd=ROOT, env={**environ, STARTED_HERE: "1"}
    )
    signal.signal(signal.SIGTERM, lambda *_: inside.terminate())
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the inner one too, which cleans up and then ends
    return inside.wait()


def own_setting(name: str) -> bool:
    """Whether a variable may reach the tests: settings of an installation on this computer may
    not.
    """
    return not name.startswith("DEELWIJS_") or name.startswith("DEELWIJS_TEST_")


def run(arguments: list[str]) -> int:
    """The steps, one after another. Returns 0 when all of them are right."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deelwijs-tests-")))
        environ = keeping_bytecode(os.environ, folder)
        if chromium := machine.find_chromium() or machine.install_chromium():
            environ[machine.CHROMIUM] = chromium
        else:
            print(
                "There is no Chromium: the tests in a browser cannot run. Install it, or name it "
                "in",
                machine.CHROMIUM,
            )
        machine.install_others()
        try:
            environ[machine.POSTGRES] = stack.enter_context(machine.postgres_server())
        except (
            Exception
        ) as error:  # whatever it is, the tests on PostgreSQL say it again, and the others can run
            print(f"There is no PostgreSQL server: {error!r}")

        counts = folder / "counts.xml"
        steps = {
            "format": ["ruff", "format", "--check", "."],
            "lint": ["ruff", "check", "."],
            "types": ["mypy"],
            "tests": ["pytest", f"--junit-xml={counts}", *parallel(arguments), *arguments],
            "content": ["flask", "--app", "course", "content", "check"],
        }
        results = {name: step(name, command, environ) for name, command in steps.items()}
        passed, failed, skipped = count(counts)
        lines = slowest(counts)
    print("\n== the slowest, with what they wait for", *lines, sep="\n")
    print(
        "\n"
        + "   ".join(f"{name}: {'ok' if code == 0 else 'FAILED'}" for name, code in results.items())
    )
    if results["tests"] != 0 and failed == 0:
        failed = 1  # pytest itself could not run
    others = [code for name, code in results.items() if name != "tests"]
    passed += others.count(0)
    failed += len(others) - others.count(0)
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


def keeping_bytecode(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Each module is compiled once a run, also where Python may leave nothing in the tree: a
    hundred tests start it anew.
    """
    kept = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def step(name: str, command: list[str], environ: dict[str, str]) -> int:
    """Runs one step under a heading with its time. Returns its exit code."""
    print(f"\n== {name}: {' '.join(command)}", flush=True)
    begin = time.monotonic()
    code = subprocess.run(
        [str(PYTHON), "-m", *command], cwd=ROOT, env=environ, check=False
    ).returncode
    print(
        f"== {name}: {'ok' if code == 0 else f'FAILED ({code})'} after "
        f"{time.monotonic() - begin:.0f} s",
        flush=True,
    )
    return code


def parallel(arguments: list[str]) -> list[str]:
    """One worker per core, up to four; not when somebody chose otherwise or wants to look
    inside.
    """
    if any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for word in arguments):
        return []
    return [f"--numprocesses={min(os.cpu_count() or 1, 4)}", "--dist=worksteal"]


def count(path: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests, from pytest's own report.

    Zeros when it could not write one.
    """
    if not path.exists():
        return 0, 0, 0
    suites = ElementTree.parse(path).getroot().iter("testsuite")
    total = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in suites:
        for name in total:
            total[name] += int(suite.get(name, "0"))
    failed = total["failures"] + total["errors"]
    return total["tests"] - failed - total["skipped"], failed, total["skipped"]


def slowest(path: Path, most: int = 10) -> list[str]:
    """The tests that took longest, a line each: seconds, name, file. Empty without a report.

    The seconds are those of a clock, with what is made before a test and cleared away after it.
    """
    if not path.exists():
        return []
    cases = list(ElementTree.parse(path).getroot().iter("testcase"))
    cases.sort(key=lambda case: -float(case.get("time", "0")))
    return [
        f"{float(case.get('time', '0')):7.1f} s  {case.get('name')}  {case.get('classname')}"
        for case in cases[:most]
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
