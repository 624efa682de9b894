"""Markdown as code-hosting sites show it (GitHub, GitLab, Forgejo): an author looks there and here,
and sees the same.

What our library reads otherwise is rewritten before it reads (`as_shown`). What we do not show is
an error with its line (`foreign_in`). Source: GitHub Flavored Markdown specification, version 0.29.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

STEP = "    "  # how far our library wants what belongs to a list item
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])( {1,4})(?=\S)")
_QUOTE = re.compile(r" {0,3}> ?")
# a line of text, a head of cells and a row of dashes
_TABLE = re.compile(r"(?=.*\S)[^|\n]*\n[^|\n]*\|.*\n {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:?)? *")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_TARGET = re.compile(r"\]\( *<?([^()\s>]+)|^ {0,3}\[[^\]^]+\]: +(\S+)")
# A list anywhere, or a row of dashes below a head that stands right below a line of text.
_TO_REWRITE = re.compile(
    r"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]|^[ \t]*[^\s|][^|\n]*\n[^\n]*\|[^\n]*\n[ >]*\|?[ :|-]+$",
    re.MULTILINE,
)
_SCHEME = re.compile(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE = re.compile(r"(?<!\w)ftp://\S", re.IGNORECASE)
_HEAD = "Een kop begint met ##, ### of #### en een spatie."
_FOREIGN = (
    (re.compile(r" {0,3}#(?!##?#? |# )"), _HEAD),
    (re.compile(r" {0,3}#{5,}"), _HEAD),
    (re.compile(r" {0,3}(?:```(?!.*`)|~~~)"), "Blokken code worden hier niet getoond."),
    (
        re.compile(r" *(?:[-*+]|\d+[.)]) +\[[ xX]\] "),
        "Een lijst met vakjes wordt hier niet getoond. Laat [ ] of [x] weg.",
    ),
    (re.compile(r" {0,3}> ?\[![A-Za-z]+\]"), "Schrijf dit als blok: ::: callout tip, of let-op."),
    (re.compile(r".*\[\^[^\]]+\]"), "Voetnoten worden hier niet getoond. Zet de bron in de kop."),
    (
        re.compile(r".*!\[[^\]]*\][(\[]"),
        "Beelden staan niet in de tekst. Gebruik een blok: ::: figure.",
    ),
    (
        re.compile(r".*(?<![\w:]):[a-z+][a-z0-9_+-]*:(?![\w:])"),
        "Een plaatje als :smile: wordt hier niet getoond. Zet het teken zelf.",
    ),
    (re.compile(r".*\$\$"), "Formules worden hier niet getoond. Schrijf gewone tekst."),
    (
        re.compile(r".*<(?:/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|!--)"),
        "HTML wordt hier niet getoond. Schrijf Markdown.",
    ),
)


@dataclass(frozen=True)
class Foreign:
    """Something that a code-hosting site shows and we do not, and how many lines below the first it
    stands.
    """

    below: int
    message: str


def as_shown(text: str) -> str:
    """The same Markdown in the words of our library: a list and a table may follow a line of text,
    and what belongs to a list item stands below its first letter.
    """
    if not _TO_REWRITE.search(text):
        return text
    return "\n".join(_rewritten(text.split("\n")))


def foreign_in(text: str) -> Iterator[Foreign]:
    """What stands in a text and is not shown here as it is elsewhere."""
    before, in_list = "", False
    for below, line in enumerate(text.split("\n")):
        bare = _CODE.sub("", line)
        if message := _foreign(bare, before, in_list=in_list):
            yield Foreign(below, message)
        in_list = _in_list(line, before, in_list=in_list)
        before = line


def _foreign(line: str, before: str, *, in_list: bool) -> str:
    for sign, message in _FOREIGN:
        if sign.match(line):
            return message
    if re.fullmatch(r" {0,3}=+ *", line) and before.strip():
        return _HEAD
    if re.match(r" {4,}\S", line) and not before.strip() and not in_list:
        return "Vier spaties aan het begin maken er code van, en code wordt hier niet getoond."
    if _has_odd_link(line):
        return "Een link begint met https://, http://, mailto: of tel:."
    return ""


def _has_odd_link(line: str) -> bool:
    """Whether a link leads to something that is no page, mail address or telephone number."""
    targets = map("".join, _TARGET.findall(line))  # one of both ways in which it may stand there
    return bool(_BARE.search(line)) or any(map(_SCHEME.match, targets))


def _in_list(line: str, before: str, *, in_list: bool) -> bool:
    """Whether what comes after this line may belong to a list item."""
    if _ITEM.match(line.lstrip()):
        return True
    if line.strip() and not line.startswith(" ") and not before.strip():
        return False
    return in_list


def _rewritten(lines: list[str]) -> Iterator[str]:
    quoted: list[str] = []
    lists = _Lists()
    for place, line in enumerate(lines):
        mark = _QUOTE.match(line)
        if mark:
            quoted.append(line[mark.end() :])
            continue
        yield from _quote(quoted)
        quoted = []
        if _begins_table(lines, place):
            yield ""
        yield from lists.read(line)
    yield from _quote(quoted)


def _quote(lines: list[str]) -> Iterator[str]:
    """A quotation is a text of its own."""
    if lines:
        yield from (f"> {line}" for line in _rewritten(lines))


def _begins_table(lines: list[str], place: int) -> bool:
    """A head of cells above a row of dashes, right below a line of text."""
    return _TABLE.fullmatch("\n".join(lines[place - 1 : place + 2])) is not None


class _Lists:
    """Lists of a text, line by line.

    `columns` is where the text of each open item begins.
    """

    def __init__(self) -> None:
        self.columns: list[int] = []
        self.kinds: list[bool] = []  # of each open item whether it has a number
        self.in_paragraph = False
        self.further = False  # the line above is a further paragraph of an item

    def read(self, line: str) -> Iterator[str]:
        """The line as our library wants it, after an empty one where it needs that."""
        words = line.expandtabs(4)
        indent = len(words) - len(words.lstrip())
        found = _ITEM.match(words.lstrip())
        if not words.strip():
            self.in_paragraph = False
            yield line
        elif found and not _RULE.fullmatch(words) and self._may_begin(found[1], indent):
            above = [*self.kinds]
            self._close_until(indent)
            if self.in_paragraph and (self.further or self._is_new_list(above, found[1])):
                yield ""
            self.further = False
            yield STEP * len(self.columns) + _item(words.lstrip(), found)
            self.columns.append(indent + found.end())
            self.kinds.append(found[1][0].isdigit())
            self.in_paragraph = True
        else:
            yield self._belonging(line, words, indent)

    def _may_begin(self, mark: str, indent: int) -> bool:
        """Below a line of text a number begins a list only when it is the first."""
        if self.columns:
            return True
        if indent > 3:
            return False
        return not self.in_paragraph or mark[:-1] in ("", "1")

    def _is_new_list(self, above: list[bool], mark: str) -> bool:
        """Whether it follows a line of no list, or an item of a list of the other kind."""
        beside = above[len(self.columns) :]
        return not above or beside[:1] == [not mark[0].isdigit()]

    def _close_until(self, indent: int) -> None:
        while self.columns and indent < self.columns[-1]:
            self.columns.pop()
            self.kinds.pop()

    def _belonging(self, line: str, words: str, indent: int) -> str:
        """A line of text: of the item above it, or of none."""
        if not self.in_paragraph:
            self._close_until(indent)
            self.further = bool(self.columns)
        self.in_paragraph = True
        return STEP * len(self.columns) + words.lstrip() if self.columns else line


def _item(words: str, found: re.Match[str]) -> str:
    mark = found[1].replace(")", ".")
    return f"{mark} {words[found.end() :]}"
