"""Small files to change: a page of each PDF, packed as it came and laid open, and as many that
were made by hand: they are read a hundred times faster, and hold what few real ones do."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pikepdf

from tests.hostile_damage import DAMAGE
from tests.hostile_loops import LOOPS

_PAGES = 1
_LARGEST = 300_000
_LARGEST_BY_HAND = 3_000


def seeds_of(paths: Iterable[Path], random: Random) -> list[bytes]:
    """A page of each file in two ways, unless it is large, and as many made by hand."""
    found = [data for path in paths for data in _small(path, random)]
    real = [data for data in found if len(data) < _LARGEST]
    return [*real, *random.choices(_by_hand(), k=len(real))]


def _by_hand() -> list[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")
        quick = [make for name, make in LOOPS.items() if "000" not in name]
        made = [make(path).read_bytes() for make in (*quick, *DAMAGE.values())]
    return [data for data in made if len(data) < _LARGEST_BY_HAND]


def _small(path: Path, random: Random) -> Iterator[bytes]:
    try:
        with pikepdf.open(path) as pdf:
            first = random.randrange(max(1, len(pdf.pages) - _PAGES))
            del pdf.pages[first + _PAGES :]
            del pdf.pages[:first]
            pdf.remove_unreferenced_resources()
            yield _saved(pdf, qdf=False)
            yield _saved(pdf, qdf=True)
    except pikepdf.PdfError:
        return


def _saved(pdf: pikepdf.Pdf, *, qdf: bool) -> bytes:
    out = io.BytesIO()
    if qdf:
        pdf.save(
            out,
            static_id=True,
            qdf=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    else:
        pdf.save(out, static_id=True)
    return out.getvalue()
