"""Builds the sample corpus' PDFs from their Typst sources; equal sources give equal bytes."""

from pathlib import Path

import typst

SOURCES = Path(__file__).resolve().parent.parent / "corpus" / "exempel" / "kalla"
TEMPLATE = "mall"


def build(target: Path) -> list[Path]:
    """Compiles every document into the folder, with the fonts that come with Typst."""
    fonts = typst.Fonts(include_system_fonts=False)
    built = []
    for source in sorted(SOURCES.glob("*.typ")):
        if source.stem != TEMPLATE:
            built.append(target / f"{source.stem}.pdf")
            typst.compile(str(source), output=str(built[-1]), font_paths=fonts)
    return built


if __name__ == "__main__":
    for path in build(SOURCES.parent):
        print(path.name)
