"""Starts Deelwijs on this computer, with demo people in it: `python3 run.py`.

It needs nothing but Python 3.11. It makes `.venv`, installs requirements.txt, prepares the database and serves.
Safe to run as often as you like: what is already done is left alone. For real people, see docs/operating.md.
"""

from __future__ import annotations

import os
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
        if subprocess.run([*flask, "demo", "prepare"], cwd=ROOT, env=settings, check=False).returncode != 0:
            raise MissingError("The database could not be prepared; the lines above say why.")
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
    mode = environ.setdefault("DEELWIJS_MODE", "demo")
    if mode not in ("demo", "development"):
        raise MissingError(
            f"run.py puts demo people in the database, and DEELWIJS_MODE is {mode}.\n"
            "How to serve course:create_app() to real people stands in docs/operating.md."
        )
    port = environ.setdefault("DEELWIJS_PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise MissingError(f"DEELWIJS_PORT is {port!r}; give a number from 1 to 65535.")
    folder = Path(environ.setdefault("DEELWIJS_DATA_DIR", str(ROOT / "instance"))).resolve()
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
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        raise MissingError(f"{folder} cannot be written: {error.strerror}. Choose another DEELWIJS_DATA_DIR.") from None
    return path.read_text(encoding="utf-8").strip()


def reserve(port: int) -> socket.socket:
    """The port, bound but not listening yet: taken before anything is changed, opened when all is ready."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows this option would let two servers share one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        raise MissingError(
            f"Port {port} cannot be used ({error.strerror}). Perhaps Deelwijs is already running.\n"
            f"Stop that, or choose another port: DEELWIJS_PORT={port + 1 if port < 65535 else 8000} python3 run.py"
        ) from None
    return listener


def serve(listener: socket.socket, settings: dict[str, str]) -> int:
    """Serves until it is stopped. On Unix this process becomes gunicorn, so that signals reach it directly.

    Elsewhere the same HTTP server runs in one process.
    """
    port = settings["DEELWIJS_PORT"]
    running = f"Deelwijs is at http://{HOST}:{port}\nCtrl-C stops it."
    if os.name != "nt":
        listener.listen(128)  # from here on a browser waits instead of being refused
        say(running)
        listener.set_inheritable(True)
        server = ["gunicorn", "--config=python:course.server", f"--bind=fd://{listener.fileno()}"]
        os.chdir(ROOT)
        os.execve(PYTHON, [str(PYTHON), "-m", *server, "course:create_app()"], settings)
    listener.close()
    say(running)
    return subprocess.call([str(PYTHON), "-m", "course.serving"], cwd=ROOT, env=settings)


def say(text: str) -> None:
    """Prints at once, also into a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
