"""What looks at our papers finds what is wrong with one."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from course.papers import printing
from tests.papers.checking import check_paper

PAGE = (
    "<html lang=nl><head><title>Proef</title></head><body><h1>Kop</h1>{}<table><tr>"
    "<th scope=col>Naam</th></tr><tr><td>Een</td></tr></table></body></html>"
)


@pytest.mark.usefixtures("can_print")
def test_a_picture_without_words_a_level_left_out_and_a_tree_that_is_gone() -> None:
    good = printing.pdf(PAGE.format("<p>Tekst</p>"), "proef")
    check_paper(good)
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    bad = printing.pdf(PAGE.format(f'<h3>Te diep</h3><p><img src="{dot}" alt=""></p>'), "proef")
    with pytest.raises(AssertionError, match="a level is left out"):
        check_paper(bad)
    for name, words in (("/StructTreeRoot", "no tree"), ("/Lang", "no language")):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(good)))
        del writer.root_object[NameObject(name)]
        file = BytesIO()
        writer.write(file)
        with pytest.raises(AssertionError, match=re.escape(words)):
            check_paper(file.getvalue())
