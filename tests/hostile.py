"""PDFs that are small on disk and boundless to read."""

import zlib
from pathlib import Path

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_LEVELS = 14


def endless_pdf(path: Path) -> Path:
    """Its page draws a form ten times, which draws another ten times, and so on."""
    forms = range(5, 5 + _LEVELS)
    bodies = [
        _stream(b"/F Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + _form(number + 1))
        for number in forms[:-1]
    ]
    text = b"BT /T 11 Tf 70 700 Td (Kommunen ansvarar.) Tj ET"
    last = _stream(text, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + _resources(b""))
    return _write(path, b"/F Do", _form(5), [*bodies, last])


def huge_pdf(path: Path, megabytes: int) -> Path:
    """A header and then nothing but zeros, which take no room on disk."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(megabytes * 2**20)
    return path


def _form(number: int) -> bytes:
    return _resources(b"/XObject<</F %d 0 R>>" % number)


def _resources(more: bytes) -> bytes:
    return b"/Resources<</Font<</T 4 0 R>>" + more + b">>"


def _stream(data: bytes, entries: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (
        len(packed),
        entries,
        packed,
    )


def _write(path: Path, page: bytes, resources: bytes, more: list[bytes]) -> Path:
    contents = 5 + len(more)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R%s>>"
        % (contents, resources),
        _FONT,
        *more,
        _stream(page, b""),
    ]
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (size, table)
    data += b"<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, data.index(b"xref\n0 "))
    path.write_bytes(data)
    return path
