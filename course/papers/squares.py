"""A QR code as an SVG that a page or a paper holds inside itself."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

QUIET = 2  # modules of white around it


def qr_svg(address: str) -> bytes:
    """The code of an address, black on white in light and dark."""
    import segno  # only who shows one needs it

    drawn = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", border=QUIET, scale=4, dark="#000", light="#fff", xmldecl=False)
    return drawn.getvalue()


def as_source(svg: bytes) -> str:
    """What `src` of an image says."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
