"""Everything under static/, and the styles and scripts of the item kinds, read once and served from
memory.

All files share one folder in the URL, named after the hash of the whole tree. A changed file
therefore changes every address, so a browser may keep what it has for a year, and relative
addresses inside CSS and scripts stay right.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePath

from flask import Flask, Response, abort, request

from course import kinds
from course.config import ROOT
from course.web.http.access import PUBLIC, allow

STATIC = ROOT / "static"
STYLE_SHEET = "css/app.css"
LAYERS = ("reset", "tokens", "base", "compositions", "components", "utilities", "print")
TEXT = frozenset({"text/css", "text/javascript", "text/plain", "image/svg+xml", "application/json"})
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# A string as it is, or a sign with the space around it that only people read.
_ROOM = re.compile(r'("[^"]*")|\s*([{};,])\s*|(?<=[a-z0-9]):\s+')
YEAR = "public, max-age=31536000, immutable"
TREE = "deelwijs-tree"  # where an application keeps what it serves
TYPES = {  # whatever the machine says of them
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".vtt": "text/vtt",
}


@dataclass(frozen=True)
class Asset:
    """One file, ready to send."""

    body: bytes
    zipped: bytes | None  # None: the file is compressed already
    content_type: str


@dataclass(frozen=True)
class Tree:
    """All files by their path under static/, and the hash that names them together."""

    version: str
    assets: Mapping[str, Asset]


def init_assets(app: Flask, folder: Path = STATIC) -> None:
    """Read the static tree, serve it at /static/<hash>/…, and give templates the filter `asset`."""
    tree = read_tree(folder, kinds.__path__)

    @allow(PUBLIC)
    def static(version: str, name: str) -> Response:
        """One file of the tree that this process knows; any other hash or name is not there."""
        found = tree.assets.get(name)
        if found is None or version != tree.version:
            abort(404)
        return respond(found)

    app.add_url_rule("/static/<version>/<path:name>", endpoint="static", view_func=static)
    app.jinja_env.filters["asset"] = addresses(tree)
    app.extensions[TREE] = tree


def addresses(tree: Tree) -> Callable[[str], str]:
    """The filter `asset`: the address of a file, written into a template when that is compiled.

    A name that does not exist is a mistake in a template.
    """
    known = {name: f"/static/{tree.version}/{name}" for name in tree.assets}

    def asset(name: str) -> str:
        if name not in known:
            raise LookupError(f"static/ has no file {name}")
        return known[name]

    return asset


def respond(found: Asset) -> Response:
    """The file, compressed when that helps and the browser takes it."""
    response = Response(found.body, content_type=found.content_type)
    response.headers["Cache-Control"] = YEAR
    if found.zipped is not None:
        response.headers["Vary"] = "Accept-Encoding"
        if request.accept_encodings.quality("gzip") > 0:
            response.set_data(found.zipped)
            response.headers["Content-Encoding"] = "gzip"
    return response


def read_tree(folder: Path, kind_folders: Iterable[str] = ()) -> Tree:
    """Every file below the folder and of the kinds, with the style sheets joined into one."""
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    files |= files_of_kinds(kind_folders)
    bodies = {name: path.read_bytes() for name, path in files.items()}
    sheets = {name: body for name, body in bodies.items() if name.endswith(".css")}
    bodies = {name: body for name, body in bodies.items() if name not in sheets}
    bodies[STYLE_SHEET] = joined(sheets)
    digest = hashlib.sha256()
    for name in sorted(bodies):
        digest.update(f"{name}\0{len(bodies[name])}\0".encode())
        digest.update(bodies[name])
    return Tree(digest.hexdigest()[:12], {name: pack(name, body) for name, body in bodies.items()})


def files_of_kinds(folders: Iterable[str]) -> dict[str, Path]:
    """`kind.css` and `kind.js` of each kind, as if they stood under static/ by the name of the
    kind's folder.
    """
    places = {"kind.css": "css/components/kinds/{}.css", "kind.js": "js/kinds/{}.js"}
    found = chain.from_iterable(sorted(Path(folder).glob("*/kind.*")) for folder in folders)
    return {
        places[path.name].format(path.parent.name): path for path in found if path.name in places
    }


def joined(sheets: Mapping[str, bytes]) -> bytes:
    """One style sheet: the order of the layers first, then each file inside the layer that its
    place names.

    Comments and room are for who writes CSS; without them the sheet is over 1 kB smaller on its way
    to a phone.
    """
    ordered = sorted(sheets, key=lambda name: (LAYERS.index(layer_of(name)), name))
    parts = [f"@layer {', '.join(LAYERS)};"]
    texts = {name: squeezed(sheets[name].decode("utf-8")) for name in ordered}
    parts += [f"@layer {layer_of(name)} {{\n{texts[name]}\n}}" for name in ordered]
    return ("\n".join(parts) + "\n").encode()


def squeezed(css: str) -> str:
    """The same rules without comments, and without room around signs outside quotation marks."""
    return _ROOM.sub(lambda m: m[1] or m[2] or ":", _COMMENT.sub("", css)).strip()


def layer_of(name: str) -> str:
    """css/components/card.css is in layer components, css/base.css in layer base."""
    part = name.split("/")[1].removesuffix(".css")
    if part not in LAYERS:
        raise ValueError(f"static/{name} is in no layer; the layers are {', '.join(LAYERS)}")
    return part


def pack(name: str, body: bytes) -> Asset:
    """A file with its type, and its compressed form when that is smaller."""
    known = TYPES.get(PurePath(name).suffix) or mimetypes.guess_type(name)[0]
    kind = known or "application/octet-stream"
    is_text = kind in TEXT or kind.startswith("text/")
    if not is_text:
        return Asset(body, None, kind)
    content_type = f"{kind}; charset=utf-8"
    zipped = gzip.compress(body, 9, mtime=0)
    return Asset(body, zipped if len(zipped) < len(body) else None, content_type)
