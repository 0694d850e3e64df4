"""pdfium: a page's characters and drawings, each with its place.

Coordinates are in points from the lower left corner of the page as it is seen: a page that is
turned in its viewer is turned here too.
"""

import ctypes
import re
import sys
from dataclasses import dataclass
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.document import Reason

# pdfium keeps global state: one thread at a time in the whole process.
PDFIUM_LOCK = Lock()

_BOLD = re.compile(r"bold|black|heavy|demi|[-,]b[dt]?$", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv|[-,]it?$", re.IGNORECASE)
_BOLD_WEIGHT = 600
# pdfium gives a hyphen at a line end as one of these.
_LINE_END_HYPHEN, _NO_CHARACTER = 0x02, 0xFFFE
_SURROGATES = (0xD800, 0xDFFF)
_MOST_DRAWINGS = 20_000
_FORM_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        across = self.left - slack <= x <= self.right + slack
        return across and self.bottom - slack <= y <= self.top + slack

    def meets(self, other: "Box", slack: float = 0.0) -> bool:
        across = self.left - slack <= other.right and other.left - slack <= self.right
        return across and self.bottom - slack <= other.top and other.bottom - slack <= self.top

    def joined(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def clipped(self, other: "Box") -> "Box":
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are set: size in points, turned in degrees counterclockwise."""

    size: float
    bold: bool
    italic: bool
    turned: int


@dataclass(frozen=True, slots=True)
class Character:
    """One of pdfium's characters: `left` is where its advance begins, `right` where its shape or
    its advance ends, `y` its baseline. `blank` is the advance of the file's own blanks before it,
    at most what room they truly take."""

    index: int
    text: str
    left: float
    right: float
    y: float
    style: Style
    blank: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A painted shape: a rule when it is thin, else an area. `filled` tells that it is not
    white and not mere outline."""

    box: Box
    filled: bool
    stroked: bool


@dataclass(frozen=True, slots=True)
class Unseen:
    """text[start:end] of a page, that its reader doesn't see, or sees but once."""

    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class PageCharacters:
    """A page as pdfium has it: `text` holds one character for each index. `trim` is what is left
    of `bounds` when a printed page has been cut."""

    text: str
    characters: tuple[Character, ...]
    drawings: tuple[Drawing, ...]
    bounds: Box
    trim: Box
    unseen: tuple[Unseen, ...] = ()


def page_characters(page: pdfium.PdfPage) -> PageCharacters:
    """All that is written and drawn on a page. The caller holds PDFIUM_LOCK."""
    view = _View(page)
    text_page = page.get_textpage()
    try:
        texts, characters = _Reading(text_page, view).all()
    finally:
        text_page.close()
    drawings = tuple(_drawings(page, view))
    return PageCharacters("".join(texts), tuple(characters), drawings, view.box, view.trim)


class _View:
    """From the file's coordinates to those of the page as it is seen."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = _crop_box(page)
        self.rotation = page.get_rotation()
        width, height = self._right - self._left, self._top - self._bottom
        turned = self.rotation in (90, 270)
        self.box = Box(0.0, 0.0, height if turned else width, width if turned else height)
        self.trim = self.rectangle(*page.get_trimbox()).clipped(self.box)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if not self.rotation:
            return x - self._left, y - self._bottom
        if self.rotation == 90:
            return y - self._bottom, self._right - x
        if self.rotation == 180:
            return self._right - x, self._top - y
        return self._top - y, x - self._left

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> Box:
        x1, y1 = self.point(left, bottom)
        x2, y2 = self.point(right, top)
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _crop_box(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """As the file says it, where that is a rectangle; else what pdfium makes of it."""
    left, bottom, right, top = page.get_cropbox()
    return (left, bottom, right, top) if left < right and bottom < top else page.get_bbox()


class _Reading:
    """One pass over the characters of a page."""

    def __init__(self, text_page: pdfium.PdfTextPage, view: _View) -> None:
        # The bare handle: the wrapper would be asked for it again for each character.
        self._page = text_page.raw
        self._view = view
        self._box = raw.FS_RECTF()
        self._styles: dict[int, Style] = {}
        self._plain = Style(1.0, False, False, 0)

    def all(self) -> tuple[list[str], list[Character]]:
        page, view = self._page, self._view
        texts: list[str] = []
        characters: list[Character] = []
        x, y = ctypes.c_double(), ctypes.c_double()
        blank: float | None = None
        for index in range(raw.FPDFText_CountChars(page)):
            text = character_at(page, index)
            texts.append(text)
            if text.isspace() or text == "\0":
                if blank is None and not raw.FPDFText_IsGenerated(page, index):
                    raw.FPDFText_GetCharOrigin(page, index, x, y)
                    blank = view.point(x.value, y.value)[0]
                continue
            raw.FPDFText_GetCharOrigin(page, index, x, y)
            left, baseline = view.point(x.value, y.value)
            style = self._style(index)
            low, high = self._extent(index)
            if style.turned:
                left = low
            room = 0.0 if blank is None else left - blank
            characters.append(Character(index, text, left, high, baseline, style, room))
            blank = None
        return texts, characters

    def _extent(self, index: int) -> tuple[float, float]:
        """The left and right end of a character's shape and advance."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._page, index, box)
        if not self._view.rotation:
            low = self._view.point(box.left, box.bottom)[0]
            return low, low + box.right - box.left
        place = self._view.rectangle(box.left, box.bottom, box.right, box.top)
        return place.left, place.right

    def _style(self, index: int) -> Style:
        """Of the text object that the character belongs to."""
        found = raw.FPDFText_GetTextObject(self._page, index)
        if not found:
            return self._plain
        key = ctypes.addressof(found.contents)
        if key not in self._styles:
            self._styles[key] = self._plain = self._read_style(index, found)
        return self._styles[key]

    def _read_style(self, index: int, text_object: ctypes.c_void_p) -> Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._page, index, matrix)
        size = raw.FPDFText_GetFontSize(self._page, index) * (matrix.c**2 + matrix.d**2) ** 0.5
        name = _font_name(text_object)
        weight = raw.FPDFText_GetFontWeight(self._page, index)
        bold = bool(_BOLD.search(name)) or weight >= _BOLD_WEIGHT
        angle = round(ctypes.c_double(raw.FPDFText_GetCharAngle(self._page, index)).value * 57.2958)
        # pdfium counts clockwise in the file's own coordinates.
        turned = (-angle - self._view.rotation) % 360
        return Style(round(size, 1), bold, bool(_ITALIC.search(name)), turned)


def character_at(page: pdfium.PdfTextPage, index: int) -> str:
    """One character for each index, whatever the file claims it to be."""
    code = raw.FPDFText_GetUnicode(page, index)
    if code in (_LINE_END_HYPHEN, _NO_CHARACTER):
        return "-"
    if _SURROGATES[0] <= code <= _SURROGATES[1] or code > sys.maxunicode:
        return "\ufffd"
    return chr(code)


def _font_name(text_object: ctypes.c_void_p) -> str:
    font = raw.FPDFTextObj_GetFont(text_object)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")


def _drawings(page: pdfium.PdfPage, view: _View) -> list[Drawing]:
    found: list[Drawing] = []
    for count, shape in enumerate(page.get_objects(max_depth=_FORM_DEPTH)):
        if count >= _MOST_DRAWINGS:
            break
        if shape.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        drawing = _drawing(shape, view)
        if drawing is not None:
            found.append(drawing)
    return found


def _drawing(shape: pdfium.PdfObject, view: _View) -> Drawing | None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(shape, fill, stroke)
    filled = fill.value != raw.FPDF_FILLMODE_NONE and _is_seen(shape)
    if not filled and not stroke.value:
        return None
    left, bottom, right, top = shape.get_bounds()
    return Drawing(view.rectangle(left, bottom, right, top), filled, bool(stroke.value))


def _is_seen(shape: pdfium.PdfObject) -> bool:
    """True unless the shape is filled with white or not at all."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha)
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250
