"""A document's pages and the file itself: what the proof of every quote rests on."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from math import ceil
from pathlib import Path
from typing import Annotated

import pypdfium2 as pdfium
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response

from index.search import Searcher
from ingest.characters import PDFIUM_LOCK
from ingest.document import Page
from server.answer import Quote
from server.conditional import has_already, not_modified
from server.drawing import Drawing
from server.errors import UnknownPageError, WithheldFileError
from server.image_cache import ImageCache
from server.page_image import Encoding, scale_of
from server.page_reading import PageReading, read_page
from server.proof import Run, covered_runs, page_text, prove
from server.service import Service
from server.software import software

Marked = Annotated[list[str] | None, Query(alias="citat", max_length=20)]
"""The quotes to mark, each as "passage id.start.end"."""

# One is drawn, the others are read from the cache or wait.
_IMAGES_AT_ONCE = 3
# No text is longer, and int() refuses thousands of digits.
_BOUND = re.compile(r"[0-9]{1,9}")
# A document never changes, but whether it may be shown does: that is asked for each time.
_CACHING = {"Cache-Control": "private, no-cache"}
_WITHHELD = (
    "I dokumentet står personuppgifter som är täckta här, men de syns i PDF-filen. Därför lämnas "
    "den inte ut. Läs sidorna här i stället. Är dokumentet offentligt som det är kan den som "
    'sköter samlingen skriva personal_data = "public" för det i katalog.toml och läsa in det igen.'
)


@dataclass(frozen=True, slots=True)
class PageView:
    """What the page view shows beside the page: its neighbours, the image with the quotes
    marked and its proportions, and its text."""

    previous: int | None
    following: int | None
    pages: int
    image_url: str
    image_size: tuple[int, int]
    quotes: tuple[str, ...]
    reading: PageReading


def document_routes(service: Service, images: ImageCache, drawing: Drawing) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    at_once = CapacityLimiter(_IMAGES_AT_ONCE)

    @routes.get("/dokument/{document_id}/sida/{number}.png", response_class=Response)
    async def image(
        request: Request, document_id: str, number: int, marked: Marked = None
    ) -> Response:
        # While a page that can't be drawn is waited for, the threads that answer others are not.
        drawn = partial(image_response, request, document_id, number, marked)
        return await to_thread.run_sync(drawn, limiter=at_once)

    def image_response(
        request: Request, document_id: str, number: int, marked: list[str] | None
    ) -> Response:
        """As WebP to those that say they take it, which browsers do."""
        searcher = service.searcher()
        shown = find_page(searcher, document_id, number)
        description = searcher.index.store.document(document_id).description
        quotes = quotes_of(searcher, document_id, marked or [])
        takes_webp = "image/webp" in request.headers.get("accept", "")
        encoding: Encoding = "WEBP" if takes_webp else "PNG"
        pdf = searcher.index.archive.page_pdf_path(document_id)
        hidden = covered_runs(shown.text, page_text(pdf, number)) if description.covered else ()
        key = _image_key(document_id, number, quotes, encoding, hidden)
        headers = {**_CACHING, "Vary": "Accept", "ETag": f'"{key}"'}
        if has_already(request, headers["ETag"]):
            return not_modified(headers)
        drawn = images.get(
            key,
            lambda: drawing.image(
                pdf,
                number,
                _marks(pdf, shown, quotes),
                encoding,
                hidden=hidden,
                recognised=shown.recognised,
            ),
        )
        return Response(drawn, media_type=f"image/{encoding.lower()}", headers=headers)

    @routes.get("/dokument/{document_id}/fil", response_class=FileResponse)
    def file(request: Request, document_id: str) -> Response:
        searcher = service.searcher()
        document = searcher.index.store.document(document_id)
        if document.description.covered:
            raise WithheldFileError(_WITHHELD)
        headers = {**_CACHING, "ETag": f'"{document_id}"'}
        if has_already(request, headers["ETag"]):
            return not_modified(headers)
        return FileResponse(
            searcher.index.archive.pdf_path(document_id),
            media_type="application/pdf",
            filename=document.file,
            headers=headers,
            content_disposition_type="inline",
        )

    return routes


def _marks(pdf: Path, page: Page, quotes: Sequence[Quote]) -> list[Run]:
    """Where the quotes stand on the page."""
    return [run for quote in quotes for run in (prove(quote, pdf) or {}).get(page.number, ())]


def _image_key(
    document_id: str,
    number: int,
    quotes: Sequence[Quote],
    encoding: Encoding,
    hidden: Sequence[Run],
) -> str:
    """Names all that an image hangs on. A quote's own key is not enough: when a document has been
    read anew, it may name another quote."""
    marks = [(quote.text, quote.spans) for quote in quotes]
    drawn_by = (software(), version("pypdfium2"), version("pillow"))
    drawn = repr((document_id, number, marks, encoding, drawn_by, hidden))
    return f"{document_id}-{hashlib.sha256(drawn.encode()).hexdigest()[:32]}"


def find_page(searcher: Searcher, document_id: str, number: int) -> Page:
    """Raises UnknownDocumentError and UnknownPageError."""
    document = searcher.index.store.document(document_id)
    pages = len(searcher.index.store.labels(document_id))
    # SQLite takes no number of any size.
    page = searcher.index.store.page(document_id, number) if 1 <= number <= pages else None
    if page is None:
        raise UnknownPageError(
            f"{document.description.title} har sidorna 1–{pages}; sidan {number} finns inte."
        )
    return page


def quotes_of(searcher: Searcher, document_id: str, keys: list[str]) -> list[Quote]:
    """The quotes that keys name. Raises UnknownPageError for one that isn't of the document,
    as when it has been replaced by a newer edition."""
    return [_quote(searcher, document_id, key) for key in keys]


def _quote(searcher: Searcher, document_id: str, key: str) -> Quote:
    passage_id, *bounds = key.split(".")
    passage = searcher.index.store.passage_by_id(passage_id)
    if passage is not None and passage.document_id == document_id and len(bounds) == 2:
        start, end = (int(bound) if _BOUND.fullmatch(bound) else -1 for bound in bounds)
        if 0 <= start < end <= len(passage.text) and list(passage.locate(start, end)):
            return Quote(passage, start, end)
    raise UnknownPageError(
        "Citatet i adressen finns inte i dokumentet. Det kan ha ersatts av en nyare utgåva: "
        "ställ frågan igen."
    )


def marked_page(searcher: Searcher, page: Page, document_id: str, keys: list[str]) -> PageView:
    quotes = quotes_of(searcher, document_id, keys)
    pages = len(searcher.index.store.labels(document_id))
    query = "&".join(f"citat={quote.key}" for quote in quotes)
    path = f"/dokument/{document_id}/sida/{page.number}.png"
    return PageView(
        previous=page.number - 1 if page.number > 1 else None,
        following=page.number + 1 if page.number < pages else None,
        pages=pages,
        image_url=f"{path}?{query}" if query else path,
        image_size=_image_size(searcher.index.archive.page_pdf_path(document_id), page.number),
        quotes=tuple(quote.text for quote in quotes),
        reading=read_page(searcher.index.store.passages_of(document_id), page.number, quotes),
    )


def _image_size(pdf: Path, number: int) -> tuple[int, int]:
    """The width and height that the page's image will have."""
    with PDFIUM_LOCK, pdfium.PdfDocument(pdf) as document:
        width, height = document.get_page_size(number - 1)
    scale = scale_of(width, height)
    return ceil(width * scale), ceil(height * scale)
