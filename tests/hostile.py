"""PDFs that are small on disk and boundless to read."""

from pathlib import Path

from tests.raw_pdf import FIRST, TEXT, one_page, stream

_LEVELS = 14
_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</T 4 0 R>>%s>>"


def endless_pdf(path: Path) -> Path:
    """Its page draws a form ten times, which draws another ten times, and so on."""
    forms = range(FIRST, FIRST + _LEVELS)
    bodies = [stream(b"/F Do " * 10, _FORM % _drawing(number + 1)) for number in forms[:-1]]
    last = stream(TEXT, _FORM % b"")
    return one_page(
        path, contents=stream(b"/F Do"), resources=_drawing(FIRST), more=[*bodies, last]
    )


def huge_pdf(path: Path, megabytes: int) -> Path:
    """A header and then nothing but zeros, which take no room on disk."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(megabytes * 2**20)
    return path


def _drawing(number: int) -> bytes:
    return b"/XObject<</F %d 0 R>>" % number
