"""One document at a time: read, embedded and kept in the archive, unless that is done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive, Vectors, text_name, vectors_key
from index.embedder import Embedder
from index.files import storage_errors
from index.manifest import Entry
from index.recent import RecentVectors
from index.texts import passage_text, sentence_text
from ingest.admission import bytes_of
from ingest.catalogue import stated_of
from ingest.clues import Clues
from ingest.covering import personal_data_of, settled, without_personal_data
from ingest.description import describe
from ingest.document import Content, Description
from ingest.errors import UnreadableFileError
from ingest.isolation import Readers, begun_ahead
from ingest.parsing import ParsedFile
from ingest.reader import content_id
from ingest.reading import Reading, reading_of

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A file whose reading has begun; `parsed` is None when the archive had it.

    A file that can't be opened has no identity.
    """

    path: Path
    identity: str
    parsed: Future[ParsedFile] | None


class Preparer:
    """Turns files into entries of a generation; `folder` is the index folder."""

    def __init__(
        self, folder: Path, embedder: Embedder, progress: Progress, readers: Readers
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._progress = progress
        self._readers = readers
        # Equal files near each other are read once.
        self._under_way: WeakValueDictionary[str, Future[ParsedFile]] = WeakValueDictionary()
        self._recent = RecentVectors()
        self.archive = Archive(folder / "documents")

    def begun(self, paths: Iterable[Path]) -> Iterator[Begun]:
        """The files in order; those next in turn are being read meanwhile."""
        return begun_ahead(paths, self._begin, self._readers.ahead)

    def _begin(self, path: Path) -> Begun:
        try:
            identity = content_id(self._bytes(path))
        except UnreadableFileError as error:
            failed: Future[ParsedFile] = Future()
            failed.set_exception(error)
            return Begun(path, "", failed)
        known = self.archive.clues(identity) is not None
        return Begun(path, identity, None if known else self._parse(identity, path))

    def _bytes(self, path: Path) -> bytes:
        return bytes_of(path, self._readers.limits.file_megabytes)

    def entry(self, begun: Begun, settled: Mapping[str, Entry]) -> Entry:
        """Waits for the reading, and embeds. `settled` are entries by id that were made by this
        version of ingest. Raises UnreadableFileError."""
        path, identity = begun.path, begun.identity
        clues = self.archive.clues(identity) or self._keep(begun)
        description = describe(clues, path, stated_of(path))
        known = settled.get(identity) if begun.parsed is None else None
        if known and _is_still(known, description) and self._has_vectors(known):
            return replace(known, path=str(path))
        return self._embedded(identity, str(path), description)

    def _keep(self, begun: Begun) -> Clues:
        path = begun.path
        parsed = (begun.parsed or self._parse(begun.identity, path)).result()
        data = self._bytes(path)
        if not parsed.id == content_id(data) == begun.identity:
            raise UnreadableFileError(path, "filen ändrades medan den lästes")
        with storage_errors(self._folder):
            self.archive.keep_pdf(parsed.id, data)
            self.archive.keep(parsed)
        return parsed.clues

    def _parse(self, identity: str, path: Path) -> Future[ParsedFile]:
        parsed = self._under_way.get(identity)
        if parsed is None:
            parsed = self._under_way[identity] = self._readers.parse(path)
        return parsed

    def _embedded(self, identity: str, path: str, description: Description) -> Entry:
        read = self._content(identity)
        found = sum(data.count for data in personal_data_of(read))
        description = settled(description, holds_any=found > 0)
        content = without_personal_data(read) if description.covered else read
        by_id = {passage.id: passage for passage in content.passages}
        texts = [passage_text(description, passage) for passage in content.passages]
        texts += [sentence_text(by_id[s.passage_id], s) for s in content.sentences]
        names = [text_name(self._embedder.identity.weights, text) for text in texts]
        key = vectors_key(names)
        if not fits(self.archive.vectors(identity, key), content):
            rows = self._vectors(identity, Path(path).name, texts, names)
            count = len(content.passages)
            vectors = Vectors(rows[:count], rows[count:], np.array(names, dtype=np.uint64))
            with storage_errors(self._folder):
                self.archive.keep_vectors(identity, key, vectors)
        size = len(content.pages), len(content.passages)
        return Entry(identity, path, description, *size, key, found)

    def _vectors(
        self, identity: str, file: str, texts: list[str], names: list[int]
    ) -> NDArray[np.float32]:
        """(n, d), embedding only texts that no earlier reading of the document had, nor any of the
        documents just before it: editions of a report say much the same."""
        known = self._recent.among(names) | self.archive.known_vectors(identity)
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
        embedded = self._embedder.embed_passages(
            list(new.values()), lambda done: self._progress(f"Bäddar in {file}", done, len(new))
        )
        known.update(zip(new, embedded, strict=True))
        rows = np.empty((len(names), self._embedder.identity.dimension), np.float32)
        for number, name in enumerate(names):
            rows[number] = known[name]
        self._recent.keep(names, rows)
        return rows

    def _content(self, identity: str) -> Content:
        """From the archive, or read again from the stored PDF by this version of ingest."""
        content = self.archive.content(identity)
        if content is None:
            stored = self.archive.pdf_path(identity)
            parsed = self._parse(identity, stored).result()
            if parsed.id != identity:
                raise UnreadableFileError(stored, "den sparade filen är inte som den skrevs")
            with storage_errors(self._folder):
                self.archive.keep(parsed)
            content = parsed.content
        return content

    def read_anew(
        self, entries: Iterable[Entry]
    ) -> Iterator[tuple[Entry, Future[ParsedFile] | None]]:
        """The entries in order; those next in turn are read meanwhile from the stored PDF,
        unless this version of ingest has read it."""
        return begun_ahead(entries, self._begin_anew, self._readers.ahead)

    def _begin_anew(self, entry: Entry) -> tuple[Entry, Future[ParsedFile] | None]:
        """The future is only to be held: what `anew` asks for is then under way."""
        if self.archive.content(entry.id) is not None:
            return entry, None
        return entry, self._parse(entry.id, self.archive.pdf_path(entry.id))

    def reading(self, entry: Entry) -> Reading:
        """How the document's file was read."""
        return reading_of(self._content(entry.id))

    def anew(self, entry: Entry) -> Entry:
        """The entry by this version of ingest and this model. Where its file is gone, what a
        catalogue said of it would be lost: the description stays."""
        self._content(entry.id)
        path, clues = Path(entry.path), self.archive.clues(entry.id)
        described = entry.description
        if clues and path.is_file():
            described = describe(clues, path, stated_of(path))
        return self._embedded(entry.id, entry.path, described)

    def _has_vectors(self, entry: Entry) -> bool:
        return self.archive.has_vectors(entry.id, entry.vectors)

    def stored(self, entry: Entry) -> tuple[Content, Vectors]:
        """What the archive holds of a document; made again from its PDF when it was lost."""
        content, vectors = (
            self.archive.content(entry.id),
            self.archive.vectors(entry.id, entry.vectors),
        )
        if content is None or vectors is None or not fits(vectors, content):
            self.anew(entry)
            return self.stored(entry)
        return without_personal_data(content) if entry.description.covered else content, vectors


def _is_still(known: Entry, description: Description) -> bool:
    """Whether a document is described as it was; what its text covers is known from then."""
    shown = settled(description, holds_any=False)
    return replace(shown, covered=False) == replace(known.description, covered=False)


def fits(vectors: Vectors | None, content: Content) -> bool:
    """Whether there is one for each passage and sentence."""
    if vectors is None:
        return False
    counts = (len(vectors.passages), len(vectors.sentences))
    return counts == (len(content.passages), len(content.sentences))
