"""PDFs put together object by object, also such as no library would write."""

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

TEXT = b"BT /T 11 Tf 70 700 Td (Kommunen ansvarar. Regionen betalar.) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
BOX = b"[0 0 600 800]"
PAGE, FONT_AT, CONTENTS, FIRST = 3, 4, 5, 6
"""The numbers of the page, its font and its contents, and the first that is free."""


def stream(data: bytes, entries: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    """A stream; its data is packed only where the filter is Flate alone."""
    packed = zlib.compress(data, 9) if filters == b"/FlateDecode" else data
    head = b"<</Filter%s/Length %d%s>>" % (filters, len(packed), entries)
    return head + b"stream\n" + packed + b"\nendstream"


def one_page(
    path: Path,
    *,
    contents: bytes | None = None,
    resources: bytes = b"",
    page: bytes = b"",
    catalogue: bytes = b"",
    box: bytes = BOX,
    font: bytes = FONT,
    more: Sequence[bytes] = (),
    trailer: bytes = b"",
) -> Path:
    """A page that says who is responsible, unless `contents` (a stream) is given; `more` are
    objects from number FIRST on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 5 0 R"
        b"/Resources<</Font<</T 4 0 R>>%s>>%s>>" % (box, resources, page),
        font,
        contents or stream(TEXT),
        *more,
    ]
    return write_objects(path, objects, trailer)


def write_objects(path: Path, objects: Iterable[bytes], trailer: bytes = b"") -> Path:
    """The objects numbered from 1, of which the first is the catalogue."""
    path.write_bytes(with_table(objects, trailer))
    return path


def with_table(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    parts = [b"%PDF-1.7\n"]
    places: list[int] = []
    length = len(parts[0])
    for number, body in enumerate(objects, start=1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        length += len(parts[-1])
    size = len(places) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    parts += (b"%010d 00000 n \n" % place for place in places)
    parts.append(b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (size, trailer))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % length)
    return b"".join(parts)


def nested(opening: bytes, inner: bytes, closing: bytes, depth: int) -> bytes:
    return opening * depth + inner + closing * depth
