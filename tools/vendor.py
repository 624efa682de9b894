"""Fetch the third-party front-end files that stand in static/vendor, and record where each byte
came from.

    python tools/vendor.py            make every file again from the versions in vendor.lock.json
    python tools/vendor.py NAME=VERSION …   the same, with another version of a package

Nothing is fetched while the application runs or is tested: the files are in the repository. This
needs npm (it knows where packages live), and fonttools with brotli to cut the font to the letters
we use.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "vendor.lock.json"


def main(arguments: list[str]) -> None:
    lock: dict[str, Any] = json.loads(LOCK.read_text("utf-8"))
    wanted = dict(argument.rsplit("=", 1) for argument in arguments)
    if unknown := wanted.keys() - {entry["package"] for entry in lock["packages"]}:
        raise SystemExit(f"vendor.lock.json has no package {', '.join(sorted(unknown))}")
    for entry in lock["packages"]:
        refresh(entry, wanted.get(entry["package"]))
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", "utf-8")


def refresh(entry: dict[str, Any], version: str | None) -> None:
    """Make the files of one package and write their hashes into its entry."""
    with tempfile.TemporaryDirectory() as scratch:
        package = unpack(entry, version, Path(scratch))
        folder = ROOT / entry["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*"):
            old.unlink()
        licence = next(package.glob("LICENSE*"))
        (folder / "LICENSE.txt").write_bytes(licence.read_bytes())
        recipe = entry["recipe"]
        if recipe["kind"] == "font":
            for cut in recipe["files"]:
                cut_font(package / cut["source"], folder / cut["file"], cut["unicodes"], recipe)
        elif recipe["kind"] == "copy":
            for copied in recipe["files"]:
                (folder / copied["file"]).write_bytes((package / copied["source"]).read_bytes())
        elif recipe["kind"] == "object":  # JSON inside a module of script
            for copied in recipe["files"]:
                text = (package / copied["source"]).read_text("utf-8")
                found = json.loads(text[text.index("{") : text.rindex("}") + 1])
                written = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
                (folder / copied["file"]).write_text(written, "utf-8")
        else:
            for name in recipe["icons"]:
                source = (package / "icons" / f"{name}.svg").read_text("utf-8")
                (folder / f"{name}.svg").write_text(tidy_icon(source), "utf-8")
        entry["sha256"] = {
            str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.iterdir())
        }


def unpack(entry: dict[str, Any], version: str | None, scratch: Path) -> Path:
    """Download one package with npm; the same version must have the same contents as last time."""
    name = f"{entry['package']}@{version or entry['version']}"
    done = subprocess.run(
        ["npm", "pack", "--json", name], cwd=scratch, check=True, capture_output=True, text=True
    )
    packed = json.loads(done.stdout)[0]
    archive = scratch / packed["filename"].replace("@", "").replace("/", "-")
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if version is None and entry["integrity"] and integrity != entry["integrity"]:
        raise SystemExit(f"{name} is not the package that vendor.lock.json knows: {integrity}")
    entry["version"], entry["integrity"] = packed["version"], integrity
    with tarfile.open(archive) as tar:
        tar.extractall(scratch, filter="data")
    return scratch / "package"


def cut_font(source: Path, target: Path, unicodes: str, recipe: dict[str, Any]) -> None:
    """Keep only the letters, weights and features that the recipe names."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    low, high = recipe["weights"]
    font = instancer.instantiateVariableFont(font, {"wght": (low, high)})
    options = subset.Options(
        flavor="woff2",
        layout_features=recipe["features"],
        hinting=False,
        desubroutinize=True,
        name_IDs=[1, 2, 13, 14],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    cutter.subset(font)
    font["head"].modified = font["head"].created  # the same input gives the same bytes
    font.recalcTimestamp = False
    font.flavor = "woff2"
    font.save(target)


def tidy_icon(source: str) -> str:
    """One line, without the attributes that our style sheet sets."""
    licence = re.search(r"<!--.*?-->", source, re.DOTALL)
    inside = re.sub(
        r"\s+", " ", re.sub(r".*?<svg.*?>|</svg>.*", "", source, flags=re.DOTALL)
    ).strip()
    inside = inside.replace(" />", "/>").replace("> <", "><")
    comment = licence.group() + "\n" if licence else ""
    return f'{comment}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{inside}</svg>\n'


if __name__ == "__main__":
    main(sys.argv[1:])
