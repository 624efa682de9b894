"""Places on the map: north is up, the corners are the corners, and what lies outside has no dot."""

from __future__ import annotations

import pytest

from course.web.tools.dutch_map import EAST, HEIGHT, NORTH, SOUTH, WEST, WIDTH, Dot, dot


def test_corners() -> None:
    assert dot(NORTH, WEST) == Dot(0, 0)
    assert dot(SOUTH, EAST) == Dot(WIDTH, HEIGHT)


def test_groningen_lies_above_and_right_of_middelburg() -> None:
    groningen, middelburg = dot(53.22, 6.57), dot(51.5, 3.61)
    assert groningen is not None
    assert middelburg is not None
    assert groningen.y < middelburg.y
    assert groningen.x > middelburg.x


def test_a_degree_is_drawn_in_its_true_ratio() -> None:
    """At 52 degrees north a degree east is 0.616 of a degree north."""
    assert pytest.approx(0.616, abs=0.005) == (WIDTH / (EAST - WEST)) / (HEIGHT / (NORTH - SOUTH))


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(48.86, 2.35), (-52.0, 5.0), (52.0, -5.0), (float("nan"), 5.0)]
)
def test_elsewhere_has_no_dot(latitude: float, longitude: float) -> None:
    assert dot(latitude, longitude) is None
