"""Contents made by hand from what pdfium reads on the pages of a PDF."""

from pathlib import Path

import pypdfium2 as pdfium

from ingest.document import Page, Passage, Role, Span

DOCUMENT = "0123456789abcdef"


def pages_of(pdf: Path) -> tuple[Page, ...]:
    """Each page with pdfium's characters, one for each of its indexes."""
    with pdfium.PdfDocument(pdf) as document:
        texts = [page.get_textpage() for page in document]
        return tuple(
            Page(
                number,
                str(number),
                "".join(
                    chr(pdfium.raw.FPDFText_GetUnicode(text, index))
                    for index in range(text.count_chars())
                ),
            )
            for number, text in enumerate(texts, start=1)
        )


def place(page: Page, words: str) -> tuple[int, int]:
    """The stretch of the page's text that these words are."""
    start = page.text.index(words)
    return start, start + len(words)


def passage(
    number: int,
    parts: list[tuple[Page, str]],
    section: tuple[str, ...] = (),
    role: Role = Role.TEXT,
) -> Passage:
    """A passage of words that stand on the pages, with blanks between the parts."""
    text = ""
    spans: list[Span] = []
    for page, words in parts:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(words), page.number, place(page, words)[0]))
        text += words
    return Passage(f"{DOCUMENT}-{number:05d}", DOCUMENT, section, text, tuple(spans), role)
