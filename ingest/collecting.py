"""Which files a path stands for."""

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import NoDocumentsError


def pdf_files(paths: Sequence[Path]) -> list[Path]:
    """The PDF files that the paths name or hold, each once, in order.

    Raises NoDocumentsError for a path that doesn't exist and when no PDF is found.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if file.suffix.lower() == ".pdf")
            files += sorted(file for file in found if file.is_file())
        elif path.exists():
            files.append(path)
        else:
            raise NoDocumentsError(
                f"{path} finns inte. Ange en PDF-fil eller en mapp med PDF-filer."
            )
    if not files:
        named = ", ".join(str(path) for path in paths)
        raise NoDocumentsError(
            f"Det finns ingen PDF-fil i {named}. Ange en PDF-fil eller en mapp med PDF-filer."
        )
    return list(dict.fromkeys(file.resolve() for file in files))
