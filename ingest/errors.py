"""What can go wrong while reading documents.

BelaggError                 root of all failures that Belägg explains to its user
├── IngestError
│   ├── UnreadableFileError   one file that can't be read; the others go on
│   ├── NoDocumentsError      a path without any PDF
│   ├── RecognitionError      pages that OCR could not read; they are taken in as they are
│   └── CatalogueError        katalog.toml says something that can't be used
└── (index.errors, server.errors)

Every message is a Swedish sentence: what was found, what was expected, what mends it.
"""

from pathlib import Path


class BelaggError(Exception):
    """Root of every failure that Belägg explains to its user, in Swedish."""


class IngestError(BelaggError):
    """A document or a catalogue that can't be taken in."""


class UnreadableFileError(IngestError):
    """A file that is not a readable PDF with text; `found` says why."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(f"{path.name}: {found}.")
        self.path = path
        self.found = found


class NoDocumentsError(IngestError):
    """A path given to ingest that holds no PDF."""


class RecognitionError(IngestError):
    """OCR that is not installed, failed or took too long."""


class CatalogueError(IngestError):
    """A catalogue that can't be read or that contradicts itself."""
