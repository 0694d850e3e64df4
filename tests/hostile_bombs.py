"""Small files that swell: packed zeros wherever a PDF may hold a stream, and counts too large."""

import zlib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from tests.raw_pdf import BOX, FIRST, TEXT, one_page, stream, with_table, write_objects

_GIGABYTE = 2**30
_PICTURE = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8"


@cache
def zeros(gigabytes: int) -> bytes:
    """Packed to a thousandth: one block, packed once, many times after itself."""
    block = bytes(2**24)
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    count = gigabytes * _GIGABYTE // len(block)
    # The last block, empty, and the checksum of nothing but zeros.
    checksum = (count * len(block) % 65_521) << 16 | 1
    return head + packed * count + b"\3\0" + checksum.to_bytes(4)


def _packed(entries: bytes = b"", data: bytes | None = None, filters: bytes = b"") -> bytes:
    """A stream of data that is packed already: by default two gigabytes of zeros."""
    return stream(zeros(2) if data is None else data, entries, filters or b"[/FlateDecode]")


def as_contents(path: Path) -> Path:
    return one_page(path, contents=_packed())


def packed_many_times(path: Path) -> Path:
    data = zeros(2)
    for _ in range(3):
        data = zlib.compress(data, 9)
    return one_page(path, contents=_packed(data=data, filters=b"[%s]" % (b"/FlateDecode" * 4)))


def as_font(path: Path) -> Path:
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/Bomb/FontDescriptor 6 0 R"
        b"/FirstChar 32/LastChar 33/Widths[500 500]>>"
    )
    descriptor = (
        b"<</Type/FontDescriptor/FontName/Bomb/Flags 32/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1"
        b"/Descent 0/CapHeight 1/StemV 1/FontFile2 7 0 R>>"
    )
    return one_page(path, font=font, more=[descriptor, _packed(b"/Length1 2147483647")])


def as_letters(path: Path) -> Path:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return one_page(path, font=font, more=[_packed()])


def as_objects(path: Path) -> Path:
    """The page's contents lie in an object stream that swells."""
    data = with_table(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 5 0 R>>" % BOX,
            _packed(b"/Type/ObjStm/N 1/First 4"),
        ]
    )
    at = data.index(b"4 0 obj")
    start = data.rindex(b"xref\n0 ")
    places = [data.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    rows = [b"\0\0\0\0\0\0", *(b"\1" + place.to_bytes(4) + b"\0" for place in (*places, at))]
    rows += [b"\2" + (4).to_bytes(4) + b"\0", b"\1" + start.to_bytes(4) + b"\0"]
    table = stream(b"".join(rows), b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R")
    path.write_bytes(
        data[:start] + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)
    )
    return path


def as_table(path: Path) -> Path:
    """The cross-reference table itself swells."""
    table = _packed(b"/Type/XRef/Size 300000000/W[1 4 1]/Root 1 0 R")
    path.write_bytes(b"%%PDF-1.7\n1 0 obj\n%s\nendobj\nstartxref\n9\n%%%%EOF\n" % table)
    return path


def as_picture(path: Path) -> Path:
    """A page without a word, which would be sent to recognition."""
    picture = _packed(_PICTURE + b"/Width 30000/Height 30000")
    contents = stream(b"q 600 0 0 800 0 0 cm /I Do Q")
    return one_page(path, contents=contents, resources=b"/XObject<</I 6 0 R>>", more=[picture])


def encoded(path: Path, filters: bytes, data: bytes) -> Path:
    """Contents packed first in one way, then as zeros are."""
    packed = zlib.compress(data, 9)
    return one_page(path, contents=_packed(data=packed, filters=b"[/FlateDecode%s]" % filters))


def declared_picture(path: Path, filters: bytes, data: bytes) -> Path:
    """A picture that says it is larger than any memory."""
    entries = _PICTURE + b"/Width 2000000000/Height 2000000000"
    contents = stream(b"q 600 0 0 800 0 0 cm /I Do Q " + TEXT)
    picture = stream(data, entries, filters)
    return one_page(path, contents=contents, resources=b"/XObject<</I 6 0 R>>", more=[picture])


def one_letter(path: Path, megabytes: int) -> Path:
    text = b"BT /T 11 Tf 70 700 Td (%s) Tj ET" % (b"a" * megabytes * 2**20)
    return one_page(path, contents=stream(text))


def counted_pages(path: Path, count: int) -> Path:
    """One page, and a tree that says that it holds many more."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count,
        b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 5 0 R"
        b"/Resources<</Font<</T 4 0 R>>>>>>" % BOX,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(TEXT),
    ]
    return write_objects(path, objects)


def many_pages(path: Path, count: int) -> Path:
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<</Font<</T 3 0 R>>>>>>"
    return write_objects(
        path,
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            stream(TEXT),
            *(page % BOX for _ in range(count)),
        ],
    )


def many_sentences(path: Path, count: int) -> Path:
    """Each asks for a vector of its own."""
    line = b"(Kommunen svarar. Regionen betalar. Alla delar. ) Tj T* "
    page = b"BT /T 4 Tf 4 TL 20 780 Td %s ET" % (line * count)
    return one_page(path, contents=stream(page))


BOMBS: Mapping[str, Callable[[Path], Path]] = {
    "en ström av nollor": as_contents,
    "packad fyra gånger": packed_many_times,
    "som typsnitt": as_font,
    "som teckentabell": as_letters,
    "som objektström": as_objects,
    "som korsreferenser": as_table,
    "som bild": as_picture,
    "LZW": partial(encoded, filters=b"/LZWDecode", data=b"\x80\x0b\x60\x50" * 2**22),
    "RunLength": partial(encoded, filters=b"/RunLengthDecode", data=b"\x81 " * 2**24),
    "ASCIIHex": partial(encoded, filters=b"/ASCIIHexDecode", data=b"20" * 2**27),
    "JBIG2": partial(declared_picture, filters=b"/JBIG2Decode", data=b"\0" * 64),
    "JPX": partial(
        declared_picture,
        filters=b"/JPXDecode",
        data=b"\xff\x4f\xff\x51\0\x29\0\0" + b"\x7f\xff\xff\xff" * 8 + b"\0\1\7\1\1",
    ),
    "en bokstav, 32 MB": partial(one_letter, megabytes=32),
    "en miljon sidor i räkningen": partial(counted_pages, count=1_000_000),
    "en miljard sidor i räkningen": partial(counted_pages, count=10**9),
    "20 000 sidor": partial(many_pages, count=20_000),
    "300 000 meningar": partial(many_sentences, count=100_000),
}
HUGE: Mapping[str, Callable[[Path], Path]] = {
    "en bokstav, 100 MB": partial(one_letter, megabytes=100),
    "100 000 sidor": partial(many_pages, count=100_000),
}
"""Too slow for each run of the tests."""


def slow_to_draw(path: Path) -> Path:
    """A page that is read at once and takes minutes to draw: each of its layers is blended with all
    that lies below it."""
    look = b"<</Type/ExtGState/BM/Luminosity/ca 0.01>>"
    fills = b"/G gs\n" + b"1 1 1 rg 0 0 600 800 re f\n" * 20
    layer = stream(
        fills,
        b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency/I true>>"
        b"/Resources<</ExtGState<</G %d 0 R>>>>" % FIRST,
    )
    return one_page(
        path,
        contents=stream(TEXT + b"\n/G gs\n" + b"/X Do\n" * 8),
        resources=b"/XObject<</X %d 0 R>>/ExtGState<</G %d 0 R>>" % (FIRST + 1, FIRST),
        more=[look, layer],
    )
