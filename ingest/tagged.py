"""Headings that the file's own structure tree names: H1 to H6 in an accessible PDF.

What Word and InDesign write for screen readers says which characters are a heading, and how
deep it lies, also where it is set like the text around it.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_HEADING = re.compile(r"^H([1-6])$")
# A longer one is text that was tagged wrongly.
_LONGEST = 250


@dataclass(frozen=True, slots=True)
class TaggedHeading:
    """The character indexes of a page that are one heading; level 0 is the outermost."""

    level: int
    characters: frozenset[int]


def tagged_headings(page: pdfium.PdfPage) -> tuple[TaggedHeading, ...]:
    """The headings in the structure tree of a page."""
    tree = pdfium_c.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return ()
    try:
        count = pdfium_c.FPDF_StructTree_CountChildren(tree)
        roots = [pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(count)]
        found = [(level, frozenset(_marked(element))) for level, element in _headings(roots)]
    finally:
        pdfium_c.FPDF_StructTree_Close(tree)
    if not found:
        return ()
    at = _characters_by_mark(page)
    headings = (
        TaggedHeading(level, frozenset(i for mark in marks for i in at.get(mark, ())))
        for level, marks in found
    )
    return tuple(heading for heading in headings if 0 < len(heading.characters) <= _LONGEST)


def _headings(elements: Sequence[object]) -> Iterator[tuple[int, object]]:
    waiting = list(reversed(elements))
    while waiting:
        element = waiting.pop()
        if not element:
            continue
        if match := _HEADING.match(_type(element)):
            yield int(match[1]) - 1, element
        else:
            waiting += reversed(_children(element))


def _children(element: object) -> list[object]:
    count = pdfium_c.FPDF_StructElement_CountChildren(element)
    return [pdfium_c.FPDF_StructElement_GetChildAtIndex(element, i) for i in range(count)]


def _type(element: object) -> str:
    length = pdfium_c.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")


def _marked(element: object) -> Iterator[int]:
    """The numbers of the marked content in an element and below it."""
    waiting = [element]
    while waiting:
        inner = waiting.pop()
        if inner:
            for index in range(pdfium_c.FPDF_StructElement_GetMarkedContentIdCount(inner)):
                yield pdfium_c.FPDF_StructElement_GetMarkedContentIdAtIndex(inner, index)
            waiting += _children(inner)


def _characters_by_mark(page: pdfium.PdfPage) -> dict[int, list[int]]:
    text = page.get_textpage()
    found: dict[int, list[int]] = {}
    for index in range(text.count_chars()):
        if thing := pdfium_c.FPDFText_GetTextObject(text.raw, index):
            mark = pdfium_c.FPDFPageObj_GetMarkedContentID(thing)
            if mark >= 0:
                found.setdefault(mark, []).append(index)
    return found
