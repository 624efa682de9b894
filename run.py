"""Starts Deelwijs on this computer, with demo people in it: `python3 run.py`.

It needs nothing but Python 3.11. It makes `.venv`, installs requirements.txt, prepares the database
and serves. Safe to run as often as you like: what is already done is left alone. For real people,
see docs/operating.md.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
from pathlib import Path

from tools.environment import PYTHON, ROOT, MissingError, prepare

HOST = "127.0.0.1"  # this computer only: demo people have no second factor
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without l, i, o, 0 and 1, which look alike


def main() -> int:
    """Prepares, then becomes the server. Returns an exit code when it cannot."""
    try:
        settings = demo_settings(dict(os.environ))
        listener = reserve(int(settings["DEELWIJS_PORT"]))
        say(f"Deelwijs: {prepare('requirements.txt')}.")
        flask = [str(PYTHON), "-m", "flask", "--app", "course"]
        if (
            subprocess.run(
                [*flask, "demo", "prepare"], cwd=ROOT, env=settings, check=False
            ).returncode
            != 0
        ):
            raise MissingError(
                "De database kon niet worden klaargezet; de regels hierboven zeggen waarom."
            )
        return serve(listener, settings)
    except MissingError as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def demo_settings(environ: dict[str, str]) -> dict[str, str]:
    """The environment of the server: what was given, and a sensible value for what was not.

    The secret key stays the same for a data folder, so that a restart signs nobody out.
    """
    mode = environ["DEELWIJS_MODE"] = environ.get("DEELWIJS_MODE", "").strip() or "demo"
    if mode not in ("demo", "development"):
        raise MissingError(
            f"DEELWIJS_MODE is {mode}, en run.py zet demo-accounts in de database. "
            "Hoe u Deelwijs voor echte mensen start, staat in docs/operating.md."
        )
    port = environ["DEELWIJS_PORT"] = environ.get("DEELWIJS_PORT", "").strip() or "8000"
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise MissingError("DEELWIJS_PORT klopt niet: geef een heel getal van 1 tot en met 65535.")
    folder = Path(environ.get("DEELWIJS_DATA_DIR", "").strip() or ROOT / "instance").resolve()
    environ["DEELWIJS_DATA_DIR"] = str(folder)
    if not environ.get("DEELWIJS_SECRET_KEY"):
        environ["DEELWIJS_SECRET_KEY"] = stored_key(folder)
    if not environ.get("DEELWIJS_DEMO_PASSWORD"):
        groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
        environ["DEELWIJS_DEMO_PASSWORD"] = "-".join(groups)
    environ["PYTHONUNBUFFERED"] = "1"
    return environ


def stored_key(folder: Path) -> str:
    """The secret key of this data folder, made the first time, readable by its owner only."""
    path = folder / "secret-key"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        raise MissingError(
            f"In {folder} kan niet worden geschreven ({error.strerror}). Kies een andere "
            "DEELWIJS_DATA_DIR."
        ) from None
    return path.read_text(encoding="utf-8").strip()


def reserve(port: int) -> socket.socket:
    """The port, bound but not listening yet: taken before anything is changed, opened when all is
    ready.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows this option would let two servers share one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        raise MissingError(
            f"Poort {port} is niet vrij ({error.strerror}). Misschien draait Deelwijs al. "
            f"Stop dat, of kies een andere: DEELWIJS_PORT={port + 1 if port < 65535 else 8000} "
            "python3 run.py"
        ) from None
    return listener


def serve(listener: socket.socket, settings: dict[str, str]) -> int:
    """Serves until it is stopped. On Unix this process becomes gunicorn, so that signals reach it
    directly.

    Elsewhere the same HTTP server runs in one process.
    """
    port = settings["DEELWIJS_PORT"]
    running = f"Deelwijs is at http://{HOST}:{port}\nCtrl-C stops it."
    worker = start_worker(settings)
    if os.name != "nt":
        listener.listen(128)  # from here on a browser waits instead of being refused
        say(running)
        listener.set_inheritable(True)
        server = ["gunicorn", "--config=python:course.server", f"--bind=fd://{listener.fileno()}"]
        os.chdir(ROOT)
        os.execve(PYTHON, [str(PYTHON), "-m", *server, "course:create_app()"], settings)
    listener.close()
    say(running)
    try:
        return subprocess.call([str(PYTHON), "-m", "course.serving"], cwd=ROOT, env=settings)
    finally:
        worker.terminate()


def start_worker(settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """The process that hands over mail and does what is queued. It ends when this one does."""
    command = [str(PYTHON), "-m", "flask", "--app", "course", "worker", "--with-parent"]
    return subprocess.Popen(command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL)


def say(text: str) -> None:
    """Prints at once, also into a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
