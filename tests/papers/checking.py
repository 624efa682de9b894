"""A PDF is looked at as PDF/UA-1 asks, as far as a machine can: the checks of the Matterhorn protocol
that need no person. Of veraPDF there is no package; qpdf looks at the file itself.

Source: https://pdfa.org/resource/the-matterhorn-protocol/, the numbers beside each check.
"""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from tests import machine

HEADING = re.compile(r"/H([1-6])")


def check_paper(data: bytes) -> PdfReader:
    """The paper, when nothing is wrong with it.

    Errors: AssertionError with what is.
    """
    paper = PdfReader(BytesIO(data))
    found = [*_of_document(paper), *_of_pages(paper), *_of_file(data)]
    if "/StructTreeRoot" in paper.trailer["/Root"]:
        found += _of_tree(paper)
    assert found == [], found
    return paper


def _of_document(paper: PdfReader) -> Iterator[str]:
    root = paper.trailer["/Root"]
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "06: it does not say that it is tagged"
    if not root.get("/Lang"):
        yield "11: no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07: its file name is shown and not its title"
    if not (paper.metadata and paper.metadata.title):
        yield "06: no title"
    if b'pdfuaid:part="1"' not in root["/Metadata"].get_object().get_data():
        yield "06: it does not say that it is PDF/UA-1"
    if "/StructTreeRoot" not in root:
        yield "01: no tree of what it says"


def _of_tree(paper: PdfReader) -> Iterator[str]:
    elements = list(_elements(paper.trailer["/Root"]["/StructTreeRoot"]))
    kinds = [one["/S"] for one in elements]
    levels = [int(found[1]) for kind in kinds if (found := HEADING.fullmatch(kind))]
    if levels[:1] != [1]:
        yield "14: it does not begin with a heading of the first level"
    yield from ("14: a level is left out" for a, b in itertools.pairwise(levels) if b > a + 1)
    for one in elements:
        if one["/S"] == "/Figure" and not (one.get("/Alt") or one.get("/ActualText")):
            yield "13: a picture without words"
        if one["/S"] == "/TH" and not (_attribute(one, "/Scope") or one.get("/ID")):
            yield "15: a head of a table that does not say of what"
        if one["/S"] == "/TD" and not _attribute(one, "/Headers"):
            yield "15: a cell of a table without its heads"
        if one["/S"] == "/TR" and not set(_kinds(one)) <= {"/TH", "/TD"}:
            yield "09: something else in a row of a table"
        if one["/S"] == "/L" and not set(_kinds(one)) <= {"/LI", "/Caption", "/L"}:
            yield f"09: something else in a list {_kinds(one)}"


def _of_pages(paper: PdfReader) -> Iterator[str]:
    for page in paper.pages:
        if page.get("/Tabs", "/S") != "/S":
            yield "28: another order for the tab key"
        for font in page["/Resources"].get("/Font", {}).values():
            if not _is_embedded(font.get_object()):
                yield "31: a font that is not in the file"
        for note in page.get("/Annots", []):
            about = note.get_object()
            if about["/Subtype"] == "/Link" and "/StructParent" not in about:
                yield "28: a link that is in no sentence"
        content = page.get_contents()
        if content is not None and not _is_marked(content.get_data()):
            yield "01: something that is neither said nor decoration"


def _of_file(data: bytes) -> Iterator[str]:
    program = machine.find_proxy("qpdf")
    if program is None:
        machine.unavailable("qpdf is not installed")
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run([program, "--check", file.name], capture_output=True, check=False)
    if done.returncode:
        yield f"qpdf: {done.stdout.decode()} {done.stderr.decode()}"


def _elements(node: Any) -> Iterator[DictionaryObject]:
    """Every element below one, from the top."""
    for kid in _kids(node):
        yield kid
        yield from _elements(kid)


def _kids(node: Any) -> Iterator[DictionaryObject]:
    held = node.get("/K", [])
    held = held.get_object() if hasattr(held, "get_object") else held
    for one in held if isinstance(held, ArrayObject) else [held]:
        kid = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid


def _kinds(node: DictionaryObject) -> list[str]:
    return [one["/S"] for one in _kids(node)]


def _attribute(node: DictionaryObject, name: str) -> Any:
    held = node.get("/A", [])
    held = held.get_object() if hasattr(held, "get_object") else held
    for one in held if isinstance(held, ArrayObject) else [held]:
        if name in (found := one.get_object()):
            return found[name]
    return None


def _is_embedded(font: DictionaryObject) -> bool:
    below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    about = below["/FontDescriptor"].get_object()
    return any(name in about for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _is_marked(content: bytes) -> bool:
    """Whether each text that is drawn stands within what is marked."""
    depth = 0
    for sign in re.findall(
        rb"(?<![\w/])(BDC|BMC|EMC|Tj|TJ)(?!\w)", re.sub(rb"\((?:\\.|[^\\)])*\)", b"", content)
    ):
        if sign in (b"BDC", b"BMC"):
            depth += 1
        elif sign == b"EMC":
            depth -= 1
        elif depth < 1:
            return False
    return depth == 0
