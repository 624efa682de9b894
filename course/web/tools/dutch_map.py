"""Where a place stands on our simple map of the Netherlands."""

from __future__ import annotations

from dataclasses import dataclass

WEST, EAST, SOUTH, NORTH = 3.2, 7.4, 50.6, 53.7  # degrees
WIDTH, HEIGHT = 250, 300  # of the drawing


@dataclass(frozen=True)
class Dot:
    """A place in the units of the drawing, from its upper left corner."""

    x: float
    y: float


def dot(latitude: float, longitude: float) -> Dot | None:
    """The place on the map; None when it lies outside it.

    Units:  degrees, north and east positive; drawing units, to a tenth.
    Source: an equidistant projection. Width and height keep the ratio of a degree east to a degree
            north at 52 degrees, so over a country this small the error is less than the width of
            the dot.
    """
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return None
    return Dot(
        round((longitude - WEST) / (EAST - WEST) * WIDTH, 1),
        round((NORTH - latitude) / (NORTH - SOUTH) * HEIGHT, 1),
    )
