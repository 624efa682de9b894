"""A text of ours as a file for Word: paragraphs, headings, lists and lines to write on.

Source: ECMA-376, the least of it that Word and LibreOffice open without a question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINE, BOX = "_" * 28, "☐"
BLOCKS = {"p": "Normal", "h2": "Heading1", "h3": "Heading2", "li": "ListParagraph", "dt": "Normal"}
BOLD = {"strong", "dt", "b"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Paragraph:
    """One paragraph: its style, and pieces of text that are bold or not."""

    style: str
    runs: list[tuple[str, bool]] = field(default_factory=list)

    def add(self, text: str, *, bold: bool) -> None:
        """More text; spaces come together as they do on a page."""
        before = self.runs[-1][0] if self.runs else " "
        text = " ".join(f"|{text}|".split()).strip("|")
        text = text.lstrip() if before.endswith(" ") else text
        if text:
            self.runs.append((text, bold))


class _Reader(HTMLParser):
    """HTML of our own, as paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Paragraph] = []
        self.bold = self.hidden = 0
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        self.open.append((tag, kind))
        if tag in BLOCKS:
            self.found.append(Paragraph(BLOCKS[tag]))
        self.bold += tag in BOLD
        self.hidden += "visually-hidden" in kind
        if "letter__line" in kind:
            self._add(LINE)
        if "letter__box" in kind:
            self._add(f" {BOX}")
        if tag == "dd":
            self._add(": ")

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, kind = self.open.pop()
            self.bold -= name in BOLD
            self.hidden -= "visually-hidden" in kind
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.found and not self.hidden:
            self._add(data)

    def _add(self, text: str) -> None:
        if self.found:
            self.found[-1].add(text, bold=bool(self.bold))


def paragraphs(html: str) -> list[Paragraph]:
    """What a text says, paragraph by paragraph; empty ones are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [one for one in reader.found if one.runs]


def word_file(html: str) -> bytes:
    """The text as a file. The same text gives the same bytes."""
    body = "".join(_paragraph(one) for one in paragraphs(html))
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134"'
    page += ' w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}{page}</w:body></w:document>'
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, text in (*_PARTS, ("word/document.xml", document)):
            archive.writestr(ZipInfo(name), f"{_HEAD}{text}", ZIP_DEFLATED)
    return kept.getvalue()


def _paragraph(one: Paragraph) -> str:
    runs = "".join(
        f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        for text, bold in one.runs
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{one.style}"/></w:pPr>{runs}</w:p>'


def _style(key: str, name: str, size: int, *, more: str = "", bold: bool = False) -> str:
    """A style. Units: half points."""
    first = ' w:default="1"' if key == "Normal" else ""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{first}><w:name w:val="{name}"/>'
        f'<w:pPr>{more}<w:spacing w:after="120"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>{weight}'
        f'<w:sz w:val="{size}"/><w:lang w:val="nl-NL"/></w:rPr></w:style>'
    )


_BULLET = (
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="360" w:hanging="360"/>'
    '</w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    "</w:numbering>",
)
_STYLES = "".join(
    (
        _style("Normal", "Normal", 21),
        _style("Heading1", "heading 1", 32, more="<w:keepNext/>", bold=True),
        _style("Heading2", "heading 2", 24, more="<w:keepNext/>", bold=True),
        _style("ListParagraph", "List Paragraph", 21, more=_BULLET[0]),
    )
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = (
    (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/></Types>',
    ),
    (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    (
        "word/_rels/document.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId2" '
        f'Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
    ),
    ("word/styles.xml", f'<w:styles xmlns:w="{_WORD}">{_STYLES}</w:styles>'),
    ("word/numbering.xml", _BULLET[1]),
)
