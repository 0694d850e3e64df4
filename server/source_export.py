"""The sources of a conversation as RIS and BibTeX: one entry a document, with its cited pages."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from ingest.document import Kind
from server.ascii_words import ascii_words
from server.citation_sources import Source
from server.citation_styles import pages
from server.citation_text import tidy
from server.cited import Cited

# Letter by letter, so that no brace is left without its other half.
_TEX = str.maketrans(
    {
        **{special: f"\\{special}" for special in "&%$#_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    def set_header(self, count: int) -> str:
        """None: rispy's own, a running number, is no part of the format."""
        return ""


def ris(cited: Iterable[Cited], accessed: date) -> str:
    """Each quote is a note with its page."""
    entries = [_ris_entry(several, accessed) for several in _by_document(cited)]
    text: str = rispy.dumps(entries, implementation=_RisWriter)
    return text


def bibtex(cited: Iterable[Cited], accessed: date) -> str:
    """In UTF-8, as biber and today's BibTeX read it."""
    library = Library()
    library.add([_bibtex_entry(several, accessed) for several in _by_document(cited)])
    return write_string(library)


def _by_document(cited: Iterable[Cited]) -> list[list[Cited]]:
    several: dict[str, list[Cited]] = {}
    for one in cited:
        several.setdefault(one.source.document.id, []).append(one)
    return list(several.values())


def _ris_entry(several: Sequence[Cited], accessed: date) -> dict[str, Any]:
    source = several[0].source
    year = source.document.description.year
    # Zotero and EndNote have the number of a report in SN, that of a statute in M1.
    number = "note" if _is_law(source) else "issn"
    entry = {
        "type_of_reference": "STAT" if _is_law(source) else "RPRT",
        "authors": [source.author] if source.author else [],
        "title": source.title,
        "year": str(year) if year else None,
        number: source.official or source.number,
        "edition": source.edition,
        "publisher": source.author,
        "start_page": _all_pages(several),
        "language": "sv",
        "urls": [source.url] if source.url else [],
        "access_date": accessed.strftime("%Y/%m/%d") if source.url else None,
        "notes": [f"{pages(c.labels)}: ”{tidy(c.citation.quote)}”" for c in several],
    }
    return {name: value for name, value in entry.items() if value}


def _bibtex_entry(several: Sequence[Cited], accessed: date) -> Entry:
    source = several[0].source
    year = source.document.description.year
    # Classic BibTeX has no type for statutes.
    number = "howpublished" if _is_law(source) else "number"
    texts = {
        # Braces keep a name in one piece and the capitals of a title.
        "author": _braced(source.author),
        "title": _braced(source.title),
        "institution": _braced(source.author) if not _is_law(source) else None,
        "year": str(year) if year else None,
        number: _escaped(source.official or source.number),
        "edition": _escaped(source.edition),
        "language": "sv",
        "note": _escaped(f"s. {_all_pages(several)}"),
        "url": source.url.translate(_IN_ADDRESS) if source.url else None,
        "urldate": str(accessed) if source.url else None,
    }
    fields = [Field(name, text) for name, text in texts.items() if text]
    return Entry("misc" if _is_law(source) else "techreport", _key(source), fields)


def _is_law(source: Source) -> bool:
    return source.official is not None and source.document.description.kind is Kind.REGULATION


def _all_pages(several: Sequence[Cited]) -> str:
    """ "5, 7–8", in the order of the file."""
    in_order = sorted(several, key=lambda c: (c.citation.page, c.citation.page_end))
    return ", ".join(dict.fromkeys(pages(c.labels).removeprefix("s. ") for c in in_order))


def _key(source: Source) -> str:
    """ "socialstyrelsen2020-97d15b0d": the same for a document in every list."""
    named = source.official or source.author or source.title
    word = next(filter(str.isalpha, ascii_words(named)), "dokument")
    year = source.document.description.year or ""
    return f"{word}{year}-{source.document.id[:8]}"


def _braced(text: str | None) -> str | None:
    return f"{{{_escaped(text)}}}" if text else None


def _escaped(text: str | None) -> str | None:
    return text.translate(_TEX) if text else None
