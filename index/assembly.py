"""Puts a generation together from the archive."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import generation
from index.archive import Vectors
from index.embedder import ModelIdentity
from index.files import storage_errors
from index.generation import Entry, Manifest
from index.vectors import VectorIndex
from index.writing import write_store
from ingest.document import Content, Document
from ingest.parsing import INGEST_VERSION

Source = Callable[[Entry], tuple[Content, Vectors]]
"""Gives what the archive holds of a document."""


def assemble(folder: Path, entries: Sequence[Entry], model: ModelIdentity, source: Source) -> str:
    """Writes a new generation of these documents, makes it current, and returns its name.

    On any failure the old generation stays current and the half-written one is removed.
    """
    name = generation.new_generation(folder)
    home = folder / name
    with storage_errors(folder):
        home.mkdir()
        try:
            _write(home, entries, model, source)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        generation.switch_to(folder, name)
    return name


def _write(home: Path, entries: Sequence[Entry], model: ModelIdentity, source: Source) -> None:
    documents: list[tuple[Document, Content]] = []
    passages: list[NDArray[np.float32]] = [np.empty((0, model.dimension), np.float32)]
    sentences = passages.copy()
    for entry in entries:
        content, vectors = source(entry)
        documents.append((Document(entry.id, Path(entry.path).name, entry.description), content))
        passages.append(vectors.passages)
        sentences.append(vectors.sentences)
    write_store(home / generation.STORE_FILE, documents)
    VectorIndex.build(np.concatenate(passages)).write(home / generation.PASSAGES_FILE)
    VectorIndex.build(np.concatenate(sentences)).write(home / generation.SENTENCES_FILE)
    files = {path.name: generation.stored_file(path) for path in sorted(home.iterdir())}
    count = sum(len(part) for part in sentences)
    generation.seal(
        home,
        Manifest(generation.FORMAT_VERSION, INGEST_VERSION, model, tuple(entries), count, files),
    )
