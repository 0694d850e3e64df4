"""Writes the files of one generation, a document at a time: from nothing, or from a copy of an
earlier generation."""

import shutil
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np

from index.annotation import TermReader
from index.archive import Vectors
from index.columns import Columns, ColumnsWriter
from index.generation import PASSAGES, SENTENCES, STORE_FILE
from index.keyword_writing import KeywordWriter
from index.keywords import KEYWORD_FILES, KeywordIndex
from index.lexicon import Lexicon
from index.manifest import COPY_FILE, MANIFEST_FILE
from index.swedish import Analyser
from index.vectors import VectorWriter
from index.verification import CHECKSUMS_FILE
from index.writing import AnalyserOf, StoreWriter
from ingest.document import Content, Document

_WRITTEN_ANEW = {*KEYWORD_FILES, MANIFEST_FILE, COPY_FILE, CHECKSUMS_FILE}


class GenerationWriter:
    """Writes into a folder that is there; memory is bounded by one document and all words.

    First some documents are removed, if at all, then others added. Numbers go on from those of
    the base, and what is removed leaves its number unused.
    """

    def __init__(self, home: Path, dimension: int, base: Path | None = None) -> None:
        self._home = home
        self._base = base
        if base is not None:
            _copy(base, home)
        self._store = StoreWriter(home / STORE_FILE)
        self._columns = ColumnsWriter(home)
        self._passages = VectorWriter(home, PASSAGES, dimension)
        self._sentences = VectorWriter(home, SENTENCES, dimension)
        self._first = self._columns.passages
        self._gone = np.zeros(self._first, np.bool_)

    def remove(self, document_ids: Iterable[str]) -> None:
        for document_id in document_ids:
            self._gone[self._store.remove(document_id)] = True
        passages = np.flatnonzero(self._gone)
        self._columns.remove(passages)
        self._passages.remove(passages)
        self._sentences.remove(Columns.read(self._home).sentences_of(passages))

    def add(self, document: Document, content: Content, vectors: Vectors) -> None:
        passages, sentences = self._columns.passages, self._columns.sentences
        number = self._store.add(document, content, passages, sentences)
        self._columns.add(number, content)
        self._passages.add(vectors.passages)
        self._sentences.add(vectors.sentences)

    def finish(self, analyser: TermReader | None = None) -> dict[str, float]:
        """Gives the recall of each kind of vectors whose search is approximate. `analyser` is
        that of the words that are seen with each passage, unless another is given: how a text is
        divided must not tell what stands where its reader may not look."""

        @cache
        def analyser_of(audience: str) -> TermReader:
            return analyser or Analyser(Lexicon.of(self._store.vocabulary(audience)))

        self._write_keywords(analyser_of)
        self._store.annotate(self._first, analyser_of)
        self._store.finish()
        self._store.close()
        anew = self._base is None
        recalls = {
            PASSAGES: self._passages.finish(anew=anew),
            SENTENCES: self._sentences.finish(anew=anew),
        }
        return {kind: recall for kind, recall in recalls.items() if recall is not None}

    @property
    def sentences(self) -> int:
        """How many there are, without those that are gone."""
        return self._sentences.count

    def _write_keywords(self, analyser_of: AnalyserOf) -> None:
        base = KeywordIndex(self._base) if self._base else None
        keywords = KeywordWriter(self._home, base, self._gone)
        seen, in_title = ("", ""), tuple[str, ...]()
        for audience, title, section, text in self._store.searched_texts(self._first):
            analyser = analyser_of(audience)
            if (audience, title) != seen:
                seen, in_title = (audience, title), tuple(analyser.terms(title))
            keywords.add(in_title, chain(analyser.terms(section), analyser.terms(text)))
        keywords.finish()

    def close(self) -> None:
        """Lets go of the files, also of those that are not finished."""
        self._store.close()


def _copy(base: Path, home: Path) -> None:
    """All but what is written anew in any case."""
    for path in sorted(base.iterdir()):
        if path.name not in _WRITTEN_ANEW:
            shutil.copyfile(path, home / path.name)
