"""One document at a time: read, embedded and kept in the archive, unless that is done."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive, Vectors, vectors_key
from index.embedder import Embedder
from index.files import storage_errors
from index.generation import Entry
from index.texts import passage_text, sentence_text
from ingest.catalogue import catalogue_for
from ingest.clues import Clues
from ingest.description import describe
from ingest.document import Content, Description
from ingest.errors import UnreadableFileError
from ingest.parsing import parse_pdf
from ingest.reader import content_id

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""


class Preparer:
    """Turns files into entries of a generation; `folder` is the index folder."""

    def __init__(self, folder: Path, embedder: Embedder, progress: Progress) -> None:
        self._folder = folder
        self._embedder = embedder
        self._progress = progress
        self.archive = Archive(folder / "documents")

    def entry(self, path: Path, stored: Mapping[str, Entry]) -> Entry:
        """Reads and embeds a file unless that is done. Raises UnreadableFileError."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableFileError(
                path, f"filen går inte att öppna ({error.strerror})"
            ) from error
        identity = content_id(data)
        clues = self.archive.clues(identity) or self._read(path, data)
        description = describe(clues, path, catalogue_for(path).entry(path))
        known = stored.get(identity)
        if known and known.description == description and self._has_vectors(known):
            return replace(known, path=str(path))
        return self._embedded(identity, str(path), description)

    def _read(self, path: Path, data: bytes) -> Clues:
        parsed = parse_pdf(path)
        with storage_errors(self._folder):
            self.archive.keep_pdf(parsed.id, data)
            self.archive.keep(parsed)
        return parsed.clues

    def _embedded(self, identity: str, path: str, description: Description) -> Entry:
        content = self._content(identity)
        passages = [passage_text(description, passage) for passage in content.passages]
        by_id = {passage.id: passage for passage in content.passages}
        sentences = [sentence_text(by_id[s.passage_id], s) for s in content.sentences]
        key = vectors_key(self._embedder.identity.weights, (*passages, *sentences))
        if self.archive.vectors(identity, key) is None:
            vectors = self._embed(Path(path).name, passages, sentences)
            with storage_errors(self._folder):
                self.archive.keep_vectors(identity, key, vectors)
        return Entry(identity, path, description, len(content.pages), len(content.passages), key)

    def _embed(self, name: str, passages: list[str], sentences: list[str]) -> Vectors:
        total = len(passages) + len(sentences)

        def embed(texts: list[str], before: int) -> NDArray[np.float32]:
            return self._embedder.embed_passages(
                texts, lambda done: self._progress(f"Bäddar in {name}", before + done, total)
            )

        return Vectors(embed(passages, 0), embed(sentences, len(passages)))

    def _content(self, identity: str) -> Content:
        """From the archive, or read again from the stored PDF by this version of ingest."""
        content = self.archive.content(identity)
        if content is None:
            parsed = parse_pdf(self.archive.pdf_path(identity))
            with storage_errors(self._folder):
                self.archive.keep(parsed)
            content = parsed.content
        return content

    def anew(self, entry: Entry) -> Entry:
        """The entry by this version of ingest and this model. Where its file is gone, what a
        catalogue said of it would be lost: the description stays."""
        self._content(entry.id)
        path, clues = Path(entry.path), self.archive.clues(entry.id)
        described = entry.description
        if clues and path.is_file():
            described = describe(clues, path, catalogue_for(path).entry(path))
        return self._embedded(entry.id, entry.path, described)

    def _has_vectors(self, entry: Entry) -> bool:
        return self.archive.vectors(entry.id, entry.vectors) is not None

    def stored(self, entry: Entry) -> tuple[Content, Vectors]:
        """What the archive holds of a document; made again from its PDF when it was lost."""
        content, vectors = (
            self.archive.content(entry.id),
            self.archive.vectors(entry.id, entry.vectors),
        )
        if content is None or vectors is None:
            self.anew(entry)
            return self.stored(entry)
        return content, vectors
