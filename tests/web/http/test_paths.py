"""Which paths are ours to send somebody to."""

from __future__ import annotations

import pytest

from course.web.http.paths import LONGEST, own_path


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/leren",
        "/leren/proef?a=b&c=//d#e",
        "/hé/€",
        "/a:b",
        "/a/https://elders.example",
        "/%5Celders.example",
        "/" + "x" * (LONGEST - 1),
        "/" + "!~%" * 666,
        "/" + "é" * 333,  # six signs each, as a browser sends them
    ],
)
def test_ours(path: str) -> None:
    assert own_path(path, "anders") == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "leren",
        "?a",
        "//elders.example",
        "///elders.example",
        "/\\elders.example",
        "/leren\\elders",
        "\\/elders.example",
        "https://elders.example/",
        "https:/leren",
        "javascript:alert(1)",
        " /leren",
        "/leren/a b",
        "/\t/elders.example",
        "/\n/elders.example",
        "/\x00",
        "/\x7f",
        "/\u00a0",
        "/\u200b",
        "/\u202e",
        "/\u2028",
        "/\ufffd",
        "/\ue000",
        "/" + "x" * LONGEST,
        "/" + "é" * 334,
        "/" + "🐟" * 200,
    ],
)
def test_not_ours(path: str | None) -> None:
    assert own_path(path) == "/"
    assert own_path(path, "anders") == "anders"
