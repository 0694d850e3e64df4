"""A collection whose every word tries to be more than text: markup, template code, marks that
turn the direction of writing, and a word without end."""

from pathlib import Path

from tests.pdfs import Heading, Line, make_pdf, paragraph

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
TEMPLATE = "{{ 7*7 }}"
CLOSING = "</textarea></title>"
MARKUP = (SCRIPT, IMAGE, TEMPLATE, CLOSING)
# Turned around, an isolate that is closed before it was opened, and turned again.
TURNED = "\u202eomvänt\u2066\u2069\u2069\u202e"
HEBREW = "משרד הבריאות"
LONG = "Ansvarsfördelningsöverenskommelse" * 152
ASKED = "Vem ansvarar för rutinen om avvikelser?"
REFUSED = "Hur byter man kopplingen på en traktor?"
_ON_A_LINE = 80
_FILE = f"{IMAGE[:12]}{TEMPLATE}.pdf"
_CATALOGUE = f"""
[[document]]
file = '{_FILE}'
title = '{TURNED} {SCRIPT} {IMAGE} {TEMPLATE} {CLOSING}'
publisher = '{TURNED} {IMAGE}'
year = 2021
kind = "riktlinje"
edition = '{TURNED} {SCRIPT}'
replaces = '{TURNED} {CLOSING}'
numbers = {{ diarienummer = '{TURNED} {TEMPLATE}' }}
valid_to = 2022

[[document]]
file = "lång.pdf"
title = "{LONG}"
publisher = "{LONG}"
year = 2022
edition = "{LONG}"

[[document]]
file = "hebreiska.pdf"
title = "{HEBREW}"
publisher = "{HEBREW}"
year = 2023
edition = "{HEBREW}"
"""


def make_hostile(folder: Path) -> Path:
    """The PDFs with their katalog.toml, in a new folder; one is described by itself alone."""
    folder.mkdir()
    make_pdf(folder / _FILE, [_page(markup) for markup in MARKUP])
    make_pdf(folder / "lång.pdf", [_endless()])
    make_pdf(folder / "hebreiska.pdf", [_page("hälsa")])
    make_pdf(
        folder / f"{SCRIPT[:8]}.pdf",
        [_page(" ".join(MARKUP))],
        title=f"{TURNED} {SCRIPT} {IMAGE}",
        author=f"{TURNED} {IMAGE}",
    )
    (folder / "katalog.toml").write_text(_CATALOGUE, encoding="utf-8")
    return folder


def _page(markup: str) -> list[Line]:
    return [
        Heading(f"Ansvar för avvikelser {markup}"),
        *paragraph(f"Enhetschefen ansvarar för rutinen om avvikelser {markup} i verksamheten."),
        *paragraph(f"Kommunen ska följa upp avvikelser varje år enligt {markup} och rapportera."),
    ]


def _endless() -> list[Line]:
    """The word is broken where the paper ends; a reader joins nothing that has no hyphen."""
    lines = [LONG[at : at + _ON_A_LINE] for at in range(0, len(LONG), _ON_A_LINE)]
    return [
        Heading(f"Ansvar {LONG[:60]}"),
        *paragraph("Kommunen ansvarar för rutinen om avvikelser och för"),
        *lines[:40],
        "som gäller i verksamheten.",
    ]
