"""A page on standard input becomes a PDF on standard output. A program of its own.

It runs in a process that ends, so that neither a long list nor the library itself stays in the
memory of who serves pages; and it imports nothing of ours, so that it starts quickly.

First a line of JSON with what the PDF says of itself, then the page as HTML. Exits with 3 when this
machine cannot make a PDF.
"""

from __future__ import annotations

import json
import sys
from typing import Any

UNABLE = 3


def main() -> int:
    """One page, one PDF."""
    about = json.loads(sys.stdin.buffer.readline())
    page = sys.stdin.buffer.read().decode()
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: a library of the system is not there
        print(error, file=sys.stderr)
        return UNABLE
    fetch = _only_from(about["files"])
    html = weasyprint.HTML(string=page, base_url=about["files"], url_fetcher=fetch)
    identifier = about["identifier"].encode()
    pdf = html.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, pdf_tags=True)
    sys.stdout.buffer.write(pdf)
    return 0


def _only_from(files: str) -> Any:
    """What the page may load: our own files and what it holds itself. Nothing from elsewhere."""
    import weasyprint

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith((files, "data:")):
                raise ValueError("a paper loads nothing from elsewhere")
            return super().fetch(url, headers)

    return Fetcher()


if __name__ == "__main__":
    sys.exit(main())
