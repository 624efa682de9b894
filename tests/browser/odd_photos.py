"""Photos as cameras, phones, editors and accidents leave them, made byte by byte, with what is to be
told of each.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Rational = tuple[int, int]
Value = str | bytes | Sequence[Rational] | int
Directory = Mapping[int, Value]

EXIF, GPS = 0x8769, 0x8825
MAKE, MODEL, CHANGED, ARTIST = 0x10F, 0x110, 0x132, 0x13B
TAKEN, SAVED, LENS = 0x9003, 0x9004, 0xA434
PICTURE = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\xff\xd9"
NOON = "2026:03:12 13:47:05"
TOLD = "12 maart 2026, 13.47 uur"
NORTH: tuple[Rational, ...] = ((52, 1), (5, 1), (2436, 100))
EAST: tuple[Rational, ...] = ((5, 1), (7, 1), (1200, 100))
HERE = "52,0901° noord, 5,1200° oost (bij Utrecht)"


@dataclass(frozen=True)
class Odd:
    """One photo: its bytes, and the lines that are told. Nothing told: `says` has the sentence."""

    name: str
    body: bytes
    place: str = ""
    taken: str = ""
    device: str = ""
    says: str = ""


def tiff(
    first: Directory, exif: Directory | None = None, gps: Directory | None = None, order: str = "<"
) -> bytes:
    """The directories of an EXIF block, one after the other."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    inner = [(tag, one) for tag, one in ((EXIF, exif), (GPS, gps)) if one is not None]
    start = 8 + _size({**first, **{tag: 0 for tag, _ in inner}})
    pointers: dict[int, Value] = {}
    rest = b""
    for tag, one in inner:
        pointers[tag] = start + len(rest)
        rest += _directory(one, start + len(rest), order)
    return head + _directory({**first, **pointers}, 8, order) + rest


def _size(directory: Directory) -> int:
    return len(_directory(directory, 0, "<"))


def _directory(directory: Directory, at: int, order: str) -> bytes:
    entries, data = b"", b""
    after = at + 2 + 12 * len(directory) + 4
    for tag, value in sorted(directory.items()):
        kind, count, raw = _raw(value, order)
        if len(raw) > 4:
            where = struct.pack(f"{order}I", after + len(data))
            data += raw + b"\0" * (len(raw) % 2)
        else:
            where = raw.ljust(4, b"\0")
        entries += struct.pack(f"{order}HHI", tag, kind, count) + where
    return struct.pack(f"{order}H", len(directory)) + entries + bytes(4) + data


def _raw(value: Value, order: str) -> tuple[int, int, bytes]:
    if isinstance(value, int):
        return 4, 1, struct.pack(f"{order}I", value)
    if isinstance(value, str):
        text = value.encode() + b"\0"
        return 2, len(text), text
    if isinstance(value, bytes):
        return 7, len(value), value
    parts = [number for pair in value for number in pair]
    return 5, len(value), struct.pack(f"{order}{len(parts)}I", *parts)


def retyped(block: bytes, tag: int, kind: int, count: int | None = None) -> bytes:
    """The same, with another type for what one tag holds."""
    at = block.index(struct.pack("<HH", tag, 2)) + 2
    size = block[at + 2 : at + 6] if count is None else struct.pack("<I", count)
    return block[:at] + struct.pack("<H", kind) + size + block[at + 6 :]


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def exif_segment(body: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + body)


def jpeg(*segments: bytes, end: bytes = PICTURE) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + end


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def xmp(words: str) -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description {words}/></rdf:RDF></x:xmpmeta>'.encode()


def xmp_segment(words: str) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(words))


def iptc_segment(**records: str) -> bytes:
    found = b"".join(
        b"\x1c\x02"
        + bytes([int(tag.removeprefix("r"))])
        + struct.pack(">H", len(text))
        + text.encode()
        for tag, text in records.items()
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(found)) + found
    return segment(0xED, b"Photoshop 3.0\0" + resource)


def placed(
    north: Sequence[Rational] = NORTH,
    east: Sequence[Rational] = EAST,
    sides: tuple[str | None, str | None] = ("N", "E"),
    **more: Value,
) -> bytes:
    """A JPEG with only a place."""
    gps: dict[int, Value] = {2: north, 4: east}
    gps.update({tag: side for tag, side in zip((1, 3), sides, strict=True) if side is not None})
    gps.update({int(name.removeprefix("t")): value for name, value in more.items()})
    return jpeg(exif_segment(tiff({}, gps=gps)))


def dated(exif: Directory, first: Directory | None = None) -> bytes:
    return jpeg(exif_segment(tiff(first or {}, exif=exif)))


NOTHING = "staan geen plek, tijd of toestel"
BROKEN = "Het bestand is beschadigd"
UNSURE = "Er staat een plek in, maar niet of dat noord of zuid"
WHOLE = tiff(
    {MAKE: "Voorbeeld", MODEL: "Toestel 7"}, {TAKEN: NOON}, {1: "N", 2: NORTH, 3: "E", 4: EAST}
)
MOTOROLA = tiff({MODEL: "Toestel 7"}, {TAKEN: NOON}, {1: "N", 2: NORTH, 3: "E", 4: EAST}, order=">")
SOUTH_WEST = "33,8568° zuid, 70,5000° west"
LONG_JFIF = segment(0xE0, b"JFIF\0" + bytes(9))

ODD = (
    # where it stands in the file
    Odd("alles", jpeg(exif_segment(WHOLE)), HERE, TOLD, "Voorbeeld Toestel 7"),
    Odd("andere volgorde van bytes", jpeg(exif_segment(MOTOROLA)), HERE, TOLD, "Toestel 7"),
    Odd(
        "na een JFIF-blok", jpeg(LONG_JFIF, exif_segment(WHOLE)), HERE, TOLD, "Voorbeeld Toestel 7"
    ),
    Odd("na vulbytes", jpeg(b"\xff\xff", exif_segment(WHOLE)), HERE, TOLD, "Voorbeeld Toestel 7"),
    Odd(
        "na een groot kleurprofiel",
        jpeg(segment(0xE2, bytes(60000)), exif_segment(WHOLE)),
        HERE,
        TOLD,
        "Voorbeeld Toestel 7",
    ),
    Odd(
        "na XMP",
        jpeg(xmp_segment('a:b="c"'), exif_segment(WHOLE)),
        HERE,
        TOLD,
        "Voorbeeld Toestel 7",
    ),
    Odd(
        "in twee EXIF-blokken",
        jpeg(exif_segment(tiff({MODEL: "Toestel 7"})), exif_segment(tiff({}, {TAKEN: NOON}))),
        "",
        TOLD,
        "Toestel 7",
    ),
    Odd("WebP", webp((b"VP8X", bytes(10)), (b"EXIF", WHOLE)), HERE, TOLD, "Voorbeeld Toestel 7"),
    Odd(
        "WebP met een kop",
        webp((b"VP8 ", bytes(11)), (b"EXIF", b"Exif\0\0" + WHOLE)),
        HERE,
        TOLD,
        "Voorbeeld Toestel 7",
    ),
    Odd("WebP zonder iets", webp((b"VP8 ", bytes(10))), says=NOTHING),
    Odd(
        "WebP met alleen XMP",
        webp((b"VP8 ", bytes(10)), (b"XMP ", xmp('tiff:Model="Toestel 7"'))),
        "",
        "",
        "Toestel 7",
    ),
    Odd(
        "plek alleen in XMP",
        jpeg(xmp_segment('exif:GPSLatitude="52,5.406N" exif:GPSLongitude="5,7.2E"')),
        HERE,
    ),
    Odd(
        "plaatsnaam alleen in XMP",
        jpeg(xmp_segment('photoshop:City="Utrecht" photoshop:Country="Nederland"')),
        "Utrecht, Nederland",
    ),
    Odd(
        "tijd alleen in XMP",
        jpeg(xmp_segment('xmp:CreateDate="2026-03-12T13:47:05+01:00"')),
        "",
        TOLD,
    ),
    Odd(
        "plaatsnaam en dag in IPTC",
        jpeg(iptc_segment(r55="20260312", r90="Utrecht")),
        "Utrecht",
        "12 maart 2026",
    ),
    # places
    Odd(
        "zuid en west",
        placed(((33, 1), (51, 1), (2448, 100)), ((70, 1), (30, 1), (0, 1)), ("S", "W")),
        SOUTH_WEST,
    ),
    Odd(
        "graden met een komma",
        placed(((52_0901, 10_000), (0, 1), (0, 1)), ((512, 100), (0, 1), (0, 1))),
        HERE,
    ),
    Odd(
        "minuten met een komma, seconden 0/0",
        placed(((52, 1), (5406, 1000), (0, 0)), ((5, 1), (72, 10), (0, 0))),
        HERE,
    ),
    Odd("twee getallen", placed(((52, 1), (5406, 1000)), ((5, 1), (72, 10))), HERE),
    Odd("nul, nul", placed(((0, 1), (0, 1), (0, 1)), ((0, 1), (0, 1), (0, 1))), says=NOTHING),
    Odd(
        "op de evenaar",
        placed(((0, 1), (0, 1), (0, 1)), ((5, 1), (7, 1), (12, 1))),
        "0,0000° noord, 5,1200° oost",
    ),
    Odd("een ongeldige meting", placed(t9="V"), says=NOTHING),
    Odd("een geldige meting", placed(t9="A"), HERE),
    Odd("breedte van 152 graden", placed(((152, 1), (5, 1), (0, 1))), says=NOTHING),
    Odd("lengte van 205 graden", placed(east=((205, 1), (5, 1), (0, 1))), says=NOTHING),
    Odd("75 minuten", placed(((52, 1), (75, 1), (0, 1))), says=NOTHING),
    Odd("90 seconden", placed(((52, 1), (5, 1), (90, 1))), says=NOTHING),
    Odd("graden 0/0", placed(((0, 0), (5, 1), (0, 1))), says=NOTHING),
    Odd("zonder noord of zuid", placed(sides=(None, "E")), UNSURE),
    Odd("zonder oost of west", placed(sides=("N", None)), UNSURE),
    Odd("kleine letters", placed(((33, 1), (51, 1), (0, 1)), sides=("s", "w")), UNSURE),
    Odd("lege letters", placed(sides=("", "")), UNSURE),
    Odd("alleen een breedte", jpeg(exif_segment(tiff({}, gps={1: "N", 2: NORTH}))), says=NOTHING),
    Odd("alleen een hoogte", jpeg(exif_segment(tiff({}, gps={6: ((12, 1),)}))), says=NOTHING),
    # times
    Odd(
        "een lege datum, dan een echte",
        dated({TAKEN: "0000:00:00 00:00:00", SAVED: NOON}),
        "",
        TOLD,
    ),
    Odd("spaties als datum", dated({TAKEN: "    :  :     :  :  "}, {CHANGED: NOON}), "", TOLD),
    Odd("30 februari", dated({TAKEN: "2026:02:30 10:00:00"}, {CHANGED: NOON}), "", TOLD),
    Odd("25 uur", dated({TAKEN: "2026:03:12 25:00:00"}), says=NOTHING),
    Odd("streepjes", dated({TAKEN: "2026-03-12 13:47:05"}), "", TOLD),
    Odd("alleen een dag", dated({TAKEN: "2026:03:12"}), "", "12 maart 2026"),
    Odd("alleen gewijzigd", dated({}, {CHANGED: NOON}), "", TOLD),
    Odd(
        "een datum van de satelliet",
        jpeg(exif_segment(tiff({}, gps={0x1D: "2026:03:12"}))),
        "",
        "12 maart 2026",
    ),
    # devices
    Odd(
        "merk in het model",
        dated({}, {MAKE: "VOORBEELD", MODEL: "Voorbeeld Toestel 7"}),
        "",
        "",
        "Voorbeeld Toestel 7",
    ),
    Odd("alleen een merk", dated({}, {MAKE: "Voorbeeld"}), "", "", "Voorbeeld"),
    Odd("alleen een lens", dated({LENS: "Toestel 7 back camera"}), "", "", "Toestel 7 back camera"),
    Odd(
        "nullen en spaties", dated({}, {MAKE: "Voorbeeld  \0\0", MODEL: "  "}), "", "", "Voorbeeld"
    ),
    Odd(
        "een toestel in UTF-8, zoals EXIF 3 het schrijft",
        jpeg(exif_segment(retyped(tiff({MODEL: "Toestel zeven"}), MODEL, 129))),
        "",
        "",
        "Toestel zeven",
    ),
    Odd(
        "een soort die niemand kent, een miljard keer",
        jpeg(exif_segment(retyped(tiff({MODEL: "Toestel zeven"}), MODEL, 99, 10**9))),
        says=NOTHING,
    ),
    Odd(
        "XMP met de kant voor de plek",
        jpeg(
            xmp_segment(
                'exif:GPSLatitudeRef="N" exif:GPSLatitude="52,5.406N"'
                ' exif:GPSLongitudeRef="E" exif:GPSLongitude="5,7.2E"'
            )
        ),
        HERE,
    ),
    # broken files
    Odd(
        "afgekapt na de plek", jpeg(exif_segment(WHOLE), end=b""), HERE, TOLD, "Voorbeeld Toestel 7"
    ),
    Odd("afgekapt in het beeld", jpeg(LONG_JFIF, end=PICTURE[:-2]), says=BROKEN),
    Odd("afgekapt voor het beeld", jpeg(LONG_JFIF, end=b""), says=BROKEN),
    Odd("EXIF zonder begin", jpeg(exif_segment(b"onzin en meer onzin")), says=BROKEN),
    Odd(
        "een verwijzing buiten het blok",
        jpeg(exif_segment(b"II*\0\xff\xff\0\0" + bytes(20))),
        says=BROKEN,
    ),
    Odd("afgekapte WebP", webp((b"VP8 ", bytes(400)))[:60], says=BROKEN),
    Odd("een gewone foto zonder iets", jpeg(LONG_JFIF), says=NOTHING),
)
