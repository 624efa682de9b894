"""The photo inspector: what a photo file gives away.

The browser reads the photo; this server never gets it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import render_template

from course.domain.people.roles import Permission
from course.web.http.access import allow
from course.web.http.assets import STATIC
from course.web.page.formats import long_date
from course.web.tools import offered
from course.web.tools.blueprint import bp
from course.web.tools.dutch_map import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH, Dot, dot
from course.web.tools.towns import as_text, nearest

SAMPLES = STATIC / "samples"
LIMIT_MB = 50  # what a browser on an ordinary phone reads without trouble


@dataclass(frozen=True)
class Sample:
    """A photo of our own, made for this page, and what its file holds. Empty: not in the file."""

    file: str
    title: str
    alt: str
    told: str
    place: str = ""
    dot: Dot | None = None
    taken: str = ""
    device: str = ""


@dataclass(frozen=True)
class MapFrame:
    """The edges of the map in degrees and its size, for the script that puts a dot on it."""

    west: float = WEST
    east: float = EAST
    south: float = SOUTH
    north: float = NORTH
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class InspectorPage:
    """The tool, and the samples for who has no photo or no script."""

    samples: tuple[Sample, ...]
    limit_mb: int = LIMIT_MB
    towns: str = as_text()
    frame: MapFrame = MapFrame()


@bp.get("/foto-inspecteur")
@allow(Permission.LEARN)
def show_inspector() -> str:
    """The tool. There is no form on it and no route to send a photo to."""
    offered.require("foto-inspecteur")
    return render_template("tools/photo_inspector.html", page=InspectorPage(read_samples()))


@lru_cache(maxsize=1)
def read_samples(folder: Path = SAMPLES) -> tuple[Sample, ...]:
    """The samples with their facts in words."""
    rows = tomllib.loads((folder / "samples.toml").read_text("utf-8"))["sample"]
    return tuple(map(_sample, rows))


def _sample(row: Mapping[str, Any]) -> Sample:
    """One photo with what its file holds."""
    sample = Sample(row["file"], row["title"], row["alt"], row["told"])
    if "latitude" in row:
        place = row["latitude"], row["longitude"]
        sample = replace(sample, place=named_place(*place), dot=dot(*place))
    if "taken" in row:
        sample = replace(sample, taken=moment(row["taken"]))
    if "model" in row:
        sample = replace(sample, device=f"{row['maker']} {row['model']}")
    return sample


def coordinates(latitude: float, longitude: float) -> str:
    """A place as people read it, the same way as the script writes it: a few metres exact."""
    north = "noord" if latitude >= 0 else "zuid"
    east = "oost" if longitude >= 0 else "west"
    return f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}".replace(".", ",")


def named_place(latitude: float, longitude: float) -> str:
    """A place with the town near it, the same way as the script writes it."""
    town = nearest(latitude, longitude)
    if not town:
        return coordinates(latitude, longitude)
    return f"{coordinates(latitude, longitude)} (bij {town})"


def moment(taken: datetime) -> str:
    """Day and time as the camera wrote them; a camera knows no time zone."""
    return f"{long_date(taken.date())}, {taken.hour}.{taken.minute:02d} uur"
