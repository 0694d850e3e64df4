"""A collection in which documents replace each other, end, and have not begun to apply."""

from pathlib import Path

from tests.pdfs import Heading, Line, make_pdf, paragraph

MINUTES = 51
_DUTY = "Enhetschefen ansvarar för att rutinen för delegering är känd av alla i {place}."
_CATALOGUE = """
[[document]]
file = "delegering-2018.pdf"
title = "Riktlinje för delegering 2018"
publisher = "Ekkommunen"
year = 2018
kind = "riktlinje"
numbers = { diarienummer = "EK 2018/4" }
valid_from = 2018-01-01

[[document]]
file = "delegering-2023.pdf"
title = "Riktlinje för delegering 2023"
publisher = "Ekkommunen"
year = 2023
kind = "riktlinje"
numbers = { diarienummer = "EK 2023/17" }
valid_from = 2023-02-01
replaces = "Den tidigare riktlinjen, EK 2018/4"

[[document]]
file = "lakare.pdf"
title = "Överenskommelse om läkare"
publisher = "Björkregionen"
year = 2015
kind = "överenskommelse"
valid_from = 2015
valid_to = 2020

[[document]]
file = "framtid.pdf"
title = "Överenskommelse om läkare, version 2"
publisher = "Björkregionen"
year = 2022
kind = "överenskommelse"
valid_from = 2999-01-01
replaces = "Överenskommelse om läkare, 2015"

[[document]]
file = "ångström.pdf"
title = "Erfarenheter från Villa Éden i Ångsjö"
publisher = "Björkregionen"
year = 2021
kind = "uppföljning"
"""
_MINUTES = """
[[document]]
file = "protokoll-{number:02}.pdf"
title = "Sammanträde {number:02}"
publisher = "Tallnämnden"
year = 2010
kind = "protokoll"
"""


def make_followed(folder: Path) -> Path:
    """The PDFs with their katalog.toml, in a new folder."""
    folder.mkdir()
    for name in ("delegering-2018", "delegering-2023", "lakare", "framtid", "ångström"):
        make_pdf(folder / f"{name}.pdf", [_page(name)])
    for number in range(MINUTES):
        make_pdf(folder / f"protokoll-{number:02}.pdf", [_page(f"nämnd {number}")])
    minutes = (_MINUTES.format(number=number) for number in range(MINUTES))
    catalogue = _CATALOGUE + "".join(minutes)
    (folder / "katalog.toml").write_text(catalogue, encoding="utf-8")
    return folder


def _page(place: str) -> list[Line]:
    return [
        Heading("1 Enhetschefens ansvar"),
        *paragraph(_DUTY.format(place=place)),
        Heading("2 Delegering av uppgifter"),
        *paragraph(f"Den som får en delegering i {place} ska visa att hen klarar delegering."),
    ]
