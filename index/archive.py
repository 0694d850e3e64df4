"""What has been read and embedded of each document, kept so that no work is done twice.

One folder a document, named by its content: the PDF itself, the PDF with recognised text where
pages had none, its content as JSON, and a folder of vectors for each model. Every file is written
beside its place and moved there, so a kill loses at most the document in hand, and a new
generation of the index is put together from here alone.
"""

import hashlib
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from index.files import write_atomically
from index.verification import CHECKSUMS_FILE, read_checksums, sha256_of, write_checksums
from ingest.clues import Clues
from ingest.document import Content
from ingest.parsing import INGEST_VERSION, ParsedFile
from ingest.reader import content_id
from ingest.recognition import missing as recognition_is_missing

T = TypeVar("T")
_CONTENT = TypeAdapter(Content)
_CLUES = TypeAdapter(Clues)
_ARRAYS = ("passages", "sentences", "texts")
_VECTOR_FILES = tuple(f"{name}.npy" for name in _ARRAYS)
_PDF_FILE = "original.pdf"
_READABLE_FILE = "readable.pdf"
_AWAITS_FILE = "awaits-recognition"
_CONTENT_FILE = f"content-{INGEST_VERSION}.json"
_CLUES_FILE = f"clues-{INGEST_VERSION}.json"
_FILES = frozenset(
    (_PDF_FILE, _READABLE_FILE, _AWAITS_FILE, _CONTENT_FILE, _CLUES_FILE, CHECKSUMS_FILE)
)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of a document's passages (p, d) and sentences (s, d), in order, and the names
    of the texts that they were made of (p + s)."""

    passages: NDArray[np.float32]
    sentences: NDArray[np.float32]
    texts: NDArray[np.uint64]


class Archive:
    """The documents folder of an index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pdf_path(self, document_id: str) -> Path:
        """The file as it came, for download."""
        return self._folder / document_id / _PDF_FILE

    def page_pdf_path(self, document_id: str) -> Path:
        """The file whose pages and characters the content speaks of, for images and proof."""
        readable = self._folder / document_id / _READABLE_FILE
        return readable if readable.is_file() else self.pdf_path(document_id)

    def keep_pdf(self, document_id: str, data: bytes) -> None:
        if not self.has_pdf(document_id):
            write_atomically(self.pdf_path(document_id), data)

    def has_pdf(self, document_id: str) -> bool:
        """Whether the file is there as it came."""
        try:
            return content_id(self.pdf_path(document_id).read_bytes()) == document_id
        except FileNotFoundError:
            return False

    def clues(self, document_id: str) -> Clues | None:
        """What the file says of itself, or None when this version of ingest hasn't read it, or
        could not read all of it for want of a program that is there now."""
        awaits = (self._folder / document_id / _AWAITS_FILE).is_file()
        if awaits and recognition_is_missing() is None:
            return None
        return self._load(_CLUES, document_id, _CLUES_FILE)

    def content(self, document_id: str) -> Content | None:
        """The stored content, or None when this version of ingest hasn't read the file."""
        return self._load(_CONTENT, document_id, _CONTENT_FILE)

    def keep(self, parsed: ParsedFile) -> None:
        """Stores what was read; the clues last, as a sign that all is there."""
        folder = self._folder / parsed.id
        if parsed.readable is None:
            (folder / _READABLE_FILE).unlink(missing_ok=True)
        else:
            write_atomically(folder / _READABLE_FILE, parsed.readable)
        if parsed.awaits_recognition:
            write_atomically(folder / _AWAITS_FILE, b"")
        else:
            (folder / _AWAITS_FILE).unlink(missing_ok=True)
        # Till all is written it would be told of what was there before.
        (folder / CHECKSUMS_FILE).unlink(missing_ok=True)
        write_atomically(folder / _CONTENT_FILE, _CONTENT.dump_json(parsed.content))
        write_atomically(folder / _CLUES_FILE, _CLUES.dump_json(parsed.clues))
        read = (_READABLE_FILE, _CONTENT_FILE, _CLUES_FILE)
        write_checksums(folder, (name for name in read if (folder / name).is_file()))

    def is_as_read(self, document_id: str) -> bool:
        """Whether all that was read from the PDF is there, unchanged."""
        if not self._load(_CLUES, document_id, _CLUES_FILE) or not self.content(document_id):
            return False
        folder = self._folder / document_id
        known = read_checksums(folder).get(_READABLE_FILE)
        return known is None or known == _digest(folder / _READABLE_FILE)

    def forget_reading(self, document_id: str) -> None:
        """It will be read from the PDF again."""
        for name in (_CLUES_FILE, _CONTENT_FILE):
            (self._folder / document_id / name).unlink(missing_ok=True)

    def _load(self, adapter: TypeAdapter[T], document_id: str, name: str) -> T | None:
        """None when it is missing, cut short or damaged: it is read from the PDF again."""
        folder = self._folder / document_id
        try:
            data = (folder / name).read_bytes()
            known = read_checksums(folder).get(name)
            if known is not None and known != hashlib.sha256(data).hexdigest():
                return None
            return adapter.validate_json(data)
        except (FileNotFoundError, ValidationError):
            return None

    def has_vectors(self, document_id: str, key: str) -> bool:
        """Whether they were kept; whether they are whole is seen when they are taken."""
        folder = self._folder / document_id / key
        return all((folder / name).is_file() for name in _VECTOR_FILES)

    def vectors(self, document_id: str, key: str) -> Vectors | None:
        """None when they are missing, cut short or damaged."""
        folder = self._folder / document_id / key
        known = read_checksums(folder)
        if any(digest != _digest(folder / name) for name, digest in known.items()):
            return None
        try:
            return Vectors(*(np.load(folder / name, mmap_mode="r") for name in _VECTOR_FILES))
        except (FileNotFoundError, ValueError, EOFError):
            return None

    def keep_vectors(self, document_id: str, key: str, vectors: Vectors) -> None:
        folder = self._folder / document_id / key
        (folder / CHECKSUMS_FILE).unlink(missing_ok=True)
        for name, file_name in zip(_ARRAYS, _VECTOR_FILES, strict=True):
            # numpy itself tells of a full disk without saying that it is full.
            written = BytesIO()
            np.save(written, getattr(vectors, name))
            write_atomically(folder / file_name, written.getbuffer())
        write_checksums(folder, _VECTOR_FILES)

    def known_vectors(self, document_id: str) -> dict[int, NDArray[np.float32]]:
        """All vectors of the document by the names of their texts, of earlier readings too."""
        known: dict[int, NDArray[np.float32]] = {}
        for names in sorted((self._folder / document_id).glob("*/texts.npy")):
            if found := self.vectors(document_id, names.parent.name):
                rows = np.concatenate((found.passages, found.sentences))
                known.update(zip(found.texts.tolist(), rows, strict=True))
        return known

    def prune(self, keep: Mapping[str, Collection[str]]) -> None:
        """Removes documents not in `keep`, and vectors and contents that no index uses.

        `keep` maps document id → vectors keys.
        """
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.name not in keep:
                shutil.rmtree(folder)
                continue
            used = {*_FILES, *keep[folder.name]}
            for entry in folder.iterdir():
                if entry.name not in used:
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _digest(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None


def text_name(weights: str, text: str) -> int:
    """Names the vector that a model gives for a text."""
    return int.from_bytes(hashlib.sha256(f"{weights}\0{text}".encode()).digest()[:8])


def vectors_key(names: Iterable[int]) -> str:
    """Names the vectors of these texts, in order."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.to_bytes(8))
    return digest.hexdigest()[:24]
