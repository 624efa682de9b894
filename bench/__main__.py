"""`python3 -m bench`: makes `.venv` when it is not there, and measures inside it. See README.md."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.environment import PYTHON, ROOT, MissingError, prepare

STARTED_HERE = "DEELWIJS_BENCH_STARTED"  # set for the second start, the one inside .venv


def main() -> int:
    """Prepares with whatever Python there is, then measures with the one in `.venv`."""
    if STARTED_HERE in os.environ:
        from bench.running import run

        return run(sys.argv[1:])
    try:
        print(f"Bench: {prepare('requirements-dev.txt')}.", file=sys.stderr, flush=True)
    except MissingError as missing:
        print(missing, file=sys.stderr, flush=True)
        return 1
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith("DEELWIJS_")
    }
    command = [str(PYTHON), "-m", "bench", *sys.argv[1:]]
    try:
        return subprocess.run(
            command, cwd=ROOT, env={**environ, STARTED_HERE: "1"}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
