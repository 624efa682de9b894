"""Static files: one hash for the whole tree, kept for a year, and small enough for a slow phone."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from course import kinds
from course.web.http.assets import (
    STATIC,
    STYLE_SHEET,
    TREE,
    files_of_kinds,
    init_assets,
    joined,
    pack,
    read_tree,
    squeezed,
)
from course.web.page.icons import drawings

KB = 1024
KIND_FILES = files_of_kinds(kinds.__path__)
MODULES = [
    *sorted((STATIC / "js").glob("*.js")),
    *(path for path in KIND_FILES.values() if path.suffix == ".js"),
]


def address(app: Flask, name: str) -> str:
    asset = app.jinja_env.filters["asset"]
    return asset(name)  # type: ignore[operator, no-any-return]


def zipped_size(body: bytes) -> int:
    return len(gzip.compress(body, 9, mtime=0))


def test_style_sheet_is_served_compressed_and_for_a_year(drawing_app: Flask) -> None:
    client = drawing_app.test_client()
    plain = client.get(address(drawing_app, STYLE_SHEET))
    small = client.get(address(drawing_app, STYLE_SHEET), headers={"Accept-Encoding": "gzip, br"})
    refused = client.get(address(drawing_app, STYLE_SHEET), headers={"Accept-Encoding": "gzip;q=0"})
    assert plain.status_code == 200
    assert plain.content_type == "text/css; charset=utf-8"
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data == refused.data
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("js/enhance.js", "text/javascript; charset=utf-8"),
        ("vendor/public-sans/public-sans.woff2", "font/woff2"),
        ("brand/mark.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_files_have_their_type(drawing_app: Flask, name: str, kind: str) -> None:
    reply = drawing_app.test_client().get(address(drawing_app, name))
    assert reply.content_type == kind
    assert reply.data == (STATIC / name).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "css/missing.css",
        "../course/config.py",
        "%2e%2e/course/config.py",
        "css/../../course/config.py",
        "css/tokens.css",
        "",
    ],
)
def test_nothing_else_is_served(drawing_app: Flask, path: str) -> None:
    folder = address(drawing_app, STYLE_SHEET).removesuffix(STYLE_SHEET)
    assert drawing_app.test_client().get(folder + path).status_code == 404


def test_another_hash_is_not_there(drawing_app: Flask) -> None:
    assert drawing_app.test_client().get(f"/static/0123456789ab/{STYLE_SHEET}").status_code == 404


def test_a_wrong_name_in_a_template_is_an_error(drawing_app: Flask) -> None:
    with pytest.raises(LookupError, match=r"no file css/nope\.css"):
        address(drawing_app, "css/nope.css")
    with pytest.raises(LookupError, match="no icon nope"):
        drawings(STATIC / "vendor/lucide")("nope")


def test_the_hash_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/base.css").write_text("p { margin: 0 }", "utf-8")
    (tmp_path / "a.txt").write_text("one", "utf-8")
    first = read_tree(tmp_path).version
    assert read_tree(tmp_path).version == first
    (tmp_path / "a.txt").write_text("two", "utf-8")
    second = read_tree(tmp_path).version
    (tmp_path / "css/base.css").write_text("p { margin: 1px }", "utf-8")
    assert len({first, second, read_tree(tmp_path).version}) == 3


def test_comments_stay_with_the_authors() -> None:
    sheet = joined({"css/print.css": b"/* why */\na { b: c; } /* and\nmore */\nd {}"}).decode()
    assert sheet.endswith("@layer print {\na{b:c;}d{}\n}\n")


@pytest.mark.parametrize(
    ("css", "sent"),
    [
        ("a  { b: c ; d: e, f }\n\n.g { h: i }", "a{b:c;d:e,f}.g{h:i}"),
        ('a::after { content: " { ; , : " ; }', 'a::after{content:" { ; , : ";}'),
        (
            "a :hover, a > b + c { d: calc(1px + 2 * (3px - 1px)); }",
            "a :hover,a > b + c{d:calc(1px + 2 * (3px - 1px));}",
        ),
        (
            "@media (min-width: 42em) and (x) { a b { --c-1: 0; } }",
            "@media (min-width:42em) and (x){a b{--c-1:0;}}",
        ),
        (":is(a, b) :focus { c: d !important; }", ":is(a,b) :focus{c:d !important;}"),
    ],
)
def test_only_room_that_means_nothing_goes(css: str, sent: str) -> None:
    assert squeezed(css) == sent


def test_a_kind_brings_its_own_styles_and_script(drawing_app: Flask) -> None:
    assert {path.name for path in KIND_FILES.values()} == {"kind.css", "kind.js"}
    sheet = drawing_app.test_client().get(address(drawing_app, STYLE_SHEET)).text
    for name, path in KIND_FILES.items():
        text = path.read_text("utf-8")
        if name.endswith(".css"):
            assert squeezed(text) in sheet
        else:
            assert text in drawing_app.test_client().get(address(drawing_app, name)).text
        enhanced = re.findall(
            r'data-enhance="(kinds/[^"]+)"', (path.parent / "form.html").read_text("utf-8")
        )
        assert enhanced == (
            [f"kinds/{path.parent.name}"] if (path.parent / "kind.js").exists() else []
        )


def test_layers_are_joined_in_order() -> None:
    sheet = joined(
        {"css/print.css": b"a{}", "css/components/x.css": b"b{}", "css/tokens.css": b"c{}"}
    ).decode()
    assert sheet.startswith(
        "@layer reset, tokens, base, compositions, components, utilities, print;\n"
    )
    assert re.findall(r"@layer (\w+) \{", sheet) == ["tokens", "components", "print"]
    with pytest.raises(ValueError, match="in no layer"):
        joined({"css/odd.css": b""})


def test_addresses_in_css_exist_and_match_the_preload() -> None:
    tree = read_tree(STATIC, kinds.__path__)
    urls = re.findall(r'url\("([^"]+)"\)', tree.assets[STYLE_SHEET].body.decode())
    assert urls
    assert [url for url in urls if url.removeprefix("../") not in tree.assets] == []


def test_budgets() -> None:
    """Limits of the guide, section 8, in compressed bytes."""
    tree = read_tree(STATIC, kinds.__path__)
    assert zipped_size(tree.assets[STYLE_SHEET].body) <= 10 * KB
    assert {
        path.name: size for path in MODULES if (size := zipped_size(path.read_bytes())) > KB
    } == {}
    assert sum(zipped_size(path.read_bytes()) for path in MODULES) <= 6 * KB
    assert (STATIC / "vendor/public-sans/public-sans.woff2").stat().st_size <= 22_000
    assert (STATIC / "vendor/public-sans/public-sans-ext.woff2").stat().st_size <= 11_000


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_module_follows_the_policy(path: Path) -> None:
    """Relative imports only, no HTML from strings, nothing evaluated; every module but the first
    exports enhance.
    """
    source = path.read_text("utf-8")
    assert "export function enhance(" in source
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b",
        source,
    )
    assert all(
        name.startswith(("./", "../"))
        for name in re.findall(r'from "([^"]+)"|import\([`"]([^`"]+)', source)
        for name in name
        if name
    )


@pytest.mark.parametrize(
    ("name", "kind", "zipped"),
    [
        ("a.css", "text/css; charset=utf-8", True),
        ("a.js", "text/javascript; charset=utf-8", True),
        ("a.html", "text/html; charset=utf-8", True),
        ("a.json", "application/json; charset=utf-8", True),
        ("a.svg", "image/svg+xml; charset=utf-8", True),
        ("a.png", "image/png", False),
        ("a.woff2", "font/woff2", False),
        ("a.webp", "image/webp", False),
        ("a.vtt", "text/vtt; charset=utf-8", True),
        ("a", "application/octet-stream", False),
    ],
)
def test_what_is_text_is_compressed(name: str, kind: str, zipped: bool) -> None:
    body = b"tekst " * 100
    found = pack(name, body)
    assert (found.body, found.content_type) == (body, kind)
    assert found.zipped == (gzip.compress(body, 9, mtime=0) if zipped else None)
    assert pack(name, b"x").zipped is None, "it would be longer"


def test_the_hash_knows_where_a_file_ends(tmp_path: Path) -> None:
    versions = set()
    for first, second in (("x", "yz"), ("xy", "z")):
        (tmp_path / "a.txt").write_text(first, "utf-8")
        (tmp_path / "b.txt").write_text(second, "utf-8")
        versions.add(read_tree(tmp_path).version)
    assert len(versions) == 2
    assert {len(version) for version in versions} == {12}


def test_an_application_serves_what_it_read() -> None:
    app = Flask("proef", static_folder=None)
    init_assets(app)
    tree = app.extensions[TREE]
    assert tree.version == read_tree(STATIC, kinds.__path__).version
    assert {name for name in KIND_FILES if name.endswith(".js")} <= tree.assets.keys()
    for name in ("js/enhance.js", STYLE_SHEET):
        reply = app.test_client().get(address(app, name))
        assert (reply.status_code, reply.data) == (200, tree.assets[name].body)
