"""The colours of tokens.css, measured: every pair that is used together is at or above its norm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course import kinds
from course.web.http.assets import STATIC, files_of_kinds

TOKENS = (STATIC / "css/tokens.css").read_text("utf-8")
KIND_SHEETS = [path for path in files_of_kinds(kinds.__path__).values() if path.suffix == ".css"]
SHEETS = [*(STATIC / "css").rglob("*.css"), *KIND_SHEETS]
AA_TEXT, AA_SHAPE, AAA_TEXT = 4.5, 3.0, 7.0
GROUNDS = ("bg", "surface", "sunken")
SOFT = ("ok", "warn", "bad", "info")
PAIRS = [
    *[
        ("text", ground, AAA_TEXT)
        for ground in (*GROUNDS, "primary-soft", *(f"{tone}-soft" for tone in SOFT))
    ],
    *[("muted", ground, AA_TEXT) for ground in (*GROUNDS, "primary-soft")],
    *[(tone, ground, AA_TEXT) for tone in SOFT for ground in ("surface", f"{tone}-soft")],
    *[
        (name, ground, AA_TEXT)
        for name in ("link", "primary")
        for ground in (*GROUNDS, "primary-soft")
    ],
    ("on-primary", "primary", AA_TEXT),
    ("on-primary", "primary-hover", AA_TEXT),
    ("on-accent", "accent", AA_TEXT),
    ("surface", "bad", AA_TEXT),
    ("surface", "text", AA_TEXT),
    *[("control", ground, AA_SHAPE) for ground in GROUNDS],
    *[("focus", ground, AA_SHAPE) for ground in GROUNDS],
    *[(f"chart-{number}", "surface", AA_SHAPE) for number in (1, 2)],
]
# What ui.md promises, to one decimal: (text, ground): light, dark.
PROMISED = {
    ("text", "bg"): (14.6, 15.9),
    ("muted", "bg"): (6.5, 9.6),
    ("primary", "surface"): (7.9, 9.4),
    ("link", "surface"): (7.9, 10.2),
    ("on-primary", "primary-hover"): (10.7, 10.8),
    ("on-primary", "primary"): (7.9, 9.0),
    ("ok", "ok-soft"): (5.6, 8.2),
    ("warn", "warn-soft"): (6.2, 8.7),
    ("bad", "bad-soft"): (6.0, 8.0),
    ("info", "info-soft"): (6.8, 8.4),
    ("on-accent", "accent"): (8.6, 8.6),
    ("focus", "bg"): (14.6, 10.1),
    ("control", "surface"): (4.5, 5.3),
    ("chart-2", "surface"): (4.3, 7.0),
}


def colours(selector: str) -> dict[str, str]:
    """The colours set in the first block of this selector."""
    block = re.search(re.escape(selector) + r" \{(.*?)\}", TOKENS, re.DOTALL)
    assert block, selector
    return dict(re.findall(r"--c-([a-z0-9-]+): (#[0-9A-F]{6});", block.group(1)))


THEMES = {"light": colours("\n:root"), "dark": colours(':root:not([data-theme="light"])')}


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground", "norm"), PAIRS)
def test_pair_is_readable(theme: str, front: str, ground: str, norm: float) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][ground]) >= norm


@pytest.mark.parametrize(("pair", "promised"), PROMISED.items())
def test_figures_are_what_the_guide_says(
    pair: tuple[str, str], promised: tuple[float, float]
) -> None:
    measured = [
        contrast(THEMES[theme][pair[0]], THEMES[theme][pair[1]]) for theme in ("light", "dark")
    ]
    assert measured == pytest.approx(promised, abs=0.06)


def test_both_dark_lists_are_equal() -> None:
    assert colours(':root[data-theme="dark"]') == THEMES["dark"]
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_no_colour_outside_the_tokens() -> None:
    """A raw colour in a component escapes the dark theme and the measuring above."""
    raw = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
    sheets: list[Path] = [path for path in SHEETS if path.name != "tokens.css"]
    assert sheets
    assert [
        f"{path.name}: {hit}" for path in sheets for hit in raw.findall(path.read_text("utf-8"))
    ] == []


def test_every_token_that_is_used_exists() -> None:
    sheets = [path.read_text("utf-8") for path in SHEETS]
    defined = {name for sheet in sheets for name in re.findall(r"(--[a-z0-9-]+):", sheet)}
    used = {name for sheet in sheets for name in re.findall(r"var\((--[a-z0-9-]+)", sheet)}
    assert used - defined == set()
