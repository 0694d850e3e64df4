"""Optical character recognition: pages whose text can't be read get one read off their picture.

ocrmypdf and tesseract do it, as programs of the operating system. They are given the pages in
question alone; what they return takes those pages' places in a copy of the document, so that
nothing else in it changes.
"""

import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from ingest.errors import RecognitionError

LANGUAGE = "swe"
_INSTALL = "Installera: apt-get install ocrmypdf tesseract-ocr-swe"
_SECONDS_A_PAGE = 180
# ocrmypdf draws a page and puts it together again besides recognising it.
_SECONDS_ALTOGETHER_A_PAGE = 240
_SECONDS_TO_START = 60
_PAGE_PARTS = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit")

_BY_LOT = re.compile(r"/OCR-[\w-]{22}")


def missing() -> str | None:
    """What stands in the way of recognition on this machine, in Swedish, or None."""
    if not shutil.which("ocrmypdf") or not shutil.which("tesseract"):
        return f"OCR är inte installerat. {_INSTALL}"
    if LANGUAGE not in _languages():
        return f"OCR saknar svenska ({LANGUAGE}). {_INSTALL}"
    return None


def _languages() -> set[str]:
    done = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=False
    )
    return set(done.stdout.split())


def recognised(
    pdf: bytes | Path, pages: Sequence[int], redrawn: Collection[int] = frozenset()
) -> bytes:
    """The document with a recognised text on `pages`, counted from 1; the same bytes each time.

    A page's picture stays as it is and its readable text too, the recognised text lies unseen
    over it; of the pages in `redrawn` the whole page becomes a picture, without its own text.
    Raises RecognitionError.
    """
    document = open_pdf(pdf)
    results = dict[int, PageObject]()
    for redraw in (False, True):
        chosen = sorted(number for number in set(pages) if (number in redrawn) is redraw)
        if chosen:
            read = PdfReader(io.BytesIO(read_off(pdf, chosen, redraw=redraw)))
            results |= zip(chosen, read.pages, strict=True)
    return with_pages(document, results)


def read_off(pdf: bytes | Path, pages: Sequence[int], *, redraw: bool) -> bytes:
    """A PDF of these pages alone, with what was read off their pictures as text."""
    if found := missing():
        raise RecognitionError(found)
    with tempfile.TemporaryDirectory(prefix="belagg-ocr-") as folder:
        source, target = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(_only(open_pdf(pdf), pages))
        _run(_command(source, target, redraw=redraw), folder, len(pages))
        return target.read_bytes()


def with_pages(document: PdfReader, pages: dict[int, PageObject]) -> bytes:
    """A copy of the document in which the numbered pages look like, and say, the given ones."""
    writer = PdfWriter(clone_from=document)
    for number, new in sorted(pages.items()):
        old = writer.pages[number - 1]
        for part in _PAGE_PARTS:
            old.pop(NameObject(part), None)
            if part in new:
                old[NameObject(part)] = new.raw_get(part).clone(writer)
        _settle_names(old)
    # Copied once more from its root: what nothing refers to any longer stays behind.
    copied = PdfReader(io.BytesIO(_written(writer)))
    return _written(PdfWriter(clone_from=copied))


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _settle_names(page: PageObject) -> None:
    """ocrmypdf calls the text it lays over a page by a name that it draws by lot."""
    resources = cast(DictionaryObject, page["/Resources"])
    drawings = cast(DictionaryObject, resources.get("/XObject", DictionaryObject()).get_object())
    for number, name in enumerate(sorted(name for name in drawings if _BY_LOT.fullmatch(name))):
        settled = NameObject(f"/OCR-{number}")
        drawings[settled] = drawings.raw_get(name)
        del drawings[name]
        for stream in _content_streams(page):
            if name.encode() in (data := stream.get_data()):
                stream.set_data(data.replace(name.encode(), settled.encode()))


def _content_streams(page: PageObject) -> Iterator[StreamObject]:
    contents = page["/Contents"].get_object()
    parts: list[PdfObject] = list(contents) if isinstance(contents, ArrayObject) else [contents]  # type: ignore[list-item]
    for part in parts:
        yield cast(StreamObject, part.get_object())


def open_pdf(pdf: bytes | Path) -> PdfReader:
    """With the empty password when the document is encrypted: ocrmypdf takes none that is."""
    try:
        reader = PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf)
        if reader.is_encrypted and not reader.decrypt(""):
            raise RecognitionError("Filen är krypterad med lösenord")
    except (PyPdfError, OSError, ValueError) as error:
        raise RecognitionError(f"Filen går inte att öppna ({type(error).__name__})") from error
    return reader


def _only(document: PdfReader, pages: Sequence[int]) -> bytes:
    writer = PdfWriter()
    for number in pages:
        page = writer.add_page(document.pages[number - 1])
        # Links and forms stay in the document itself and would only be drawn into the picture.
        page.pop(NameObject("/Annots"), None)
    return _written(writer)


def _command(source: Path, target: Path, *, redraw: bool) -> list[str]:
    # Pages are turned upright only when scanned: those with broken text are upright already.
    mode = ["--force-ocr"] if redraw else ["--redo-ocr", "--rotate-pages"]
    return [
        "ocrmypdf",
        *mode,
        *("--language", LANGUAGE),
        *("--output-type", "pdf"),
        *("--optimize", "0"),
        *("--jobs", "1"),
        *("--tesseract-timeout", str(_SECONDS_A_PAGE)),
        "--quiet",
        str(source),
        str(target),
    ]


def _run(command: Sequence[str], folder: str, pages: int) -> None:
    # One thread: more of them only fight over the cores, and the text could come out otherwise.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "TMPDIR": folder}
    # The worker's own modules: ocrmypdf may be another Python's program.
    environment.pop("PYTHONPATH", None)
    limit = _SECONDS_TO_START + _SECONDS_ALTOGETHER_A_PAGE * pages
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RecognitionError(f"OCR blev inte färdig på {limit} sekunder") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["inget meddelande"])[-1]
        raise RecognitionError(f"OCR gick fel, ocrmypdf slutade med {done.returncode}: {last}")
