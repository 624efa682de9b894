"""The virtual environment that run.py, the tests and the bench share: made once, filled again only
when a list changed.

Nothing here is imported by the application. It runs on the Python that somebody happens to have, so
it uses the standard library only, and its syntax is old enough for that Python to read the message
that it is too old.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)


class MissingError(Exception):
    """Something this machine lacks. The message says what, and how to get it."""


def prepare(requirements: str) -> str:
    """Makes sure that `.venv` holds what the named list asks for. Returns in a few words what was
    done.

    Errors: MissingError when Python is too old, cannot make an environment, or a library cannot be
            installed.
    """
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise MissingError(
            f"Deelwijs heeft Python 3.11 of nieuwer nodig; dit is {found}. Probeer: python3.11 "
            f"{sys.argv[0]}"
        )
    stamp = FOLDER / f"installed-{Path(requirements).stem}.json"
    version = _version()
    wanted = {"python": version, "lists": _digest(ROOT / requirements)}
    if version and _read(stamp) == wanted:
        return "libraries are up to date"
    if version is None:
        _create()
        wanted["python"] = _version()
    print(
        f"Installing the libraries of {requirements}. The first time this takes a minute.",
        flush=True,
    )
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "-r",
        requirements,
    ]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise MissingError(
            f"De bibliotheken van {requirements} konden niet worden geïnstalleerd; de regels "
            "hierboven zeggen waarom. "
            "Meestal is er geen netwerk, of kent pip de proxy niet. Herstel dat en probeer het "
            "opnieuw."
        )
    # Written last: an installation that was cut off is done again.
    stamp.write_text(json.dumps(wanted), encoding="utf-8")
    return f"installed the libraries of {requirements}"


def _create() -> None:
    """A new `.venv`, in the place of one that does not work: made by another Python, or left half
    done.
    """
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise MissingError(
            "Deze Python kan geen eigen omgeving maken: de modules venv en ensurepip ontbreken. "
            f"Op Debian en Ubuntu: sudo apt install {package}. Probeer het daarna opnieuw."
        )
    print(f"Making a virtual environment in {FOLDER.name}.", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(FOLDER)]
    if subprocess.run(command, check=False).returncode != 0:
        raise MissingError(
            f"In {FOLDER} kon geen eigen omgeving worden gemaakt; de regels hierboven zeggen "
            "waarom."
        )


def _version() -> str | None:
    """The Python of `.venv`, or None when it is missing, broken, too old, or without pip."""
    if not PYTHON.exists():
        return None
    code = (
        "import importlib.util, sys\n"
        f"fit = sys.version_info >= {OLDEST} and importlib.util.find_spec('pip')\n"
        "sys.exit(1) if not fit else print(sys.version)"
    )
    answer = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None


def _digest(path: Path) -> str:
    """One hash over a list of libraries and every list that it takes in with `-r`."""
    text = path.read_bytes()
    digest = hashlib.sha256(text)
    for line in text.decode("utf-8").splitlines():
        if line.startswith("-r "):
            digest.update(_digest(path.parent / line[3:].strip()).encode())
    return digest.hexdigest()


def _read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
