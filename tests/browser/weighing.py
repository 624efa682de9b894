"""What a page weighs for who opens it with nothing in store yet; the limits are those of the UI
guide, section 8.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

KB = 1024
MOST_SENT = 75 * KB  # without the pictures of a lesson
MOST_REQUESTS = 12
MOST_STYLE = 10 * KB
MOST_SCRIPT = 6 * KB
MOST_FONT = (22_000, 11_000)  # the second for letters such as ł and ş only
MOST_HTML = 40 * KB  # as it is: pages are not compressed
HEAD = 300  # of each reply, about
# The page and each part it loaded, kept parts too. Sizes are those of the reply.
PARTS = """
() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((one) => ({
  name: one.name, path: new URL(one.name).pathname, kind: one.initiatorType,
  sent: one.encodedBodySize, raw: one.decodedBodySize,
}))
"""


def too_heavy(page: Page) -> list[str]:
    """Each limit that this page goes over.

    Answers shown in place came later, but are whole pages as well.
    """
    found: list[dict[str, Any]] = page.evaluate(PARTS)
    parts = list({one["name"]: one for one in found if one["kind"] != "fetch"}.values())
    light = [one for one in parts if one["kind"] != "img"]

    def sent(ending: str) -> list[int]:
        return sorted((one["sent"] for one in light if one["path"].endswith(ending)), reverse=True)

    weights = [
        ("bytes sent", sum(sent("")) + HEAD * len(light), MOST_SENT),
        ("requests", len(parts), MOST_REQUESTS),
        ("bytes of style", sum(sent(".css")), MOST_STYLE),
        ("bytes of script", sum(sent(".js")), MOST_SCRIPT),
        (
            "bytes of HTML",
            max(one["raw"] for one in found if one["kind"] in ("navigation", "fetch")),
            MOST_HTML,
        ),
        *(
            ("bytes of a font", size, most)
            for size, most in zip(sent(".woff2"), MOST_FONT, strict=False)
        ),
    ]
    return [
        f"too heavy: {weight} {name}, at most {most}"
        for name, weight, most in weights
        if weight > most
    ]
