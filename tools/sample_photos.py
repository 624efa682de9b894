"""Make the sample photos of the photo inspector: drawings saved as JPEG, with the made-up facts of
samples.toml inside.

    python tools/sample_photos.py

Needs Pillow, which the application itself does not. The files are in the repository, so this runs
only when a drawing or a fact changes; tests/web/test_photos.py holds the files against the facts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "samples"
SIZE = (640, 480)
MAKE, MODEL = 0x010F, 0x0110
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN = 0x9003
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4
INK = "#1C2530"
Draw = ImageDraw.ImageDraw


def main() -> None:
    facts = tomllib.loads((FOLDER / "samples.toml").read_text("utf-8"))
    for sample in facts["sample"]:
        picture = Image.new("RGB", SIZE, "#F1EDE4")
        DRAWINGS[sample["drawing"]](ImageDraw.Draw(picture))
        exif = exif_of(sample)
        picture.save(
            FOLDER / sample["file"],
            "JPEG",
            quality=80,
            optimize=True,
            **({"exif": exif} if exif else {}),
        )


def exif_of(sample: dict[str, Any]) -> Image.Exif:
    """The facts of one sample as EXIF; empty when it has none."""
    exif = Image.Exif()
    if "model" in sample:
        exif[MAKE], exif[MODEL] = sample["maker"], sample["model"]
    if "taken" in sample:
        exif.get_ifd(EXIF_IFD)[TAKEN] = sample["taken"].strftime("%Y:%m:%d %H:%M:%S")
    if "latitude" in sample:
        gps = exif.get_ifd(GPS_IFD)
        gps[LATITUDE_REF], gps[LATITUDE] = "N", degrees(sample["latitude"])
        gps[LONGITUDE_REF], gps[LONGITUDE] = "E", degrees(sample["longitude"])
    return exif


def degrees(angle: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds, as a camera writes them."""
    minutes = (angle % 1) * 60
    return float(int(angle)), float(int(minutes)), round((minutes % 1) * 60, 3)


def reading_corner(draw: Draw) -> None:
    """A bookcase, a lamp and a cushion."""
    draw.rectangle((0, 380, 640, 480), fill="#C9B79C")
    draw.rectangle((60, 90, 330, 390), fill="#A9825A", outline=INK, width=4)
    colours = ("#0B5A63", "#F4B740", "#6B4BA3", "#C65A11", "#DCEEEF")
    for shelf in range(3):
        floor = 185 + shelf * 97
        draw.line((60, floor, 330, floor), fill=INK, width=4)
        for book in range(9):
            left, height = 74 + book * 27, 58 + (book * 7 + shelf * 5) % 22
            colour = colours[(book + shelf * 2) % 5]
            draw.rectangle((left, floor - height, left + 21, floor - 3), fill=colour, outline=INK)
    draw.line((480, 130, 480, 380), fill=INK, width=8)
    draw.polygon(((430, 150), (530, 150), (505, 80), (455, 80)), fill="#F4B740", outline=INK)
    draw.ellipse((390, 330, 600, 440), fill="#0B5A63", outline=INK, width=4)


def window_sill(draw: Draw) -> None:
    """Three plants and a watering can before a dark window."""
    draw.rectangle((70, 40, 570, 330), fill="#16264A", outline=INK, width=10)
    draw.line((320, 40, 320, 330), fill=INK, width=8)
    draw.ellipse((470, 70, 520, 120), fill="#FDF0D3")
    draw.rectangle((30, 330, 610, 365), fill="#FFFFFF", outline=INK, width=4)
    for left in (100, 230, 360):
        for lean in (-30, 0, 30):
            draw.ellipse(
                (left + 18 + lean, 190, left + 52 + lean, 280), fill="#1D6B3C", outline=INK
            )
        draw.polygon(
            ((left, 265), (left + 70, 265), (left + 58, 330), (left + 12, 330)),
            fill="#C65A11",
            outline=INK,
        )
    draw.rectangle((480, 270, 550, 330), fill="#8A8F98", outline=INK, width=4)
    draw.line((480, 300, 445, 265), fill=INK, width=6)


DRAWINGS: dict[str, Callable[[Draw], None]] = {
    "reading-corner": reading_corner,
    "window-sill": window_sill,
}


if __name__ == "__main__":
    main()
